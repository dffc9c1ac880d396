"""Media types: parameters ↔ bytes, in every content type that Nexmo documents."""

from __future__ import annotations

from .errors import EncodingError, UnsupportedMediaType
from .form import decode_form, encode_form
from .limits import check_size
from .parameters import texts

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from .types import Params

FORM = "application/x-www-form-urlencoded"
"""The media type of a form, the default for POST."""

JSON = "application/json"
"""The usual one of the media types of a JSON object."""

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
    is_form = essence(media_type) == FORM
    sent = texts(params)
    if is_form:
        return encode_form(sent).encode("ascii")
    from .json_object import encode_object

    return encode_object(sent)


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
        A new dict of the texts.

    Raises:
        RequestTooLarge: the body is larger than a limit.
        UnsupportedMediaType: another media type, or a charset other than UTF-8.
        EncodingError: the body is not what its media type says, or not UTF-8.
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter.
    """
    is_form = essence(media_type) == FORM
    if not isinstance(body, (bytes, bytearray)):
        raise EncodingError(f"a body must be bytes, not {type(body).__name__}")
    check_size(len(body), max_bytes)
    text = _utf8(body)
    if is_form:
        return decode_form(text, max_parameters)
    from .json_object import decode_object

    return decode_object(text, max_parameters)


def essence(media_type: str) -> str:
    """Return the media type in lower case and without its parameters.

    Raises:
        UnsupportedMediaType: Nexmo does not document it, or its charset is not UTF-8.
    """
    if isinstance(media_type, str) and media_type in _KNOWN:
        return media_type
    if not isinstance(media_type, str) or not (media_type.isascii() and media_type.isprintable()):
        raise UnsupportedMediaType("a media type must be printable ASCII text")
    name, *parameters = [part.strip(" ").lower() for part in media_type.split(";")]
    if name not in _KNOWN:
        raise UnsupportedMediaType(f"unsupported media type: use one of {', '.join(MEDIA_TYPES)}")
    for parameter in parameters:
        attribute, _, value = parameter.partition("=")
        if attribute.startswith("charset") and value.strip('"') != "utf-8":
            raise UnsupportedMediaType("unsupported charset: use utf-8")
    return name


def _utf8(body: bytes | bytearray) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        position = error.start
    raise EncodingError(f"the body is not UTF-8 at byte {position}")


_KNOWN = frozenset(MEDIA_TYPES)
