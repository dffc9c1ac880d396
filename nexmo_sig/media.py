"""Media types: parameters ↔ bytes, in every content type that Nexmo documents."""

from __future__ import annotations

from ._parameters import checked_strings
from ._wire.form import decode_form, encode_form
from ._wire.json_object import decode_object, encode_object
from ._wire.limits import check_limit, check_size
from .errors import EncodingError, UnsupportedMediaType
from .types import Params

FORM = "application/x-www-form-urlencoded"
"""The media type of a form, the default for POST."""

JSON = "application/json"
"""The usual media type of a JSON object."""

MEDIA_TYPES = (
    FORM,
    JSON,
    "application/jsonrequest",
    "application/x-javascript",
    "text/json",
    "text/javascript",
    "text/x-javascript",
    "text/x-json",
)
"""Every media type that Nexmo documents; all but :data:`FORM` carry a JSON object."""


def encode(params: Params, media_type: str = FORM) -> bytes:
    """Write parameters as a body.

    Args:
        params: a mapping, or an iterable of (name, value) pairs.
        media_type: one of :data:`MEDIA_TYPES`.

    Returns:
        The body: a form, or a JSON object whose values are all strings. It is ASCII.

    Raises:
        UnsupportedMediaType: another media type, or a charset other than UTF-8.
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter.
    """
    return encode_strings(known_media_type(media_type), checked_strings(params))


def encode_strings(media_type: str, params: dict[str, str]) -> bytes:
    """Do :func:`encode`, for a media type and strings that were checked."""
    return encode_form(params).encode() if media_type == FORM else encode_object(params)


def decode(
    body: bytes | bytearray,
    media_type: str = FORM,
    *,
    max_bytes: int | None = None,
    max_parameters: int | None = None,
) -> dict[str, str]:
    """Read a body: the inverse of :func:`encode`, and strict.

    Args:
        body: the body, in UTF-8.
        media_type: its media type, with or without parameters such as ``charset``.
        max_bytes: the size to accept; ``None`` for any.
        max_parameters: the number of parameters to accept; ``None`` for any.

    Returns:
        A new dict of strings.

    Raises:
        UsageError: a limit is not an integer of 0 or more, or ``None``.
        RequestTooLarge: the body is larger than a limit.
        UnsupportedMediaType: another media type, or a charset other than UTF-8.
        EncodingError: the body is not what its media type says, or not UTF-8.
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter.
    """
    for name, limit in (("max_bytes", max_bytes), ("max_parameters", max_parameters)):
        if limit is not None:
            check_limit(name, limit)
    if not isinstance(body, (bytes, bytearray)):
        raise EncodingError(f"a body must be bytes, not {type(body).__name__}")
    return decode_within(body, media_type, max_bytes, max_parameters)


def decode_within(
    body: bytes | bytearray, media_type: str, max_bytes: int | None, max_parameters: int | None
) -> dict[str, str]:
    """Do :func:`decode`, for limits that were checked."""
    decode_string = decode_form if known_media_type(media_type) == FORM else decode_object
    check_size(len(body), max_bytes)
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        position = error.start
    else:
        return decode_string(text, max_parameters)
    raise EncodingError(f"the body is not UTF-8 at byte {position}")


def known_media_type(media_type: str) -> str:
    """Return a documented media type in lower case and without its parameters.

    Raises UnsupportedMediaType for another one or several, or another charset than UTF-8.
    """
    if isinstance(media_type, str) and media_type in MEDIA_TYPES:
        return media_type
    if not isinstance(media_type, str) or not (media_type.isascii() and media_type.isprintable()):
        raise UnsupportedMediaType("a media type must be a printable ASCII string")
    if "," in media_type:  # two Content-Type headers, of which receivers read either
        raise UnsupportedMediaType("several media types: send one")
    name, *parameters = [part.strip(" ").lower() for part in media_type.split(";")]
    if name not in MEDIA_TYPES:
        raise UnsupportedMediaType(f"unsupported media type: use one of {', '.join(MEDIA_TYPES)}")
    for parameter in parameters:
        attribute, _, value = parameter.partition("=")
        if attribute.startswith("charset") and value.strip('"') != "utf-8":
            raise UnsupportedMediaType("unsupported charset: use utf-8")
    return name
