"""What may be a parameter, and its one text.

What is signed must be, byte for byte, what the receiver reads back. So every value has one text,
which is hashed in the signature and sent in every content type. What has no single text is refused.
"""

from __future__ import annotations

from .errors import DuplicateParameter, ParameterError
from .timestamps import utc_text

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

    from .types import Params

SIGNATURE = "sig"
TIMESTAMP = "timestamp"
API_KEY = "api_key"
API_SECRET = "api_secret"

_SHOWN_LENGTH = 40


def texts(params: Params, *, allow_separators: bool = False) -> dict[str, str]:
    """Turn parameters into the texts that are signed and sent, in the order given.

    Args:
        params: a mapping, or an iterable of (name, value) pairs. A ``str`` is its own text, a
            ``bool`` becomes ``true`` or ``false``, an ``int`` its decimal digits, an aware
            ``datetime`` ``yyyy-MM-dd HH:mm:ss`` in UTC. ``None`` leaves the parameter out.
        allow_separators: accept names that hold ``&`` or ``=``, to find out what went wrong.

    Returns:
        A new dict of name to text.

    Raises:
        DuplicateParameter: a name occurs twice, in the pairs or in a multi-valued mapping.
        ParameterError: a name is empty, no text, or holds ``&`` or ``=``; or a value has no text.
    """
    if type(params) is dict and _are_texts(params):
        return params.copy()
    result: dict[str, str] = {}
    seen: set[str] = set()
    for given_name, value in _pairs(params):
        name = checked_name(given_name, allow_separators=allow_separators)
        if name in seen:
            raise DuplicateParameter(
                f"parameter {shown(name)} occurs more than once: send each name once", name
            )
        seen.add(name)
        if value is not None:
            result[name] = text_of(name, value)
    return result


def are_names(names: Collection[str]) -> bool:
    """Tell whether :func:`checked_name` would return each of these as it is; fast."""
    joined = "".join(names)
    return "" not in names and "&" not in joined and "=" not in joined and has_utf8(joined)


def has_utf8(text: str) -> bool:
    """Tell whether UTF-8 can encode a text: whether it holds no lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def text_of(name: str, value: object) -> str:
    """Return the one text of a parameter's value.

    Args:
        name: the parameter, for the error's message.
        value: a ``str``, ``bool``, ``int`` or aware ``datetime``.

    Raises:
        ParameterError: the value is of another type, or UTF-8 cannot encode it.
    """
    if isinstance(value, str):
        text = str.__str__(value)  # of a subclass, such as StrEnum, the plain text
        if not has_utf8(text):
            raise ParameterError(
                f"parameter {shown(name)} holds a lone surrogate, which UTF-8 cannot encode", name
            )
        return text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        try:
            return int.__repr__(value)
        except ValueError:  # see `sys.set_int_max_str_digits`
            raise ParameterError(f"parameter {shown(name)} is too large a number", name) from None
    return _datetime_text(name, value)


def checked_name(name: object, *, allow_separators: bool = False) -> str:
    """Return a parameter's name as plain text.

    Names are not sanitised in the string to sign. One that held ``&`` or ``=`` could stand for
    several parameters, and a captured request could be replayed with its parameters folded into one.

    Raises:
        ParameterError: the name is no ``str``, is empty, holds ``&``, ``=`` or a lone surrogate.
    """
    if not isinstance(name, str):
        raise ParameterError(f"a parameter's name must be str, not {type(name).__name__}")
    name = str.__str__(name)
    if not name:
        raise ParameterError("a parameter's name is empty: give it one")
    if not allow_separators and ("&" in name or "=" in name):
        raise ParameterError(f"the parameter name {shown(name)} must not hold '&' or '='", name)
    if not has_utf8(name):
        raise ParameterError(
            f"the parameter name {shown(name)} holds a lone surrogate, which UTF-8 cannot encode",
            name,
        )
    return name


def checked_secret(name: str, secret: object) -> str:
    """Return a credential as plain text, so that one which was never set cannot be used.

    Args:
        name: the argument, for the error's message.
        secret: the key or secret.

    Raises:
        ParameterError: it is no ``str``, is empty, or cannot be encoded as UTF-8.
    """
    if not isinstance(secret, str):
        raise ParameterError(f"{name} must be str, not {type(secret).__name__}", name)
    if not secret:
        raise ParameterError(f"{name} is empty: is the variable that should hold it set?", name)
    return text_of(name, secret)


def shown(name: str) -> str:
    """Return a name as an error message may show it: printable, short, and up to any ``&`` or ``=``.

    What follows one of those may be the value of a secret that was folded into the name.
    """
    start = name.partition("&")[0].partition("=")[0][:_SHOWN_LENGTH]
    return ascii(start if start == name else start + "...")


def _are_texts(params: dict[Any, Any]) -> bool:
    """Tell whether all names and values are what is sent already, as they are in most calls."""
    # A subclass, such as an enumeration, may turn into another text when it is formatted.
    are_plain = {*map(type, params), *map(type, params.values())} <= {str}
    return are_plain and are_names(params) and has_utf8("".join(params.values()))


def _datetime_text(name: str, value: object) -> str:
    from datetime import datetime  # whoever has a datetime has imported it already

    if not isinstance(value, datetime):
        kind = type(value).__name__
        raise ParameterError(
            f"parameter {shown(name)} is of type {kind}: "
            "give a str, bool, int, aware datetime or None",
            name,
        )
    try:
        return utc_text(value)
    except ValueError as problem:
        raise ParameterError(f"parameter {shown(name)} is {problem}", name) from None


def _pairs(params: Any) -> Iterator[tuple[object, object]]:
    """Yield every pair, those that a multi-valued mapping hides behind one name among them."""
    values_of = getattr(params, "getlist", None) or getattr(params, "getall", None)
    if values_of is not None:  # Werkzeug, Django and Starlette; aiohttp and WebOb
        for name in params:
            for value in values_of(name):
                yield name, value
    elif hasattr(params, "items"):
        yield from params.items()
    elif isinstance(params, (str, bytes)) or not hasattr(params, "__iter__"):
        kind = type(params).__name__
        raise ParameterError(f"parameters must be a mapping or (name, value) pairs, not {kind}")
    else:
        for position, pair in enumerate(params, 1):
            if not isinstance(pair, (tuple, list)) or len(pair) != 2:
                raise ParameterError(f"item {position} of the parameters is no (name, value) pair")
            yield pair[0], pair[1]
