"""The report of an audit, as one HTML page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from .. import __version__
from .._html import render
from .._wording import escaped
from .chart import chart_of
from .choosing import Choice
from .findings import findings
from .kernel import Auditor
from .readers import Recording
from .reasons import MEANINGS
from .run import Result

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = 10
_HIDDEN = "…"


def report(
    result: Result, auditor: Auditor, choice: Choice | None = None, *, show_values: bool = False
) -> str:
    """Return the report.

    Args:
        result: what was found.
        auditor: what judged.
        choice: which records were chosen.
        show_values: show the values of parameters, too; they may be personal data.
    """
    tally, counts = result.tally, result.as_dict()
    values: dict[str, object] = {
        "accepted": tally.accepted_not_authentic,
        **{name: counts[name] for name in ("authentic", "not_authentic", "undecidable", "skipped")},
        "period": _period(tally.first, tally.last),
        "chart": chart_of(tally),
        "reasons": list(_reasons(result, auditor, show_values)),
        "paths": _shown_counts(tally.paths.most_common(_MOST)),
        "clients": _shown_counts(tally.clients.most_common(_MOST)),
        "replay_count": result.replays.count,
        "replays": [_pair(row) for row in result.replays.pairs],
        "recordings": [_recording(recording) for recording in result.recordings],
        "version": __version__,
        "tolerance": auditor.tolerance,
        "chosen": "; ".join(_chosen(choice or Choice())),
        "schemes": _schemes(auditor),
    }
    return render("audit.html", values)


def _reasons(result: Result, auditor: Auditor, show_values: bool) -> Iterator[dict[str, Any]]:
    reasons: dict[str, int] = result.as_dict()["reasons"]
    for name, count in sorted(reasons.items(), key=lambda item: -item[1]):
        sample = result.tally.samples.get(name, [])
        rows = [_row(row, show_values) for row in sample]
        if name == "signature-mismatch" and auditor.signer is not None:
            for row, finding in zip(rows, findings(sample, auditor.signer), strict=True):
                row["explanation"] = "" if finding is None else escaped(finding.message)
        yield {"name": name, "count": count, "meaning": MEANINGS.get(name, ""), "sample": rows}


def _row(row: dict[str, Any], show_values: bool) -> dict[str, str]:
    url, body = row["url"] or "", (row["body"] or b"").decode("utf-8", "backslashreplace")
    if not show_values:
        path, mark, query = url.partition("?")
        url, body = f"{path}{mark}{_redacted(query)}", _redacted(body)
    return {
        "place": _place(row["source"], row["record"]),
        "time": _moment(row["time"]),
        "answer": _answer(row["status"]),
        "request": escaped(" ".join(filter(None, (row["method"], url, body)))),
        "explanation": "",
    }


def _redacted(form: str) -> str:
    """Return a form without its values, and of anything else only its size."""
    fields = [field.partition("=") for field in form.split("&")]
    if all(equals for _, equals, _ in fields) and not form.startswith(("{", "[")):
        return "&".join(f"{name}={_HIDDEN}" for name, _, _ in fields)
    return f"({len(form)} characters)" if form else ""


def _pair(row: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "place": _place(row[f"{which}source"], row[f"{which}record"]),
            "time": _moment(row[f"{which}time"]),
            "answer": _answer(row[f"{which}status"]),
        }
        for which in ("first_", "")
    ]


def _answer(status: int | None) -> str:
    return "" if status is None else f", answered {status}"


def _recording(recording: Recording) -> dict[str, Any]:
    if recording.source.is_standard_input:
        digest, size = recording.digest or "", recording.bytes_read
    else:
        with open(recording.source.name, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    return {
        "name": escaped(recording.source.name),
        "format": recording.format or "empty",
        "bytes": size,
        "digest": digest,
        "problem": escaped(recording.problem or ""),
    }


def _schemes(auditor: Auditor) -> str:
    if auditor.signer is None:
        return "Records were judged by the token of a signed webhook."
    by_sig = f"by their sig ({auditor.signer.method})"
    if auditor.webhooks is None:
        return f"Records were judged {by_sig}."
    return f"Records that hold a sig were judged {by_sig}, all others by the token of a webhook."


def _shown_counts(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(escaped(name) or "(empty)", count) for name, count in counts]


def _place(source: str, record: int) -> str:
    return f"{escaped(source)}, record {record}"


def _chosen(choice: Choice) -> Iterator[str]:
    if choice.paths:
        yield f"path {' or '.join(map(escaped, choice.paths))}"
    if choice.since is not None:
        yield f"received from {_moment(choice.since)} UTC on"
    if choice.until is not None:
        yield f"received before {_moment(choice.until)} UTC"
    if choice.where is not None:
        yield f"where {escaped(choice.where)}"


def _period(first: int | None, last: int | None) -> str:
    return f"{_moment(first)} to {_moment(last)} UTC" if first is not None else "no times recorded"


def _moment(nanoseconds: int | None) -> str:
    if nanoseconds is None:
        return ""
    return f"{_EPOCH + timedelta(microseconds=nanoseconds // 1_000):%Y-%m-%d %H:%M:%S}"
