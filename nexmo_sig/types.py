"""The types of the public functions, for annotations.

Nothing in the package imports this module at run time: `typing` would double the time that
importing the package takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

Value: TypeAlias = str | bool | int | datetime | None
"""What a parameter may hold; see :func:`nexmo_sig.parameters.texts`."""

Params: TypeAlias = Mapping[str, Value] | Iterable[tuple[str, Value]]
"""Parameters: a mapping, or pairs of name and value."""

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
