"""How an explanation writes values, times and signatures for people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from unicodedata import combining, east_asian_width

from ._freshness import utc_string

HIDDEN = "(hidden)"

_LONGEST = 100
"""Characters of a value that is shown whole in more than one step."""

_EXCERPT = 56
_BEFORE = 24
_SHOWN_DIGITS = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = re.compile(r"(?<![\w.])(\d+) s\b")

# Python counts these as printable, but a terminal shows nothing for them (Unicode Standard Annex 44,
# property Default_Ignorable_Code_Point, and the blank Braille pattern).
_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)


def escaped(text: str) -> str:
    """Return a string as it can be shown: printable, on one line, and different for each string."""
    result = "".join(map(escaped_character, text))
    start = len(result) - len(result.lstrip(" "))
    end = len(result.rstrip(" ")) or start
    return r"\x20" * start + result[start:end] + r"\x20" * (len(result) - end)


def escaped_character(character: str) -> str:
    is_plain = is_visible(character) and character != "\\"
    return character if is_plain else character.encode("unicode_escape").decode()


def is_visible(character: str) -> bool:
    """Tell whether a terminal shows a character, and neither obeys nor hides it."""
    return character.isprintable() and character not in _INVISIBLE


def abbreviated(text: str, where: str) -> str:
    """Return an escaped string; of a long one the beginning, and where it is shown whole."""
    if len(text) <= _LONGEST:
        return escaped(text)
    return f"{escaped(text[:_EXCERPT])}... ({counted(len(text), 'character')}, whole in {where})"


def excerpt(text: str, position: int) -> str:
    """Return an escaped string; of a long one the part around a position, and where that is."""
    if len(text) <= _LONGEST:
        return escaped(text)
    start, end = max(0, position - _BEFORE), position + _EXCERPT
    part = f"{'...' * (start > 0)}{escaped(text[start:end])}{'...' * (end < len(text))}"
    return f"{part} (from character {start + 1:,} of {len(text):,})"


def marked(prefix: str, text: str, positions: list[int]) -> tuple[str, ...]:
    """Return a string after a prefix, and a line that marks some of its characters with ``^``.

    Of a long string, it is the part around the first of them.
    """
    first = positions[0] if positions else 0
    start = max(0, first - _BEFORE) if len(text) > _LONGEST else 0
    end = start + _EXCERPT if len(text) > _LONGEST else len(text)
    before = prefix + "..." * (start > 0)
    pieces = [
        (escaped if at in (0, len(text) - 1) else escaped_character)(text[at])
        for at in range(start, min(end, len(text)))
    ]
    line = f"{before}{''.join(pieces)}{'...' * (end < len(text))}"
    marks = " " * columns(before)
    for at, piece in enumerate(pieces, start):
        marks += ("^" if at in positions else " ") * columns(piece)
    return (line, marks.rstrip()) if positions else (line.rstrip(),)


def columns(text: str) -> int:
    """Return how many columns of a terminal a string takes (Unicode Standard Annex 11)."""
    return sum(0 if combining(c) else 1 + (east_asian_width(c) in "WF") for c in text)


def first_difference(one: str, other: str) -> int:
    """Return the position, from 0, of the first character in which two strings differ."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as ``1 character`` or ``2 characters``."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def duration(seconds: float) -> str:
    """Return a number of seconds in words: ``1 day``, ``5 minutes 1 second``, ``0.5 seconds``."""
    if seconds < 60:
        return f"{seconds:g} second{'s' * (seconds != 1)}"
    whole = int(seconds)
    for unit, size in (("year", 31_557_600), ("day", 86_400)):
        if whole >= size * (2 if unit == "year" else 1):
            return counted(whole // size, unit)
    larger, smaller = ("hour", "minute") if whole >= 3_600 else ("minute", "second")
    size, rest = (3_600, whole % 3_600 // 60) if larger == "hour" else (60, whole % 60)
    return f"{counted(whole // size, larger)}{f' {counted(rest, smaller)}' if rest else ''}"


def date(seconds: int) -> str:
    """Return Unix seconds as a date and a time in UTC; as they are beyond the year 9999."""
    try:
        return f"{utc_string(_EPOCH + timedelta(seconds=seconds))} UTC"
    except OverflowError:
        return f"{seconds} seconds after 1970"


def age_line(age: float | None, made_at: int | None, tolerance: float | None) -> str:
    """Return when a request was signed, how long ago that is, and what is accepted."""
    if age is None or made_at is None:
        return "unknown: there is no readable timestamp"
    when = f"{duration(round(abs(age)))} {'in the future' if age < 0 else 'ago'}"
    limit = "any age is" if tolerance is None else f"up to {duration(tolerance)} is"
    return f"{date(made_at)}, {when} ({limit} accepted)"


def shortened(signature: str, show_signature: bool) -> str:
    """Return a signature, or its first 8 characters."""
    is_whole = show_signature or len(signature) <= _SHOWN_DIGITS
    return signature if is_whole else f"{signature[:_SHOWN_DIGITS]}..."


def verdict(error: Exception | None) -> str:
    """Return what an explanation, or the command line, says of a request."""
    if error is None:
        return "authentic"
    return f"not authentic: {_SECONDS.sub(lambda found: duration(int(found[1])), str(error))}"


def assignments(values: Iterable[tuple[str, str]]) -> list[str]:
    """Return a line for each name and its value, which must be escaped; or one that says none."""
    return [f"{escaped(name)} = {value}".rstrip() for name, value in values] or ["none"]
