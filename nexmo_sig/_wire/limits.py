"""How much of a request is read, so that a hostile one costs little."""

from __future__ import annotations

from ..errors import RequestTooLarge, UsageError

MAX_BYTES = 1_048_576
"""Bytes of a body, or of a query, that :func:`nexmo_sig.read_request` accepts (1 MiB)."""

MAX_PARAMETERS = 1_000
"""Parameters that :func:`nexmo_sig.read_request` accepts."""


def check_limit(name: str, limit: int) -> None:
    """Raise UsageError for a limit that is not an integer of 0 or more."""
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 0:
        raise UsageError(f"{name} must be an integer of 0 or more", name)


def check_size(size: int, max_bytes: int | None) -> None:
    """Raise RequestTooLarge for a size in bytes over the limit; ``None`` means no limit."""
    if max_bytes is not None and size > max_bytes:
        raise RequestTooLarge(f"{size} bytes: the limit is {max_bytes}")


def check_count(count: int, max_parameters: int | None) -> None:
    """Raise RequestTooLarge when there are too many parameters; ``None`` means no limit."""
    if max_parameters is not None and count > max_parameters:
        raise RequestTooLarge(f"too many parameters: the limit is {max_parameters}")
