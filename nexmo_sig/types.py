"""The types of the public functions, for annotations.

Nothing in the package imports this module at run time: `typing` would double the time that
importing the package takes.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

Value: TypeAlias = str | bool | int | datetime | None
"""What a parameter may hold; see :func:`nexmo_sig.parameters.texts`."""

Pair: TypeAlias = tuple[str, Value]
"""The name and the value of a parameter."""

# Any iterable of pairs will do. It is not written as Iterable, as a dict is one as well, and type
# checkers then take {"to": "1", "ttl": 2} for a dict of objects.
Params: TypeAlias = Mapping[str, Value] | Sequence[Pair] | Iterator[Pair] | ItemsView[str, Value]
"""Parameters, as a mapping or an iterable of pairs."""

Clock: TypeAlias = Callable[[], float]
"""Returns the present time in Unix seconds (UTC), as ``time.time`` does."""

Placement: TypeAlias = Literal["body", "query"]
"""Where a POST carries its parameters."""


class Auth(Protocol):
    """Adds what authenticates a request; :class:`~nexmo_sig.SecretAuth` and
    :class:`~nexmo_sig.SignatureAuth` do.
    """

    def apply(self, params: Params) -> dict[str, str]:
        """Return the texts of ``params`` with the credentials added; ``params`` stays as it is."""
