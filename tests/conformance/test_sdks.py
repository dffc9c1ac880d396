"""What the vendor's own SDKs let in, as docs/how-to/test-your-receiver.md shows it.

``NEXMO_SIG_CONFORMANCE=write`` writes what they print anew.
"""

import os
from importlib.metadata import version
from pathlib import Path

import pytest
from command_line import call
from conformance.receivers import METHOD, SECRET
from conformance.sdk_receivers import node_receiver, node_versions, python_receiver
from conformance.serving import serving

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
SETTINGS = {"NEXMO_SIGNATURE_SECRET": SECRET, "NEXMO_SIGNATURE_METHOD": METHOD.value}


def check(url: str, name: str) -> None:
    """Compare what a run prints with what the page shows, to the last id."""
    status, out, err = call("conformance", url, settings=SETTINGS)
    assert (status, err) == (1, "")
    path = HOW_TO / "output" / name
    if os.environ.get("NEXMO_SIG_CONFORMANCE") == "write":
        path.write_text(out, encoding="utf-8", newline="\n")
    assert out == path.read_text(encoding="utf-8")


def test_the_sdk_for_python() -> None:
    with serving(python_receiver()) as url:
        check(url, "python.txt")


@pytest.mark.program
def test_the_sdk_for_node(tmp_path: Path) -> None:
    with node_receiver(tmp_path / "receiver") as url:
        check(url, "node.txt")


def test_the_page_names_the_versions() -> None:
    page = (HOW_TO / "test-your-receiver.md").read_text(encoding="utf-8")
    for package in ("vonage-http-client", "vonage-jwt"):
        assert f"{package} {version(package)}" in page
    for package, pinned in node_versions().items():
        assert f"{package} {pinned}" in page or package == "@vonage/auth"
