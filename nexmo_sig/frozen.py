"""The base of the objects that never change."""

from __future__ import annotations

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn, dataclass_transform
else:

    def dataclass_transform(**_):
        """Return what leaves a class as it is: it is for type checkers (PEP 681)."""
        return lambda base: base


set_attribute: Callable[[object, str, object], None] = object.__setattr__


@dataclass_transform(frozen_default=True)
class Frozen:
    """An object whose attributes are set once, in its constructor.

    `dataclasses` would do as well, but importing it takes longer than importing this package.
    """

    __slots__ = ()

    def _set(self, **attributes: object) -> None:
        for name, value in attributes.items():
            set_attribute(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} never changes: make a new one")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} never changes: make a new one")
