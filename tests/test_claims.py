"""What the docs claim about other software: each row says of which version, and how it is known."""

import json
import re
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", "docs/explanation/official-sdks.md"]
NODE = json.loads((ROOT / "tests" / "node" / "package.json").read_text(encoding="utf-8"))
HEADER = ["package", "what it does", "shown by", "how, when"]


def rows(page: str) -> list[list[str]]:
    """Return the rows of the table of claims of a page."""
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    start = cells.index(HEADER)
    table = cells[start + 2 :]
    return table[: next(number for number, row in enumerate(table) if not row)]


CLAIMS = [(page, *row) for page in PAGES for row in rows(page)]
each_claim = pytest.mark.parametrize(("page", "package", "claim", "shown_by", "how"), CLAIMS)


def test_there_are_claims_that_were_run_and_claims_that_were_read() -> None:
    assert len(CLAIMS) >= 15
    assert {how.split(",")[0] for *_, how in CLAIMS} == {"run", "read"}


@each_claim
def test_a_claim_says_how_and_when_it_was_found(
    page: str, package: str, claim: str, shown_by: str, how: str
) -> None:
    found = re.fullmatch(r"(run|read), (\d{4}-\d{2}-\d{2})", how)
    assert found
    assert date.fromisoformat(found[2]) <= date.today()


@each_claim
def test_a_claim_is_about_a_version(
    page: str, package: str, claim: str, shown_by: str, how: str
) -> None:
    if how.startswith("read"):
        assert re.fullmatch(r"`[a-z-]+`, commit [0-9a-f]{12}", package)
        return
    named = re.findall(r"`([^`]+)` (\d+\.\d+\.\d+)", package)
    assert named
    for name, tested in named:
        assert tested in (NODE["dependencies"].get(name), installed(name))


def installed(name: str) -> str | None:
    return None if name.startswith("@") else version(name)


@each_claim
def test_a_claim_names_the_test_or_the_line_that_shows_it(
    page: str, package: str, claim: str, shown_by: str, how: str
) -> None:
    places = re.findall(r"`([^`]+)`", shown_by)
    assert places
    for place in places:
        if how.startswith("read"):
            assert re.fullmatch(r"\w+\.\w+:\d+", place)
            continue
        path, test = place.split("::")
        assert f"\ndef {test}(" in (ROOT / path).read_text(encoding="utf-8")


def test_the_claims_that_were_refuted_are_gone() -> None:
    text = "".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
    assert "although Nexmo sends both cases" not in text
    assert "no SDK looks at the timestamp" not in text
