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
    from collections.abc import Callable
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
    return canonical_bytes(params).decode()


def canonical_bytes(params: Params) -> bytes:
    """Return :func:`canonicalize` in UTF-8, as it is hashed; raises the same errors."""
    if type(params) is dict:
        try:
            return _joined(params).encode()
        except (TypeError, UnicodeEncodeError):
            pass  # a value that is not text: `texts` gives it one, or names it
    return _joined(texts(params)).encode()


def sanitized(value: str) -> str:
    """Return a value as it enters the string to sign: each ``&`` and ``=`` becomes ``_``."""
    return str.replace(str.replace(value, "&", "_"), "=", "_")


def _joined(params: dict[str, Any]) -> str:
    """Join parameters whose values should be text; raise TypeError when one is not."""
    names = tuple(params)
    labels, values, size = _layouts.get(names) or _learned(names)
    pieces = labels.copy()
    pieces[1::2] = values(params)
    joined = "".join(pieces)  # raises the TypeError
    # A name holds no separator: any beyond one for each parameter stand in the values.
    if joined.count("&") != size or joined.count("=") != size:
        pieces[1::2] = map(sanitized, pieces[1::2])
        joined = "".join(pieces)
    return joined


# What a set of names contributes to the string to sign: ["&a=", "", "&b=", ""], with room for the
# values; what fetches the values in that order; and the number of names.
_Layout: TypeAlias = "tuple[list[str], Callable[[dict[str, Any]], tuple[Any, ...]], int]"

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
    order = sorted(checked_name(name) for name in names if name != SIGNATURE)
    labels = [piece for name in order for piece in (f"&{name}=", "")]
    # itemgetter is faster, but gives no tuple for a single name and does not exist for none.
    values = itemgetter(*order) if len(order) > 1 else lambda params: tuple(map(params.get, order))
    return labels, values, len(order)
