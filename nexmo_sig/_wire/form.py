"""Forms and queries: ``application/x-www-form-urlencoded`` (WHATWG URL standard, section 5).

A space is written ``+``; ``+``, ``%20`` and ``%2B`` are read as the standard says. Reading is
stricter than the standard: input that receivers would read differently is rejected.
"""

from __future__ import annotations

from .._parameters import are_names, converted, has_utf8
from ..errors import EncodingError
from .limits import check_count

_HEX_DIGITS = "0123456789ABCDEFabcdef"
_UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"  # RFC 3986, 2.3

_ESCAPES = {byte: chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in range(256)}
_ESCAPES[ord(" ")] = "+"

_BYTE_OF_ESCAPE = {
    (high + low).encode(): bytes.fromhex(high + low) for high in _HEX_DIGITS for low in _HEX_DIGITS
}


def encode_form(params: dict[str, str]) -> str:
    """Write strings as a form or query, in ASCII."""
    return "&".join([f"{_escaped(name)}={_escaped(value)}" for name, value in params.items()])


def decode_form(form: str, max_parameters: int | None = None) -> dict[str, str]:
    """Read a form or query.

    Args:
        form: the fields, still percent-encoded; the empty string holds no parameters.
        max_parameters: how many fields there may be; ``None`` for any number.

    Returns:
        A new dict of strings.

    Raises:
        RequestTooLarge: there are more fields.
        EncodingError: a field has no ``=``, or broken percent-encoding, or is not UTF-8.
        DuplicateParameter: a name occurs twice.
        ParameterError: a name that cannot be one.
    """
    if not form:
        return {}
    fields = form.replace("+", " ").split("&", -1 if max_parameters is None else max_parameters)
    check_count(len(fields), max_parameters)
    try:
        pairs = [_unescaped(field) if "%" in field else field.split("=", 1) for field in fields]
        params: dict[str, str] = dict(pairs)  # raises ValueError for a field without "="
    except (KeyError, ValueError):
        problems = ((number, _problem(field)) for number, field in enumerate(fields, 1))
        number, problem = next((number, problem) for number, problem in problems if problem)
    else:
        if len(params) == len(pairs) and are_names(params) and has_utf8(form):
            return params
        return converted((name, value) for name, value in pairs)  # names the fault
    raise EncodingError(f"field {number} of the query or form {problem}")


def _problem(field: str) -> str | None:
    if "=" not in field:
        return "has no '=': write it as name=value, and a plain '&' as %26"
    try:
        _unescaped(field)
    except KeyError:
        return "has a '%' without two hexadecimal digits: write a plain '%' as %25"
    except UnicodeError:
        return "is not UTF-8"
    return None


def _escaped(text: str) -> str:
    data = text.encode()
    if not data.strip(_UNRESERVED):
        return text
    return data.decode("latin-1").translate(_ESCAPES)  # in Latin-1, every byte is a character


def _unescaped(field: str) -> list[str]:
    """Decode a field.

    Raises:
        ValueError: it has no ``=``.
        KeyError: a ``%`` is not followed by two hexadecimal digits.
        UnicodeError: the result is not UTF-8.
    """
    name, value = field.split("=", 1)
    return [_decoded(name) if "%" in name else name, _decoded(value)]


def _decoded(text: str) -> str:
    parts = text.encode().split(b"%")
    parts[1:] = [_BYTE_OF_ESCAPE[part[:2]] + part[2:] for part in parts[1:]]
    return b"".join(parts).decode()
