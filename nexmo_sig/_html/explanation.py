"""The page of an explanation, for a ticket or a review."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from .._wording import (
    age_line,
    counted,
    date,
    escaped,
    escaped_character,
    shortened,
    verdict,
)
from ..diagnosis import Finding
from ..explanation import Explanation, SignatureExplanation, WebhookExplanation
from ..explanation.base import nothing_found
from ..request import Request
from . import render

_LONGEST = 4_000
_AROUND = 1_000
_NUMBER = re.compile(r"\d{5,}")
_TIMES = ("iat", "exp", "nbf")


class Segment(NamedTuple):
    """A part of a string, and how it is marked; a label is a string of our own."""

    text: str
    kind: str = ""


class Section(NamedTuple):
    """A heading, and what stands under it."""

    title: str
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[list[Segment], ...], ...] = ()
    note: str = ""
    string: Sequence[Segment] = ()


class Writer:
    """Writes strings, redacted unless values are to be shown."""

    def __init__(self, show_values: bool, names: Iterable[str] = ()) -> None:
        self.show_values = show_values
        known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        self._name = re.compile(rf"(?:^|&)(?:{known})=" if known else r"(?!)")

    def value(self, text: str) -> str:
        """Return a value, or one of the same length and classes of characters."""
        return text if self.show_values else "".join(map(_class_of, text))

    def joined(self, text: str) -> str:
        """Return a string to sign: of the redacted one, known names are shown."""
        result, end = "", 0
        for found in self._name.finditer(text):
            result += self.value(text[end : found.start()]) + found[0]
            end = found.end()
        return result + self.value(text[end:])


def page(
    explanation: Explanation,
    request: Request | None = None,
    *,
    show_values: bool = False,
    show_signature: bool = False,
) -> str:
    """Return an explanation as a page of HTML.

    Args:
        explanation: what to show.
        request: the request that was explained, to show its method, path and headers.
        show_values: show the values of parameters and claims, and the payload; by default only
            their length and the classes of their characters.
        show_signature: show the signatures in full.

    Raises:
        UsageError: Jinja2 is not installed.
    """
    sections = [] if request is None else [_of_request(request, show_values)]
    if isinstance(explanation, SignatureExplanation):
        writer = Writer(show_values, explanation.parameters)
        sections += _of_parameters(explanation, writer)
    else:
        writer = Writer(show_values)
    if isinstance(explanation, WebhookExplanation):
        sections += _of_token(explanation, writer)
    sections += [
        _of_signatures(explanation, show_signature),
        Section("Time", note=age_line(explanation.age, explanation.made_at, explanation.tolerance)),
    ]
    for finding in explanation.findings:
        sections.append(_of_finding(explanation, finding, writer, show_signature))
    if nothing_found(explanation):
        sections.append(Section("Diagnosis", note=f"{nothing_found(explanation).capitalize()}."))
    values = {
        "authentic": explanation.error is None,
        "reason": verdict(explanation.error).removeprefix("not authentic: ")
        * bool(explanation.error),
        "redacted": not show_values,
        "sections": sections,
    }
    return render("explanation.html", values)


def _of_request(request: Request, show_values: bool) -> Section:
    path = request.url.partition("?")[0]
    if not show_values:  # it may hold a telephone number
        path = _NUMBER.sub(lambda found: "9" * len(found[0]), path)
    content_type = request.header("Content-Type") or "none"
    rows = (
        ("Method", request.method),
        ("Path", path),
        ("Content-Type", content_type),
        ("Body", counted(len(request.body), "byte")),
    )
    return Section("Request", ("Part", "As received"), tuple(_labelled(*row) for row in rows))


def _of_parameters(explanation: SignatureExplanation, writer: Writer) -> list[Section]:
    rows, segments, start = [], [], 1
    for name, value in explanation.parameters.items():
        signed_value = explanation.sanitized.get(name, value)
        end = start + len(name) + len(signed_value) + 1
        signed = _marked(writer.value(signed_value), value)
        rows.append((*_row(name, writer.value(value)), signed, [Segment(f"{start} to {end}")]))
        segments += [Segment(f"&{escaped(name)}=", "name"), *signed]
        start = end + 1
    headings = ("Name", "Value", "As it is signed", "Place")
    note = "In the order of signing. Marked: & and =, which are signed as _. The place is in the string to sign."
    string = _cut(segments) or [Segment("(empty)")]
    return [
        Section("Parameters", headings, tuple(rows), note),
        Section("String to sign", note="Names are bold.", string=string),
    ]


def _of_token(explanation: WebhookExplanation, writer: Writer) -> list[Section]:
    header = tuple(_row(name, json.dumps(value)) for name, value in explanation.header.items())
    claims = tuple(
        _row(name, _claim(name, value, writer)) for name, value in explanation.claims.items()
    )
    hashes = (
        _labelled("The token names", explanation.claimed_hash or "none"),
        _labelled("The payload has", explanation.payload_hash or "unknown: it cannot be read"),
    )
    payload = _plain(writer.value((explanation.payload or b"").decode(errors="replace")))
    return [
        Section("Header of the token", ("Member", "Value"), header),
        Section("Claims", ("Claim", "Value"), claims),
        Section("Hash of the payload", ("Source", "SHA-256"), hashes),
        Section("Payload", string=payload or [Segment("(empty)")]),
    ]


def _claim(name: str, value: object, writer: Writer) -> str:
    if name in _TIMES and isinstance(value, int) and not isinstance(value, bool):
        return f"{value} ({date(value)})"
    written = json.dumps(value, ensure_ascii=False)
    return written if name in ("iss", "payload_hash") else writer.value(written)


def _of_signatures(explanation: Explanation, show_signature: bool) -> Section:
    received = explanation.received
    rows = [
        _labelled("Expected", shortened(explanation.expected, show_signature) or "unknown"),
        _labelled("Received", "none" if received is None else shortened(received, show_signature)),
        _labelled(
            "Secret", f"{explanation.matched_secret or 'none'} of {explanation.secret_count}"
        ),
    ]
    if isinstance(explanation, SignatureExplanation):
        rows.append(_labelled("Method", str(explanation.method)))
    return Section("Signature", ("Part", "Value"), tuple(rows))


def _of_finding(
    explanation: Explanation, finding: Finding, writer: Writer, show_signature: bool
) -> Section:
    right, hashed = explanation.right_string(), explanation.hashed(finding, show_signature)
    before = _common(right, hashed)
    after = _common(right[before:][::-1], hashed[before:][::-1])
    write = writer.joined if isinstance(explanation, SignatureExplanation) else writer.value
    if isinstance(explanation, WebhookExplanation) and right == explanation.signed:
        return Section(f"Diagnosis: {' + '.join(finding.codes)}", note=finding.message)
    rows = (
        (
            [Segment("Should have been hashed", "label")],
            _different(right, before, after, "removed", write),
        ),
        ([Segment("Was hashed", "label")], _different(hashed, before, after, "added", write)),
    )
    title = f"Diagnosis: {' + '.join(finding.codes)}"
    return Section(title, ("Part", "String"), rows, finding.message)


def _different(
    text: str, before: int, after: int, kind: str, write: Callable[[str], str]
) -> list[Segment]:
    masked = write(text)
    end = len(masked) - after
    parts = (masked[:before], masked[before:end], masked[end:])
    return _cut(
        [Segment(shown(parts[0])), Segment(shown(parts[1]), kind), Segment(shown(parts[2]))]
    )


def _common(one: str, other: str) -> int:
    """Return the number of characters with which both strings begin."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _marked(signed: str, value: str) -> list[Segment]:
    """Return a value as it is signed, with its replaced characters marked."""
    segments: list[Segment] = []
    for part in re.finditer("[&=]|[^&=]+", value):
        kind = "replaced" if part[0] in "&=" else ""
        segments.append(Segment(shown(signed[part.start() : part.end()]), kind))
    return _cut(segments)


def _cut(segments: list[Segment]) -> list[Segment]:
    """Return segments in which long ones have lost their middle."""
    return [
        segment
        if len(segment.text) <= _LONGEST
        else segment._replace(text=f"{segment.text[:_AROUND]} … {segment.text[-_AROUND:]}")
        for segment in segments
        if segment.text
    ]


def _row(name: str, value: str) -> tuple[list[Segment], list[Segment]]:
    return [Segment(shown(name))], _plain(value)


def _labelled(label: str, value: str) -> tuple[list[Segment], list[Segment]]:
    return [Segment(label, "label")], _plain(value)


def _plain(text: str) -> list[Segment]:
    return _cut([Segment(shown(text))])


def shown(text: str) -> str:
    """Return a string in which nothing moves or covers what stands beside it."""
    start = text[:1]
    if start and unicodedata.combining(start):
        return start.encode("unicode_escape").decode() + shown(text[1:])
    return "".join(map(escaped_character, text))


def _class_of(character: str) -> str:
    if not character.isascii():
        return "¤"
    if character.isdigit():
        return "9"
    if character.isalpha():
        return "X" if character.isupper() else "x"
    return character
