"""Forms and queries: ``application/x-www-form-urlencoded`` (WHATWG URL standard, section 5).

A space is written ``+``; ``+``, ``%20`` and ``%2B`` are read as the standard says. Reading is
stricter than the standard: what receivers would read differently is refused.
"""

from __future__ import annotations

from .errors import EncodingError, RequestTooLarge
from .parameters import texts

_HEX_DIGITS = "0123456789ABCDEFabcdef"
_UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"  # RFC 3986, 2.3

_ESCAPE_OF_BYTE = [chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in range(256)]
_ESCAPE_OF_BYTE[ord(" ")] = "+"

_BYTE_OF_ESCAPE = {
    (high + low).encode(): bytes.fromhex(high + low) for high in _HEX_DIGITS for low in _HEX_DIGITS
}


def encode_form(params: dict[str, str]) -> str:
    """Write texts as a form or query, in ASCII."""
    return "&".join([f"{_escaped(name)}={_escaped(text)}" for name, text in params.items()])


def decode_form(form: str, max_parameters: int | None = None) -> dict[str, str]:
    """Read a form or query.

    Args:
        form: the fields, still percent-encoded; the empty text holds no parameters.
        max_parameters: how many fields there may be; ``None`` for any number.

    Returns:
        A new dict of the texts.

    Raises:
        RequestTooLarge: there are more fields.
        EncodingError: a field has no ``=``, or broken percent-encoding, or is not UTF-8.
        DuplicateParameter: a name occurs twice.
        ParameterError: a name that cannot be one.
    """
    if not form:
        return {}
    if max_parameters is not None and form.count("&") >= max_parameters:
        raise RequestTooLarge(f"more than {max_parameters} parameters")
    pairs = [_decoded(field, number) for number, field in enumerate(form.split("&"), 1)]
    params = dict(pairs)
    return texts(params if len(params) == len(pairs) else pairs)


def _decoded(field: str, number: int) -> tuple[str, str]:
    name, equals, text = field.partition("=")
    if not equals:
        raise EncodingError(f"field {number} of the form has no '=': write it as name=value")
    if "%" in field or "+" in field:
        try:
            return _unescaped(name), _unescaped(text)
        except KeyError:
            problem = "has a '%' without two hexadecimal digits: write a plain '%' as %25"
        except UnicodeError:
            problem = "is not UTF-8"
        raise EncodingError(f"field {number} of the form {problem}")
    return name, text


def _escaped(text: str) -> str:
    data = text.encode()
    if not data.strip(_UNRESERVED):  # most names and values have nothing to escape
        return text
    return "".join([_ESCAPE_OF_BYTE[byte] for byte in data])


def _unescaped(text: str) -> str:
    """Decode; raise KeyError for broken percent-encoding, UnicodeError for what is not UTF-8."""
    text = text.replace("+", " ")
    if "%" not in text:
        return text
    start, *escapes = text.encode().split(b"%")
    return b"".join(
        [start, *[_BYTE_OF_ESCAPE[escape[:2]] + escape[2:] for escape in escapes]]
    ).decode()
