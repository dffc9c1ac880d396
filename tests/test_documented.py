"""The documentation names every signature method, endpoint, media type, mistake and fixture."""

import re
from pathlib import Path

import pytest

from nexmo_sig import (
    MEDIA_TYPES,
    EncodingError,
    SignatureMethod,
    conversion,
    diagnosis,
    read_request,
)
from nexmo_sig.testing import pytest_plugin, webhook_request
from nexmo_sig.testing.callbacks import KINDS

DOCS = Path(__file__).parent.parent / "docs"
PLACES = [
    *(("reference/signer.md", method) for method in SignatureMethod),
    *(("explanation/canonical-string.md", method) for method in SignatureMethod),
    *(("reference/conversion.md", endpoint) for endpoint in conversion.Endpoint),
    *(("reference/media.md", media_type) for media_type in MEDIA_TYPES),
]


@pytest.mark.parametrize(("page", "name"), PLACES)
def test_the_page_names_it(page: str, name: str) -> None:
    assert f"`{name}`" in (DOCS / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*KINDS, *KINDS["voice-answer"][1]])
def test_the_reference_lists_every_kind_and_flaw_of_callbacks(name: str) -> None:
    assert f"| `{name}` |" in (DOCS / "reference" / "testing.md").read_text(encoding="utf-8")


def test_the_reference_lists_every_mistake_that_is_known() -> None:
    documented = re.findall(r"^``([\w-]+)``\s+(.+)$", diagnosis.__doc__ or "", re.MULTILINE)
    page = (DOCS / "reference" / "diagnosis.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| (.+) \|$", page, re.MULTILINE)
    assert rows == [(code, mistake.replace("``", "`")) for code, mistake in documented]
    assert len(rows) >= 37


def test_the_reference_lists_every_fixture() -> None:
    page = (DOCS / "reference" / "testing.md").read_text(encoding="utf-8")
    fixtures = {name for name in vars(pytest_plugin) if name.startswith("nexmo_")}
    assert fixtures == set(re.findall(r"^\| `(nexmo_\w+)` \|", page, re.MULTILINE)) != set()


@pytest.mark.parametrize("name", ["from_wsgi(", "from_asgi(", "receive_asgi(", "url_parameters="])
def test_the_reference_shows_how_requests_are_read(name: str) -> None:
    assert name in (DOCS / "reference" / "request.md").read_text(encoding="utf-8")


def test_a_webhook_that_lost_its_token_is_400_where_the_pages_say_so() -> None:
    request = webhook_request(
        "messages-inbound", "a secret of 32 bytes or more, really", "unsigned"
    )
    with pytest.raises(EncodingError) as raised:
        read_request(request)
    assert raised.value.response_status == 400
    for page in ("how-to/verify-in-each-framework.md", "reference/testing.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        assert "gets 400" in text
        assert "explanation/which-scheme.md#callbacks-that-are-not-signed" in text
