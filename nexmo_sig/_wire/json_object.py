"""JSON bodies: one flat object whose values are all strings (RFC 8259)."""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder, JSONEncoder
from typing import NoReturn

from .._parameters import are_names, checked_strings, has_utf8, shown_name
from ..errors import EncodingError
from .limits import check_count

_MAX_DEPTH = 64
_SPACE = " \t\r\n"  # RFC 8259, section 2
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{\]}]', re.DOTALL)


def encode_object(params: dict[str, str]) -> bytes:
    """Write strings as a JSON object, in ASCII: no receiver can mistake its charset."""
    return _encoder.encode(params).encode("ascii")


def decode_object(body: str, max_parameters: int | None = None) -> dict[str, str]:
    """Read a JSON object as parameters.

    Numbers keep the characters they were written with, booleans become ``true`` and ``false``, and
    ``null`` is an absent parameter. Raises the errors of :func:`nexmo_sig.decode`.
    """
    members = decode_json(body, _strings)
    if not isinstance(members, tuple):
        raise EncodingError("the JSON body is not an object: send one flat object")
    check_count(len(members), max_parameters)
    params: dict[str, str] = dict(members)
    are_strings = set(map(type, params.values())) == {str} and len(params) == len(members)
    if (
        are_strings
        and are_names(params)
        and ("\\" not in body or has_utf8(*params, *params.values()))
    ):
        return params  # without an escape, there is no lone surrogate
    for name, value in members:
        if isinstance(value, (tuple, list)):
            problem = f"parameter {shown_name(name)} holds an array or an object"
            raise EncodingError(f"the JSON body is not flat: {problem}")
    return checked_strings(members)


def decode_json(body: str, decoder: JSONDecoder) -> object:
    """Read a JSON text (RFC 8259), nested at most 64 levels deep; EncodingError for another."""
    text = body.strip(_SPACE)
    _check_depth(text)
    try:
        value, end = decoder.raw_decode(text)
    except JSONDecodeError as error:
        problem, end = error.msg, error.pos
    else:
        if end == len(text):
            return value
        problem, end = "Extra data", len(text) - len(text[end:].lstrip(_SPACE))
    position = body.index(text) + end
    raise EncodingError(f"the body is not JSON at character {position}: {problem}")


def _check_depth(text: str) -> None:
    """Reject deep nesting before it is parsed: the parser would exhaust a small stack."""
    if text.count("[") + text.count("{") <= _MAX_DEPTH:  # in strings, too: no depth without them
        return
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > _MAX_DEPTH:
            raise EncodingError("the JSON body is nested too deeply: send one flat object")


def reject_constant(constant: str) -> NoReturn:
    """Raise EncodingError for ``NaN`` and ``Infinity``, which Python reads."""
    raise EncodingError(f"the body is not JSON: {constant} is not a JSON number")


_encoder = JSONEncoder(separators=(",", ":"))
_strings = JSONDecoder(  # objects as tuples of pairs, so that no member is lost
    object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=reject_constant
)
