"""The table of what was seen to work with what, written from the results of the wire tests."""

import platform
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple

PAGE = Path(__file__).parents[2] / "docs" / "compatibility.md"

Side = Literal["outbound", "inbound"]

_INTRODUCTION = """\
# Compatibility

Written by the test run, from the answers of each client and each server over a loopback socket.
A number is the HTTP status that was received.
"""
_HEADINGS: dict[Side, str] = {
    "outbound": "Clients that send",
    "inbound": "Web frameworks that receive",
}
_VERSIONS = "Versions: "


class Result(NamedTuple):
    side: Side
    package: str  # the name of its distribution, perhaps "on" that of a server; or of a module
    case: str
    outcome: str


def page(results: list[Result]) -> str:
    """Return the whole page, in Markdown."""
    sides = [_section(side, [r for r in results if r.side == side]) for side in _HEADINGS]
    return "\n".join(
        [
            _INTRODUCTION,
            *sides,
            _versions({name for r in results for name in r.package.split(" on ")}),
        ]
    )


def without_versions(text: str) -> str:
    return text.partition(_VERSIONS)[0]


def _section(side: Side, results: list[Result]) -> str:
    packages = sorted({result.package for result in results})
    cases = dict.fromkeys(result.case for result in results)
    rows = [
        ["", *packages],
        ["---"] * (len(packages) + 1),
        *([case, *(_outcomes(results, case, package) for package in packages)] for case in cases),
    ]
    lines = ("| " + " | ".join(row) + " |" for row in rows)
    return "\n".join(chain([f"## {_HEADINGS[side]}", ""], lines, [""]))


def _outcomes(results: list[Result], case: str, package: str) -> str:
    outcomes = {r.outcome for r in results if (r.case, r.package) == (case, package)}
    return ", ".join(sorted(outcomes)) or "–"


def _versions(packages: set[str]) -> str:
    names = [*sorted(packages), "Python"]
    return _VERSIONS + ", ".join(f"{name} {_version(name)}" for name in names) + ".\n"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # of the standard library
        return platform.python_version()
