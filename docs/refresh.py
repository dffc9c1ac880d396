"""Writes what the pages show of other files: ``python docs/refresh.py``.

* the pictures of ``docs/diagrams``;
* the reference of the command line, from its ``--help``;
* programs, after ``<!-- file: PATH -->``, and pages, between ``<!-- page: PATH -->`` and
  ``<!-- end -->``.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.append(str(DOCS.parent))

from docs.diagrams import (  # noqa: E402 - found by the line before
    canonical_string,
    hostile_input,
    scoreboard,
    ways,
)
from docs.diagrams.svg import standalone  # noqa: E402

PICTURES = {
    "diagrams/canonical-string.svg": canonical_string.draw,
    "diagrams/inbound.svg": ways.inbound,
    "diagrams/outbound.svg": ways.outbound,
    "hostile-input.svg": hostile_input.draw,
    "scoreboard.svg": scoreboard.draw,
}
COMMAND_LINE = "reference/command-line.md"

_FILE = re.compile(r"(<!-- file: (\S+) -->\n\n```\w+\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
_PAGE = re.compile(r"(<!-- page: (\S+) -->\n).*?(?=<!-- end -->)", re.DOTALL)
_COMMAND = re.compile(r"^    ([a-z]+)\s", re.MULTILINE)
_INTRODUCTION = """\
# Command line

Secrets come from the environment or from files, never from an argument: other users of the machine can see those.
"""


def refreshed() -> Iterator[tuple[Path, str]]:
    """Yield each file that is written, and its content."""
    for name, draw in PICTURES.items():
        yield DOCS / name, standalone(draw())
    yield DOCS / COMMAND_LINE, command_line()
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if "<!-- file: " in text or "<!-- page: " in text:
            yield path, _embedded(text, path.parent)


def command_line() -> str:
    """Return the reference of the command line: the help of the program and of its commands."""
    program = _help_of()
    sections = {"nexmo-sig": program}
    for command in _COMMAND.findall(program):
        sections[f"nexmo-sig {command}"] = _help_of(command)
    parts = [f"## {name}\n\n```text\n{text.rstrip()}\n```\n" for name, text in sections.items()]
    return "\n".join([_INTRODUCTION, *parts])


def _help_of(*command: str) -> str:
    return subprocess.run(  # noqa: S603 - its arguments are those of the program's help
        [sys.executable, "-m", "nexmo_sig", *command, "--help"],
        env={"COLUMNS": "96", "NO_COLOR": "1", "PATH": ""},
        cwd=DOCS.parent,
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout


def _embedded(text: str, folder: Path) -> str:
    def content(found: re.Match[str]) -> str:
        return found[1] + (folder / found[2]).read_text(encoding="utf-8").rstrip() + "\n"

    def page(found: re.Match[str]) -> str:
        lowered = (folder / found[2]).read_text(encoding="utf-8")
        return f"{found[1]}\n{re.sub('^#', '##', lowered, flags=re.MULTILINE).rstrip()}\n\n"

    return _PAGE.sub(page, _FILE.sub(content, text))


if __name__ == "__main__":
    for path, content in refreshed():
        path.write_text(content, encoding="utf-8", newline="\n")
