"""The extras: packages that only some parts of nexmo_sig need."""

from __future__ import annotations


def missing(package: str | None, extra: str) -> str:
    """Return an error message about a package that is not installed; it names the extra."""
    advice = f"in a clone of nexmo_sig, pip install '.[{extra}]'"
    return f"{package} is not installed: install the extra {extra!r} ({advice})"
