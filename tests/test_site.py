"""The site: light pages that say what they hold, and that assistive technology can use."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser import in_each

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.program  # it needs the extra "docs", and half a minute


# Of a page: how much wider than the window it is, and the tables of which a part is out of sight.
WIDTHS = """(() => {
  const root = document.documentElement;
  const hidden = [...document.querySelectorAll("article .table-wrapper, article svg")].filter(
    box => box.scrollWidth > box.clientWidth + 1 || box.getBoundingClientRect().right > root.clientWidth);
  return [root.scrollWidth - root.clientWidth, hidden.map(box => box.outerHTML)];
})()"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--nitpicky", "--fail-on-warning"]
    subprocess.run([*command, "-d", site / ".doctrees", ROOT / "docs", site], check=True)
    return site


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
    }


def written(pages: dict[str, str]) -> dict[str, str]:
    """Return the pages that are written by hand, not made from the sources of the package."""
    made = ("_modules/", "_static/", "genindex", "py-modindex", "search")
    return {name: page for name, page in pages.items() if not name.startswith(made)}


def test_no_page_is_larger_than_200_kilobytes(pages: dict[str, str]) -> None:
    large = {name: len(page) for name, page in pages.items() if len(page.encode()) > 200_000}
    assert large == {}


def test_each_page_has_one_description(pages: dict[str, str]) -> None:
    for name, page in written(pages).items():
        assert len(re.findall(r'<meta[^>]* ?name="description"', page)) == 1, name


def test_headings_have_a_level_and_landmarks_a_name(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        assert 'role="heading">' not in page, name
        assert re.findall(r"<aside class=\"[\w -]+-drawer[\w -]*\">", page) == [], name


def test_blocks_that_scroll_get_focus(pages: dict[str, str]) -> None:
    for name, page in written(pages).items():
        assert '<div class="highlight"><pre>' not in page, name
        assert '<div class="table-wrapper' not in page, name


def test_pictures_take_the_colours_of_the_page(pages: dict[str, str]) -> None:
    for name in ("scoreboard.html", "hostile-input.html", "explanation/architecture.html"):
        assert '<svg class="diagram' in pages[name]
        assert "prefers-color-scheme: dark) {\n.diagram" not in pages[name]
        assert not re.search(r'<img[^>]*\.svg"', pages[name])


def test_a_wide_table_is_a_list_on_a_phone(pages: dict[str, str]) -> None:
    assert '<span class="label">growth</span>' in pages["hostile-input.html"]
    assert 'class="wide ' in pages["hostile-input.html"]


def test_every_page_fits_a_phone_and_a_desktop(
    site: Path, pages: dict[str, str], tmp_path: Path
) -> None:
    names = list(written(pages))
    modes = [(390, "screen", "light"), (1280, "screen", "light")]
    found = in_each(WIDTHS, [site / name for name in names], tmp_path / "browser", modes)
    assert {
        name: seen for name, seen in zip(names, found, strict=True) if seen != [[0, []]] * 2
    } == {}


def test_the_tutorials_start_with_verifying(pages: dict[str, str]) -> None:
    links = re.findall(r'href="(tutorial/[\w-]+)\.html"', pages["index.html"])
    assert links[0] == "tutorial/verify-a-callback"
