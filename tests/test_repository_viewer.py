"""The pages read well where the repository is viewed: as CommonMark with tables, and nothing else."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parent.parent
START = ROOT / "README.md"
MARKDOWN = MarkdownIt("commonmark").enable("table")
DIRECTIVE = re.compile(r"^\s*(:::|`{3,}\s*\{|\.\. \w+::|\([\w-]+\)=)", re.MULTILINE)
ROLE = re.compile(r"\{[\w:-]+\}$")


@cache
def tokens(page: Path) -> list[Token]:
    return MARKDOWN.parse(page.read_text(encoding="utf-8"))


def inline(page: Path, kind: str) -> Iterator[tuple[Token, str]]:
    """Yield each link or image of a page, and its text."""
    for block in tokens(page):
        children = block.children or []
        for number, token in enumerate(children):
            if token.type == kind == "image":
                yield token, token.content
            elif token.type == kind:
                end = next(n for n in range(number, len(children)) if children[n].nesting < 0)
                yield token, "".join(child.content for child in children[number + 1 : end])


def links(page: Path) -> Iterator[tuple[str, str]]:
    for token, text in inline(page, "link_open"):
        yield str(token.attrs["href"]), text


def target(page: Path, url: str) -> Path:
    path = unquote(urlsplit(url).path)
    return (page.parent / path).resolve() if path else page


@cache
def fragments(page: Path) -> frozenset[str]:
    """Return the fragments of the headings, as viewers of repositories make them."""
    headings = [
        tokens(page)[number + 1].content
        for number, token in enumerate(tokens(page))
        if token.type == "heading_open"
    ]
    plain = (re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in headings)
    return frozenset(re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain)


def walked() -> list[Path]:
    """Return the pages to which links lead from the README, that one included."""
    found, waiting = {START}, [START]
    while waiting:
        page = waiting.pop()
        for url, _ in links(page):
            path = target(page, url)
            if not urlsplit(url).scheme and path.suffix == ".md" and path.is_file():
                waiting += {path} - found
                found.add(path)
    return sorted(found)


PAGES = walked()
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())


def test_links_lead_from_the_readme_to_every_page() -> None:
    assert ROOT / "docs" / "README.md" in {target(START, url) for url, _ in links(START)}
    written = {*(ROOT / "docs").rglob("*.md"), START, ROOT / "SECURITY.md"}
    assert written - {*PAGES} == set()


@each_page
def test_a_page_holds_no_directive_and_no_role(page: Path) -> None:
    assert DIRECTIVE.findall(page.read_text(encoding="utf-8")) == []
    for block in tokens(page):
        for before, code in pairwise(block.children or []):
            assert code.type != "code_inline" or not ROLE.search(before.content), before.content


@each_page
def test_a_link_has_text_and_leads_somewhere(page: Path) -> None:
    for url, text in links(page):
        assert text.strip(), url
        if not urlsplit(url).scheme:
            path, fragment = target(page, url), urlsplit(url).fragment
            assert path.is_file(), url
            assert not fragment or fragment in fragments(path), url


@each_page
def test_an_image_exists_and_has_alternative_text(page: Path) -> None:
    for token, text in inline(page, "image"):
        assert target(page, str(token.attrs["src"])).is_file()
        assert len(text) >= 20


@each_page
def test_a_page_has_one_title_and_no_table_that_is_broken(page: Path) -> None:
    levels = [token.tag for token in tokens(page) if token.type == "heading_open"]
    assert levels[0] == "h1"
    assert levels.count("h1") == 1
    texts = [token.content for token in tokens(page) if token.type == "inline"]
    assert [text for text in texts if re.search(r"^\|.*\|$", text, re.MULTILINE)] == []


def documented_sources(page: Path) -> set[Path]:
    """Return the modules whose docstrings the API page of a reference page shows."""
    api = (ROOT / "docs" / "api" / f"{page.stem}.rst").read_text(encoding="utf-8")
    paths = {
        ROOT.joinpath(*name.split("."))
        for name in re.findall(r"^\.\. auto\w+:: (.+)$", api, re.MULTILINE)
    }
    modules = {path.with_suffix(".py") for path in paths | {path.parent for path in paths}}
    return {module for module in modules if module.is_file()}


REFERENCE = [page for page in PAGES if page.parent.name == "reference"]


@pytest.mark.parametrize("page", REFERENCE, ids=lambda page: page.stem)
def test_a_reference_page_leads_to_the_docstrings_that_the_site_shows(page: Path) -> None:
    if page.stem != "command-line":  # from the help
        text = page.read_text(encoding="utf-8").rpartition("\n\n")[2]
        assert f"(../api/{page.stem}.rst)" in text
        assert "(../CONTRIBUTING.md#build-the-site)" in text
        linked = {target(page, url) for url in re.findall(r"\(([^)]+\.py)\)", text)}
        assert linked
        assert documented_sources(page) <= linked


def test_the_map_names_pages_as_their_titles_do() -> None:
    index = ROOT / "docs" / "README.md"
    named = {target(index, url): text for url, text in links(index) if not urlsplit(url).fragment}
    titles = {path: path.read_text(encoding="utf-8").partition("\n")[0] for path in named}
    assert {path: f"# {text}" for path, text in named.items()} == titles
    for folder in ("tutorial", "how-to", "reference"):
        assert {*(ROOT / "docs" / folder).glob("*.md")} - {*named} == set()
