"""A report as JUnit XML, which continuous integrations show."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from .report import Report, Result

_SUITE = "nexmo-sig conformance"


def as_junit(report: Report, *, strict: bool = False) -> bytes:
    """Return a report as JUnit XML, in UTF-8.

    Args:
        report: the report.
        strict: a check that should hold, and does not, is a failure as well; else it is skipped.
    """
    suite = Element("testsuite", name=_SUITE)
    for result in report.results:
        check = result.check
        case = SubElement(suite, "testcase", classname=check.group, name=check.case)
        if result.holds is None:
            SubElement(case, "skipped", message=reason(result))
        elif not result.holds:
            kind = "failure" if strict or check.level == "must" else "skipped"
            SubElement(case, kind, message=reason(result)).text = check.why
    cases = list(suite)
    suite.set("tests", str(len(cases)))
    for kind in ("failure", "skipped"):
        count = sum(case.find(kind) is not None for case in cases)
        suite.set("failures" if kind == "failure" else kind, str(count))
    suite.set("errors", "0")
    document: bytes = tostring(suite, encoding="utf-8", xml_declaration=True)
    return document


def reason(result: Result) -> str:
    """Return why a check does not hold, or was not tested, in one line."""
    check = result.check
    if result.holds is None:
        got = "nothing was sent" if result.received is None else f"received {result.received}"
        return f"untested: {got}"
    return (
        f"{check.level}: {check.rule} Sent: {check.sent}. "
        f"Received {result.received}, expected {check.expected}."
    )
