"""JSON bodies: one flat object whose values are all strings (RFC 8259)."""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder, JSONEncoder
from typing import NoReturn

from .._parameters import are_names, converted, has_utf8, shown_name
from ..errors import EncodingError
from .limits import check_count

_INTEGER_DIGITS = 640  # the lowest limit that a program can set for `int`
_MAX_DEPTH = 64
_SPACE = " \t\r\n"  # RFC 8259, section 2
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{\]}]', re.DOTALL)


def encode_object(params: dict[str, str]) -> bytes:
    """Write strings as a JSON object, in ASCII: no receiver can mistake its charset."""
    return _encoder.encode(params).encode("ascii")


def decode_object(body: str, max_parameters: int | None = None) -> dict[str, str]:
    """Read a JSON object as parameters.

    Numbers keep the characters they were written with, booleans become ``true`` and ``false``, and
    ``null`` is an absent parameter.

    Args:
        body: the JSON text, decoded from UTF-8.
        max_parameters: how many members there may be; ``None`` for any number.

    Returns:
        A new dict of strings.

    Raises:
        RequestTooLarge: there are more members.
        EncodingError: the text is not JSON, or not one flat object.
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter.
    """
    members = decode_json(body)
    if not isinstance(members, tuple):
        raise EncodingError("the JSON body is not an object: send one flat object")
    check_count(len(members), max_parameters)
    params: dict[str, str] = dict(members)
    are_strings = set(map(type, params.values())) == {str} and len(params) == len(members)
    if are_strings and are_names(params) and ("\\" not in body or _has_utf8(params)):
        return params  # without an escape, there is no lone surrogate
    for name, value in members:
        if isinstance(value, (tuple, list)):
            problem = f"parameter {shown_name(name)} holds an array or an object"
            raise EncodingError(f"the JSON body is not flat: {problem}")
    return converted(members)


def _has_utf8(params: dict[str, str]) -> bool:
    return has_utf8("".join(params) + "".join(params.values()))


def decode_json(body: str) -> object:
    """Read any JSON text (RFC 8259), nested at most 64 levels deep.

    Returns:
        Objects as tuples of (name, value) pairs, so that no member is lost; numbers as strings.

    Raises:
        EncodingError: the text is not JSON, or is nested too deeply.
    """
    return _decoded(body, _strings)


def decode_value(body: str) -> object:
    """Read any JSON text (RFC 8259), nested at most 64 levels deep, as ``json.loads`` does.

    Returns:
        A dict, list, string, number, bool or ``None``.

    Raises:
        EncodingError: the text is not JSON, is nested too deeply, repeats a member of an object,
            or has an integer of more than 640 digits.
    """
    return _decoded(body, _values)


def _decoded(body: str, decoder: JSONDecoder) -> object:
    _check_depth(body)
    start = 0 if body[:1] == "{" else len(body) - len(body.lstrip(_SPACE))
    try:
        value, end = decoder.raw_decode(body, start)
    except JSONDecodeError as error:
        problem, end = error.msg, error.pos
    else:
        if end == len(body) or not body[end:].strip(_SPACE):
            return value
        end = len(body) - len(body[end:].lstrip(_SPACE))
        problem = "Extra data"
    raise EncodingError(f"the body is not JSON at character {end}: {problem}")


def _check_depth(body: str) -> None:
    """Reject deep nesting before it is parsed: the parser would exhaust a small stack."""
    if body.count("[") + body.count("{") <= _MAX_DEPTH:  # in strings, too: no depth without them
        return
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(body):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > _MAX_DEPTH:
            raise EncodingError("the JSON body is nested too deeply: send one flat object")


def _reject_constant(constant: str) -> NoReturn:
    raise EncodingError(f"the body is not JSON: {constant} is not a JSON number")


def _distinct(members: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(members)
    if len(value) < len(members):
        raise EncodingError("the JSON body repeats a member: send each name once")
    return value


def _integer(digits: str) -> int:
    if len(digits) > _INTEGER_DIGITS:
        raise EncodingError(f"the JSON body has an integer of more than {_INTEGER_DIGITS} digits")
    return int(digits)


_encoder = JSONEncoder(separators=(",", ":"))
_strings = JSONDecoder(
    object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=_reject_constant
)
_values = JSONDecoder(
    object_pairs_hook=_distinct, parse_int=_integer, parse_constant=_reject_constant
)
