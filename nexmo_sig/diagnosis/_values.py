"""Mistakes that change parameters on their way: what was hashed is not what arrived."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from html import unescape as unescape_html
from html.entities import html5
from itertools import islice
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from .._parameters import API_KEY, TIMESTAMP
from ._fields import BLANKS
from ._recipe import Change, Fields, Recipe, Variants, changed_values

_MOST_ADDED = 40

_ADDED = re.compile(
    r"utm_\w+|_?(controller|action|format|route|locale|lang|page|path|q|url|module|view|id)"
    r"|gclid|fbclid|msclkid|dclid|gbraid|wbraid|yclid|twclid|ttclid|igshid|mc_[ce]id|_ga|_gl"
    r"|ref|source|tenant|_method|_token|_|cache|cb|rand|nocache|v"
)
"""The names of parameters that routers, frameworks and trackers are known to add."""

_ENDS = (" ", "\n", "\r\n", "\t", "\u00a0")

# HTML reads these without a semicolon (HTML standard, 13.5), so "&times" of "&timestamp" as well.
_CHARACTERS = {
    character: name for name, character in html5.items() if name[-1] != ";" and len(character) == 1
}
_LETTERS = _CHARACTERS.keys() - set('&<>"')


def without_added(recipe: Recipe) -> Variants:
    """Leave out each parameter in turn, and then those that are known to be added on the way."""
    names = [name for name, value in recipe.fields if value.strip() and value.strip(BLANKS)]
    for name in islice((n for n in names if n not in (TIMESTAMP, API_KEY)), _MOST_ADDED):
        yield (
            f"did not hash {ascii(name)[:40]}, which it forgot or somebody else added",
            recipe.without(lambda given, _, left_out=name: given == left_out),  # type: ignore[misc]
        )
    known = {name for name, _ in recipe.fields if _ADDED.fullmatch(name)}
    if len(known) > 1:
        action = "did not hash parameters that routers and trackers are known to add"
        yield action, recipe.without(lambda name, _: name in known)


def html_entities(recipe: Recipe) -> Variants:
    """Read or write strings as HTML before they are hashed or sent."""
    read = "hashed the string after HTML entities in it were read, as &times in &timestamp"
    yield read, replace(recipe, finish=_unescaped)
    yield "hashed the string as HTML, with &amp; for &", replace(recipe, finish=_escaped)
    restored = _restored(recipe.fields)
    if restored != recipe.fields:
        action = "sent the request as HTML, in which &times of &timestamp is a character"
        yield action, replace(recipe, fields=restored)
    for change in (_unescaped, escape, _escaped, _escaped_as_php):
        yield from changed_values(recipe, "hashed values as HTML, or sent them so", change)


def trimmed_values(recipe: Recipe) -> Variants:
    """Hash a value with white space around it that did not arrive, or the other way round."""
    yield from changed_values(recipe, "hashed a value without the white space around it", str.strip)
    yield from changed_values(recipe, "hashed a value without the spaces after it", str.rstrip)
    for end in _ENDS:
        action = "hashed a value with white space that was trimmed on the way"
        for change in (_adding("", end), _adding(end, ""), _adding(end, end)):
            yield from _one_at_a_time(recipe, action, change)


def without_leading_zeros(recipe: Recipe) -> Variants:
    """Hash a number with other leading zeros than were received."""
    yield from changed_values(recipe, "hashed a number without its leading zero", _as_number)
    for zeros in ("0", "00", "000"):
        action = "hashed a number with a leading zero that was lost on the way"
        yield from _one_at_a_time(recipe, action, _zeros_before(zeros))


def with_plus(recipe: Recipe) -> Variants:
    """Hash a telephone number with a plus sign that was not received, or without one that was."""
    lost = "hashed a + before a number that was lost on the way"
    yield from changed_values(recipe, lost, lambda value: f"+{value}" if value.isdigit() else value)
    dropped = "hashed a number without its +"
    yield from changed_values(recipe, dropped, lambda value: value.removeprefix("+"))


def encoded_twice(recipe: Recipe) -> Variants:
    """Hash values that were percent-encoded once more before they were sent."""
    action = "sent values that were percent-encoded twice"
    for change in (_decoded_with_plus, unquote):
        yield from changed_values(recipe, action, change)
    action = "hashed values that were percent-encoded, and then sent others"
    for change in (_encoded_twice, _encoded_twice_with_plus):
        yield from changed_values(recipe, action, change)


def _one_at_a_time(recipe: Recipe, action: str, change: Change) -> Variants:
    variants = changed_values(recipe, action, change)
    next(variants)  # of all values
    yield from variants


def _adding(before: str, after: str) -> Change:
    return lambda value: before + value + after


def _zeros_before(zeros: str) -> Change:
    return lambda value: zeros + value if value.isdigit() else value


def _as_number(value: str) -> str:
    return value.lstrip("0") or "0" if value.isdigit() else value


def _unescaped(text: str) -> str:
    try:
        return unescape_html(text)
    except ValueError:  # of a number with more digits than Python reads
        return text


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _escaped_as_php(text: str) -> str:
    return escape(text).replace("&#x27;", "&#039;")


def _decoded_with_plus(value: str) -> str:
    return unquote_plus(value) if "%" in value else value


def _encoded_twice(value: str) -> str:
    return quote(quote(value, ""), "")


def _encoded_twice_with_plus(value: str) -> str:
    return quote_plus(quote_plus(value))


def _restored(fields: Fields) -> Fields:
    """Return the fields of a query in which HTML took the beginning of a name for an entity."""
    return tuple(pair for field in fields for pair in _split(*field))


def _split(name: str, value: str) -> Iterator[tuple[str, str]]:
    joined = f"{name}={value}"
    written = _with_entities(joined)
    if written == joined:
        yield name, value
        return
    for piece in filter(None, written.split("&")):
        restored, _, rest = piece.partition("=")
        yield restored, rest


def _with_entities(text: str) -> str:
    """Write each character that stands in place of the beginning of a name as ``&`` and its name.

    From the end, as a look ahead from each character would take quadratic time.
    """
    if _LETTERS.isdisjoint(text):
        return text
    pieces, is_before_equals = [], False
    for character in reversed(text):
        is_entity = is_before_equals and character in _LETTERS
        pieces.append(f"&{_CHARACTERS[character]}" if is_entity else character)
        in_name = character.isalnum() or character in "_-"
        is_before_equals = character == "=" or (is_before_equals and in_name)
    return "".join(reversed(pieces))
