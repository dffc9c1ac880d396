"""The tables of the pages, in Markdown."""

from __future__ import annotations

from statistics import median

from . import hostile
from .findings import Findings
from .formats import duration, durations, ratio, size, table
from .goals import goals as measured_goals
from .inputs import VALUES
from .operations import (
    FLOOR,
    HASH_STEP,
    METHODS,
    NAMES,
    NEW_NAMES,
    OPERATIONS,
    OURS,
    SIGNATURE,
    SIZES,
    STEP,
    STEPS,
    Key,
    Operation,
)
from .timing import Spread

_PLAIN = "ASCII"
_MODULES = 12


def machine(findings: Findings) -> str:
    """Say what the numbers were measured on."""
    return table(("measured on", ""), findings.machine.items())


def goals(findings: Findings) -> str:
    """Compare the goals with what was measured."""
    return table(
        ("what", "against", "at most", "measured", "met"),
        [
            (
                goal.what,
                goal.against,
                f"{goal.limit:.2f}",
                ratio(goal.measured),
                "yes" if goal.met else "**no**",
            )
            for goal in measured_goals(findings.samples, findings.imports)
        ],
    )


def signature(findings: Findings) -> str:
    """Compare all that sign ten parameters."""
    return _subjects(findings, SIGNATURE)


def new_names(findings: Findings) -> str:
    """Compare all that sign ten parameters with names that they never saw."""
    return _subjects(findings, NEW_NAMES.name)


def operations(findings: Findings) -> str:
    """Compare every operation with the fastest SDK and with the standard library."""
    head = ("nexmo_sig", "fastest SDK", "ratio", "rests on", "ratio")
    return "\n\n".join(
        table((method, *head), [_row(findings, operation, method) for operation in OPERATIONS])
        for method in METHODS
    )


def sizes(findings: Findings) -> str:
    """Give the time and the ratio to the fastest SDK for every size and kind of values."""
    rows = []
    for method in METHODS:
        for operation in OPERATIONS:
            for values in VALUES:
                keys = [Key(operation.name, method, values, number) for number in SIZES]
                cells = [
                    f"{duration(findings.time(key).median)} "
                    f"({findings.ratio(key, findings.fastest_sdk(key)).median:.2f})"
                    for key in keys
                ]
                rows.append((f"{operation.name}, {method}", values, *cells))
    return table(("", "values", *map(str, SIZES)), rows)


def steps(findings: Findings) -> str:
    """Say where the time of a signature goes."""
    columns = []
    for method in METHODS:
        whole = findings.time(Key(SIGNATURE, method, _PLAIN, 10)).median
        keys = [key for key in findings.samples if key[:2] == (STEP, method)]
        parts = {key.subject: findings.time(key).median for key in keys}
        parts["the rest"] = whole - sum(parts.values())
        columns.append([f"{duration(time)}, {time / whole:.0%}" for time in parts.values()])
    statements = [f"`{code}`" for code in STEPS.values()]
    names = (*STEPS, "hash", "the rest")
    rows = zip(names, (*statements, "see below", ""), *columns, strict=True)
    hashes = "\n".join(f"* {method}: `{code}`" for method, code in HASH_STEP.items())
    return f"{table(('step', 'timed as', *METHODS), rows)}\n\nThe hash is timed as\n\n{hashes}"


def imported(findings: Findings) -> str:
    """Compare the imports."""
    totals = findings.imports.totals
    return table(
        ("", "time", "ratio of nexmo_sig to it"),
        [
            (
                f"`import {module}`",
                durations(Spread.of(seconds)),
                "" if module == OURS else ratio(Spread.of_ratios(totals[OURS], seconds)),
            )
            for module, seconds in totals.items()
        ],
    )


def modules(findings: Findings) -> str:
    """Say what importing nexmo_sig spends its time on."""
    alone = findings.imports.alone
    dearest = sorted(alone, key=alone.__getitem__, reverse=True)
    rows = [(f"`{name}`", duration(alone[name])) for name in dearest[:_MODULES]]
    rest = [alone[name] for name in dearest[_MODULES:]]
    rows.append((f"{len(rest)} others together", duration(sum(rest))))
    return table(("module", "time for it alone"), rows)


def signers(findings: Findings) -> str:
    """Say what signers hold."""
    return table(
        ("method", "bytes of Python objects", "bytes in all"),
        [
            (method, f"{held.traced:,.0f}", f"{held.resident:,.0f}")
            for method, held in findings.signers.items()
        ],
    )


def calls(findings: Findings) -> str:
    """Say what calls use."""
    return table(
        ("call", "method", "bytes at its peak, result included", "bytes left behind per call"),
        [
            (name, method, f"{use.peak:,}", f"{use.kept:.0f}")
            for method, uses in findings.calls.items()
            for name, use in uses.items()
        ],
    )


def refusals(findings: Findings) -> str:
    """Say how long refusing each shape of hostile request takes, and how that grows."""
    small, medium, limit = hostile.SIZES[0], hostile.SIZES[3], hostile.SIZES[-1]
    rows = []
    for shape in hostile.SHAPES:
        time = {
            number: findings.samples[hostile.key(shape, number)]
            for number in (small, medium, limit, hostile.BEYOND)
        }
        growth = Spread.of_ratios(time[limit], time[medium]).median * medium / limit
        rows.append(
            (
                shape,
                f"`{hostile.error_for(shape)}`",
                *(duration(median(time[number])) for number in (small, medium, limit)),
                f"{growth:.2f}",
                duration(median(time[hostile.BEYOND])),
            )
        )
    head = ("request", "refused by", *map(size, (small, medium, limit)))
    return table((*head, "growth", f"{size(hostile.BEYOND)}, over the limit"), rows)


def _subjects(findings: Findings, operation: str) -> str:
    rows = []
    for method in METHODS:
        ours = Key(operation, method, _PLAIN, 10)
        for key in findings.subjects_of(operation, method):
            against = "" if key == ours else ratio(findings.ratio(ours, key))
            rows.append((method, NAMES[key.subject], durations(findings.time(key)), against))
    return table(("method", "", "time", "ratio of nexmo_sig to it"), rows)


def _row(findings: Findings, operation: Operation, method: str) -> tuple[str, ...]:
    ours = Key(operation.name, method, _PLAIN, 10)
    sdk, floor = findings.fastest_sdk(ours), ours._replace(subject=FLOOR)
    return (
        operation.name,
        durations(findings.time(ours)),
        f"{NAMES[sdk.subject]}: {duration(findings.time(sdk).median)}",
        ratio(findings.ratio(ours, sdk)),
        f"{operation.floor_name}: {duration(findings.time(floor).median)}",
        ratio(findings.ratio(ours, floor)),
    )
