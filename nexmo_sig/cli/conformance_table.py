"""A report of conformance as tables, by rich on a terminal if it is installed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from ..conformance import Check, Report, Result

_SUMMARY = ("", "passed", "failed", "untested")
_FINDINGS = ("level", "check", "received", "expected", "rule")
_MARGIN = "  "


def print_report(report: Report) -> None:
    """Print the remarks, a table of numbers, a table of findings, and a line that sums up."""
    for remark in report.remarks:
        print(f"{remark}\n")
    _print_table(_SUMMARY, _summary(report))
    findings = _findings(report)
    if findings:
        print()
        _print_table(_FINDINGS, findings)
    print(f"\n{_total(report)}")


def print_checks(checks: Iterable[Check]) -> None:
    """Print every check with its rule and why it matters."""
    for check in checks:
        print(f"{check.id} ({check.level}): {check.rule}\n{_MARGIN}{check.why}")
        print(f"{_MARGIN}Sent: {check.sent}. Expected: {check.expected}.")


def _summary(report: Report) -> list[tuple[str, ...]]:
    groups = dict.fromkeys(result.check.group for result in report.results)
    parts = [(group, _part(report, group)) for group in groups]
    return [(g, str(part.passed), str(part.failed), str(part.untested)) for g, part in parts]


def _part(report: Report, group: str) -> Report:
    return Report([result for result in report.results if result.check.group == group])


def _findings(report: Report) -> list[tuple[str, ...]]:
    """Return a row for each finding; the shapes of a scheme share one if all of them have it."""
    rows: dict[tuple[str, ...], list[Result]] = {}
    for result in report.results:
        rows.setdefault(_row(result, "*"), []).append(result)
    shapes = Counter(_name(result, "*") for result in report.results)
    found = []
    for row, results in rows.items():
        if results[0].holds is False:
            shared = 1 < len(results) == shapes[_name(results[0], "*")]
            found += [row] if shared else [_row(result) for result in results]
    return found


def _row(result: Result, shape: str = "") -> tuple[str, ...]:
    check = result.check
    name = _name(result, shape)
    return check.level, name, str(result.received), str(check.expected), check.rule


def _name(result: Result, shape: str) -> str:
    scheme, own_shape, case = result.check.id.split(".")
    return f"{scheme}.{shape or own_shape}.{case}"


def _total(report: Report) -> str:
    counts = f"{report.passed} passed, {report.failed} failed, {report.untested} untested"
    musts = sum(result.holds is False and result.check.level == "must" for result in report.results)
    return f"{counts}; {musts} of the failed must hold (--list says why)" if musts else counts


def _print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not (sys.stdout.isatty() and _print_rich_table(head, rows)):
        widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
        for row in (head, *rows):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            print(_MARGIN.join(cells).rstrip())


def _print_rich_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Print a table, and tell whether rich is there to do so."""
    try:
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text
    except ImportError:
        return False
    table = Table(*head, box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*map(Text, row))
    Console(markup=False, highlight=False).print(table)
    return True
