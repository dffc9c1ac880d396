"""The pages show other files as these are now."""

import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    script: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "refresh.py"))
    refreshed: Callable[[], Iterator[tuple[Path, str]]] = script["refreshed"]
    return {path.relative_to(ROOT).as_posix(): content for path, content in refreshed()}


def test_pictures_programs_and_the_command_line_are_up_to_date(written: dict[str, str]) -> None:
    for name, content in written.items():
        assert (ROOT / name).read_text(encoding="utf-8") == content, "run docs/refresh.py"


def test_it_covers_every_picture_and_every_example(written: dict[str, str]) -> None:
    shown = "".join(content for name, content in written.items() if name.endswith(".md"))
    for example in (ROOT / "docs" / "examples").glob("*.py"):
        assert f"/{example.name} -->\n\n```py\n" in shown
    assert {name for name in written if name.endswith(".svg")} >= {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "diagrams").glob("*.svg")
    }
    assert "## nexmo-sig demo\n" in written["docs/reference/command-line.md"]


def test_every_hostile_input_of_the_tables_has_a_bar(written: dict[str, str]) -> None:
    page = (ROOT / "docs" / "hostile-input.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) \| (.+s) \| ([\d.]+) \| \w+ \|$", page, re.MULTILINE)
    picture = written["docs/hostile-input.svg"]
    assert len(rows) == picture.count('<rect class="bar"') >= 40
    for shape, time, growth in rows:
        assert f">{shape.replace('`', '').replace('&', '&amp;')}</text>" in picture
        assert f">{growth}, {time}</text>" in picture
