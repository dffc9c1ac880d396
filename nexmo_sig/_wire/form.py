"""Forms and queries: ``application/x-www-form-urlencoded`` (WHATWG URL standard, section 5).

A space is written ``+``; ``+``, ``%20`` and ``%2B`` are read as the standard says. Reading is
stricter than the standard: input that receivers would read differently is rejected.
"""

from __future__ import annotations

from .._parameters import are_names, checked_strings, has_utf8
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


def _escaped(text: str) -> str:
    data = text.encode()
    if not data.strip(_UNRESERVED):
        return text
    return data.decode("latin-1").translate(_ESCAPES)  # in Latin-1, every byte is a character


def decode_form(form: str, max_parameters: int | None = None) -> dict[str, str]:
    """Read a form or query, still percent-encoded; the empty string holds no parameters.

    Raises the errors of :func:`nexmo_sig.decode`.
    """
    if not form:
        return {}
    fields = form.replace("+", " ").split("&", -1 if max_parameters is None else max_parameters)
    check_count(len(fields), max_parameters)
    params: dict[str, str] = {}
    for number, field in enumerate(fields, 1):
        name, equals, value = field.partition("=")
        if not equals or "%" in field:
            name, value = _decoded_pair(field, number)
        params[name] = value
    if len(params) == len(fields) and are_names(params) and has_utf8(form):
        return params
    return checked_strings(_decoded_pair(field, 0) for field in fields)  # names the fault


def _decoded_pair(field: str, number: int) -> tuple[str, str]:
    name, equals, value = field.partition("=")
    problem = "has no '=': write it as name=value, and a plain '&' as %26"
    try:
        if equals:
            return _decoded(name), _decoded(value)
    except KeyError:
        problem = "has a '%' without two hexadecimal digits: write a plain '%' as %25"
    except UnicodeDecodeError:
        problem = "is not UTF-8"
    raise EncodingError(f"field {number} of the query or form {problem}")


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    start, *parts = text.encode(errors="surrogatepass").split(b"%")
    decoded = [  # beyond ASCII, most parts are an escape and nothing else
        _BYTE_OF_ESCAPE[part] if len(part) == 2 else _BYTE_OF_ESCAPE[part[:2]] + part[2:]
        for part in parts
    ]
    return b"".join([start, *decoded]).decode()
