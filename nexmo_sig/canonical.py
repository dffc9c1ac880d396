"""Parameters → the string to sign (Nexmo reference, "Signing requests").

Take every parameter but ``sig``, sort by name, replace each ``&`` and ``=`` in the values by ``_``,
and join them as ``&name=value&name=value…``. Nothing is percent-encoded, and the text is UTF-8.
"""

from __future__ import annotations

from operator import itemgetter
from threading import Lock

from .parameters import SIGNATURE, checked_name, texts

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, TypeAlias

    from .types import Params


def canonicalize(params: Params) -> str:
    """Return the string to sign; a ``sig`` among the parameters is left out.

    Args:
        params: a mapping, or an iterable of (name, value) pairs.

    Returns:
        The canonical string, without the secret; empty when there are no parameters.

    Raises:
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter.
    """
    return with_texts(params)[1].decode()


def with_texts(params: Params) -> tuple[dict[str, str], bytes]:
    """Return the parameters as texts, and their string to sign in UTF-8, as it is hashed.

    Raises the errors of :func:`canonicalize`. The texts are the dict that was given, if it holds nothing else, and otherwise a new one.
    """
    if type(params) is not dict:
        return with_texts(texts(params))
    names = tuple(params)
    try:
        labels, values_of = _layouts[names]
    except (KeyError, BytesWarning):  # the latter for names that are bytes, with `python -bb`
        labels, values_of = _learned(names)
    values = values_of(params)
    try:
        all_values = "".join(values)
        if "&" in all_values or "=" in all_values:
            values = map(sanitized, values)
        pieces = labels.copy()
        pieces[_PLACES] = values
        return params, "".join(pieces).encode()
    except (TypeError, UnicodeEncodeError):  # a value is no text: it becomes one, or is refused
        return with_texts(texts(params))


def sanitized(value: str) -> str:
    """Return a value as it enters the string to sign: each ``&`` and ``=`` becomes ``_``."""
    return str.replace(str.replace(value, "&", "_"), "=", "_")


# What a set of names contributes to the string to sign: ["&a=", "", "&b=", ""], with room for the
# values, and what fetches the values in that order.
_Layout: TypeAlias = "tuple[list[str], Callable[[dict[str, Any]], Iterable[Any]]]"
_PLACES = slice(1, None, 2)

# A sender uses a few sets of names again and again, so each is checked and sorted once. Names come
# from the network as well, so what is remembered is limited, in characters, and then forgotten.
_layouts: dict[tuple[str, ...], _Layout] = {}
_REMEMBERED_CHARACTERS = 65_536
_remembered = 0
_learning = Lock()


def _learned(names: tuple[str, ...]) -> _Layout:
    global _remembered
    layout = _layout(names)
    characters = sum(map(len, layout[0]))
    with _learning:
        if _remembered + characters > _REMEMBERED_CHARACTERS:
            _layouts.clear()
            _remembered = 0
        if characters <= _REMEMBERED_CHARACTERS:
            _layouts[names] = layout
            _remembered += characters
    return layout


def _layout(names: tuple[str, ...]) -> _Layout:
    order = sorted(name for name in map(checked_name, names) if name != SIGNATURE)
    labels = [piece for name in order for piece in (f"&{name}=", "")]
    # itemgetter is faster, but gives no tuple for a single name and does not exist for none.
    values = itemgetter(*order) if len(order) > 1 else lambda params: tuple(map(params.get, order))
    return labels, values
