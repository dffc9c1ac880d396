"""The documentation names every signature method, endpoint and media type."""

from pathlib import Path

import pytest

from nexmo_sig import MEDIA_TYPES, SignatureMethod, conversion
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
