"""Mistakes about how the string to sign is put together and encoded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

from .._signature import sanitized
from ._recipe import Change, Fields, Recipe, Variants, Variation

# What signers leave unescaped besides letters and digits, and how they write a space.
_PERCENT_ENCODINGS = (
    ("-._~", "%20"),  # RFC 3986, section 2.3: PHP's rawurlencode, .NET's EscapeDataString
    ("-._~", "+"),  # Python's urlencode
    ("*-._", "+"),  # URL standard, section 5.2: JavaScript's URLSearchParams, Java's URLEncoder
    ("-._", "+"),  # PHP's urlencode
    ("-._~!'()*", "%20"),  # JavaScript's encodeURIComponent
    ("-._~/", "%20"),  # Python's quote
)


def with_steps(action: str, **steps: Any) -> Variation:
    """Return the mistake of taking other steps than the documented ones."""

    def variants(recipe: Recipe) -> Variants:
        yield action, replace(recipe, **steps)

    return variants


def other_orders(recipe: Recipe) -> Variants:
    """Sort by something else than code points, or not at all."""
    yield "did not sort the parameters", replace(recipe, order=_as_received)
    yield "sorted names without regard to case", replace(recipe, order=_without_case)
    # As JavaScript, Java and .NET do: it differs beyond U+FFFF.
    yield "sorted names by UTF-16 code units", replace(recipe, order=_by_utf16)


def percent_encoded_values(recipe: Recipe) -> Variants:
    """Hash values as they stand in a URL, with ``&`` and ``=`` replaced before or not."""
    for space, encoded in _percent_encodings(recipe.charset):
        action = f"hashed percent-encoded values (a space as {space})"
        yield action, replace(recipe, write_value=encoded)
        yield action, replace(recipe, write_value=_of_sanitized(encoded))


def encoded_query(recipe: Recipe) -> Variants:
    """Hash the query as it stands in a URL, with ``_`` for each ``&`` and ``=``."""
    for space, encoded in _percent_encodings(recipe.charset):
        yield (
            f"hashed the encoded query (a space as {space}) with & and = turned into _",
            replace(recipe, write_name=encoded, write_value=encoded, finish=_as_one_value),
        )


def other_charsets(recipe: Recipe) -> Variants:
    """Encode the string in another charset than UTF-8."""
    for charset in ("iso-8859-1", "windows-1252"):
        yield f"encoded the string as {charset}", replace(recipe, charset=charset)


def without_first(joined: str) -> str:
    """Leave out the leading ``&``."""
    return joined[1:]


def _as_one_value(joined: str) -> str:
    return sanitized(without_first(joined))


def _as_received(fields: Fields) -> Fields:
    return fields


def _without_case(fields: Fields) -> Iterable[tuple[str, str]]:
    return sorted(fields, key=lambda field: field[0].lower())


def _by_utf16(fields: Fields) -> Iterable[tuple[str, str]]:
    return sorted(fields, key=lambda field: field[0].encode("utf-16-be"))


def _percent_encodings(charset: str) -> Iterator[tuple[str, Change]]:
    for unescaped, space in _PERCENT_ENCODINGS:
        yield space, partial(_percent_encoded, unescaped=unescaped, space=space, charset=charset)


def _percent_encoded(text: str, *, unescaped: str, space: str, charset: str) -> str:
    encoded = quote(text, f"{unescaped} ", charset, "replace").replace(" ", space)
    return encoded if "~" in unescaped else encoded.replace("~", "%7E")


def _of_sanitized(encoded: Change) -> Change:
    return lambda value: encoded(sanitized(value))
