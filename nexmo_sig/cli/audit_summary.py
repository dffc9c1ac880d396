"""The result of an audit in words, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from .._wording import escaped
from ..audit.findings import findings
from ..audit.run import Result
from ..audit.tally import Tally
from ..signer import Signer
from .output import bold, painted

_MOST = 5
"""How many clients or paths are named."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = "  "


def print_summary(result: Result, signer: Signer | None, *, paths_were_chosen: bool) -> None:
    """Print the result; strings that came in have their control characters escaped."""
    tally = result.tally
    accepted = tally.accepted_not_authentic
    print(
        painted(
            f"not authentic, but answered 2xx: {accepted:,}", good=not (accepted or result.problems)
        )
    )
    sections = [
        (f"{tally.records:,} records judged, {tally.skipped:,} skipped", _verdicts(tally)),
        ("reasons", _counts(result.as_dict()["reasons"].items())),
        ("replays, by the answer to the first", _replays(result)),
        ("days", _days(tally)),
        (
            "clients with the most requests that are not authentic",
            _counts(tally.clients.most_common(_MOST)),
        ),
        (
            "paths with the most requests that are not authentic",
            _counts(tally.paths.most_common(_MOST)),
        ),
        ("samples that do not match", _diagnosed(tally, signer)),
        ("paths where a signature occurs", () if paths_were_chosen else _signed_paths(tally)),
        ("recordings", _recordings(result)),
    ]
    for title, lines in sections:
        shown = list(lines)
        if shown:
            print(f"\n{bold(title)}", *shown, sep=f"\n{_STEP}")


def _verdicts(tally: Tally) -> Iterator[str]:
    names = {"authentic": "authentic", "not-authentic": "not authentic"}
    names["undecidable"] = "undecidable"
    yield from _counts((name, tally.verdicts[verdict]) for verdict, name in names.items())


def _counts(counts: Iterable[tuple[str, int]]) -> Iterator[str]:
    rows = [(escaped(name) or "(empty)", f"{count:,}") for name, count in counts]
    width = max((len(count) for _, count in rows), default=0)
    for name, count in rows:
        yield f"{count:>{width}}  {name}"


def _replays(result: Result) -> Iterator[str]:
    replays = result.replays
    yield from _counts(
        (_answered(status), count) for status, count in replays.by_first_status.most_common()
    )
    if replays.across_sources:
        yield (
            f"{replays.across_sources:,} of them lie in another recording than the first, within "
            "two seconds: do two recordings hold the same traffic? Then compare within one "
            "(--replays-within-source)"
        )


def _answered(status: int | None) -> str:
    if status is None:
        return "the answer was not recorded"
    retry = " (probably the vendor's own retry)" if status == 429 or 500 <= status < 600 else ""
    return f"answered {status}{retry}"


def _days(tally: Tally) -> Iterator[str]:
    for day in sorted({day for day, _ in tally.days}):
        verdicts = (tally.days[day, name] for name in ("authentic", "not-authentic", "undecidable"))
        date = f"{_EPOCH + timedelta(days=day):%Y-%m-%d}"
        yield "{}  authentic {:,}, not authentic {:,}, undecidable {:,}".format(date, *verdicts)
    if tally.first is not None and tally.last is not None:
        yield f"from {moment(tally.first)} to {moment(tally.last)}"


def moment(nanoseconds: int) -> str:
    """Return a time as ``yyyy-MM-dd HH:mm:ss`` in UTC."""
    return f"{_EPOCH + timedelta(microseconds=nanoseconds // 1_000):%Y-%m-%d %H:%M:%S} UTC"


def _diagnosed(tally: Tally, signer: Signer | None) -> Iterator[str]:
    sample = tally.samples.get("signature-mismatch", [])
    if signer is not None:
        for row, finding in zip(sample, findings(sample, signer), strict=True):
            found = "no known mistake in signing explains it" if finding is None else str(finding)
            yield f"{escaped(row['source'])}, record {row['record']}: {found}"


def _signed_paths(tally: Tally) -> Iterator[str]:
    signed = tally.signed_paths.most_common(_MOST)
    if not signed or sum(tally.signed_paths.values()) == sum(tally.all_paths.values()):
        return
    for path, count in signed:
        total = max(tally.all_paths[path], count)
        yield f"{escaped(path)}  {count:,} of {total:,} ({count / total:.0%})"
    yield f"to judge no others: --path {escaped(signed[0][0])}"


def _recordings(result: Result) -> Iterator[str]:
    for recording in result.recordings:
        name = escaped(recording.source.name)
        if recording.problem is not None:
            yield f"{name}: only in part, as {escaped(recording.problem)}"
        elif len(result.recordings) > 1:
            yield f"{name}: {recording.format or 'empty'}"
