"""A parameter: its name, and the one string that its value is signed and sent as.

The signed string must match, byte for byte, the one that the receiver reads back. ``None`` means
absent; every other value has exactly one string form, or is rejected.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from ._freshness import utc_string
from .errors import DuplicateParameter, ParameterError
from .types import Params

SIGNATURE = "sig"
TIMESTAMP = "timestamp"
API_KEY = "api_key"
API_SECRET = "api_secret"

_NAME_CHARACTERS = 40  # of a name in an error message


def checked_strings(params: Params, *, allow_separators: bool = False) -> dict[str, str]:
    """Return parameters as a new dict of the strings that are signed and sent, in the order given.

    Of several faults, the first in the order given is reported: of a parameter, its name, then its
    repetition, then its value. With ``allow_separators``, names may hold ``&`` and ``=``: to find
    out what went wrong.

    Raises:
        DuplicateParameter: a name occurs twice, in the pairs or in a multi-valued mapping.
        ParameterError: a name or a value that cannot be a parameter.
    """
    result: dict[str, str] = {}
    seen: set[str] = set()
    for given_name, value in _pairs_of(params):
        name = _checked_name(given_name, allow_separators=allow_separators)
        if name in seen:
            message = f"parameter {shown_name(name)} occurs more than once: send each name once"
            raise DuplicateParameter(message, name)
        seen.add(name)
        if value is not None:
            result[name] = string_of(name, value)
    return result


def copied(params: Params) -> dict[str, Any]:
    """Return parameters as a new dict that may be added to, and that signing checks.

    The values of a dict are copied as they are, so that they are checked once. Anything else
    becomes strings, and may raise the errors of :func:`checked_strings`. So does a dict with a name
    that is not a plain string, as a subclass may compare in another way.
    """
    if type(params) is not dict:
        return checked_strings(params)
    copy: dict[Any, Any] = params.copy()  # another thread may change it
    return copy if {str}.issuperset(map(type, copy)) else checked_strings(copy)


def are_names(names: Collection[str]) -> bool:
    """Tell whether none of these strings is empty or holds ``&`` or ``=``."""
    joined = "".join(names)
    return "" not in names and "&" not in joined and "=" not in joined


def has_utf8(*strings: str) -> bool:
    """Tell whether UTF-8 can encode strings: whether they hold no lone surrogate."""
    try:
        "".join(strings).encode()
    except UnicodeEncodeError:
        return False
    return True


def string_of(name: str, value: object) -> str:
    """Return the one string form of a parameter's value.

    Raises:
        ParameterError: the value is not a ``str``, ``bool``, ``int`` or aware ``datetime``, or
            UTF-8 cannot encode it.
    """
    try:
        if isinstance(value, str) and has_utf8(value):
            return str.__str__(value)  # plain, also of a subclass such as StrEnum
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return int.__repr__(value)
        if isinstance(value, datetime):
            return utc_string(value)
        problem = f"of type {type(value).__name__}: give a str, bool, int, aware datetime or None"
        if isinstance(value, str):
            problem = "not valid: it holds a lone surrogate, which UTF-8 cannot encode"
    except ValueError as error:  # of an integer: see `sys.set_int_max_str_digits`
        problem = "too large a number" if isinstance(value, int) else str(error)
    raise ParameterError(f"parameter {shown_name(name)} is {problem}", name)


def _checked_name(name: object, *, allow_separators: bool) -> str:
    """Return a parameter's name as a plain string.

    Names are not sanitised in the string to sign. One that held ``&`` or ``=`` could stand for
    several parameters, and a captured request could be replayed with its parameters folded into
    one.
    """
    if not isinstance(name, str):
        raise ParameterError(f"a parameter's name must be str, not {type(name).__name__}")
    name = str.__str__(name)
    if not name:
        raise ParameterError("a parameter's name is empty: give it one")
    if not allow_separators and ("&" in name or "=" in name):
        problem = "must not hold '&' or '='"
    elif not has_utf8(name):
        problem = "holds a lone surrogate: UTF-8 has none"
    else:
        return name
    raise ParameterError(f"the parameter name {shown_name(name)} {problem}", name)


def shown_name(name: str) -> str:
    """Return a name as an error may show it: printable, short, and up to any ``&`` or ``=``.

    The text after one of those may be the value of a secret that was folded into the name.
    """
    start = name.partition("&")[0].partition("=")[0][:_NAME_CHARACTERS]
    return ascii(start if start == name else start + "...")


def _pairs_of(params: Any) -> Iterator[tuple[object, object]]:
    """Yield every pair, those that a multi-valued mapping hides behind one name among them."""
    values_of = getattr(params, "getlist", None) or getattr(params, "getall", None)
    if values_of is not None:  # Werkzeug, Django and Starlette; aiohttp and WebOb
        yield from ((name, value) for name in params for value in values_of(name))
    elif hasattr(params, "items"):
        yield from params.items()
    elif isinstance(params, (str, bytes)) or not hasattr(params, "__iter__"):
        kind = type(params).__name__
        raise ParameterError(f"parameters must be a mapping or (name, value) pairs, not {kind}")
    else:
        for position, pair in enumerate(params, 1):
            if not isinstance(pair, (tuple, list)) or len(pair) != 2:
                problem = "is not a (name, value) pair"
                raise ParameterError(f"item {position} of the parameters {problem}")
            yield pair[0], pair[1]
