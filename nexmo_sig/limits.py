"""How much is read of a request, so that a hostile one costs little."""

from __future__ import annotations

from .errors import RequestTooLarge

MAX_BYTES = 1_048_576
"""Bytes of a body, or of a query, that :func:`nexmo_sig.read_request` accepts (1 MiB)."""

MAX_PARAMETERS = 1_000
"""Parameters that :func:`nexmo_sig.read_request` accepts."""


def check_size(size: int, max_bytes: int | None) -> None:
    """Raise RequestTooLarge when a size in bytes is over the limit; ``None`` is no limit."""
    if max_bytes is not None and size > max_bytes:
        raise RequestTooLarge(f"{size} bytes: the limit is {max_bytes}")


def check_count(count: int, max_parameters: int | None) -> None:
    """Raise RequestTooLarge when there are too many parameters; ``None`` is no limit."""
    if max_parameters is not None and count > max_parameters:
        raise RequestTooLarge(f"too many parameters: the limit is {max_parameters}")
