"""Secrets and keys: one, or several while one is being replaced."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

from .errors import InsecureSecretWarning, UsageError


def checked_secrets(secret: object) -> tuple[str, ...]:
    """Return a signature secret, or a list or tuple of several, as a tuple of plain strings.

    A mapping or a set raises UsageError, as it has no first secret, and so does an empty list.
    """
    candidates = secret if isinstance(secret, (list, tuple)) else (secret,)
    if not candidates:
        raise UsageError("there is no signature secret: give one", "secret")
    return tuple(checked_credential("secret", candidate) for candidate in candidates)


def warn_of_short(secrets: Iterable[str], least_bytes: int) -> None:
    """Issue one warning, to the caller of a constructor, if any secret can be guessed.

    Short secrets exist, so they work. How many bytes are enough is said in RFC 7518, section 3.2.
    """
    if any(len(one.encode()) < least_bytes for one in secrets):
        warnings.warn(
            f"a signature secret of fewer than {least_bytes} bytes can be guessed: "
            "set a longer one in the settings of the account",
            InsecureSecretWarning,
            stacklevel=3,  # the caller of the constructor
        )


def checked_credential(name: str, credential: object) -> str:
    """Return a key or secret as a plain string, so that one that was never set cannot be used.

    Raises:
        UsageError: the argument of this name is not a ``str``, is empty or white space, begins with
            a byte order mark, or cannot be encoded as UTF-8.
    """
    if not isinstance(credential, str):
        raise UsageError(f"{name} must be str, not {type(credential).__name__}", name)
    text = str.__str__(credential)
    if not text.strip():
        raise UsageError(f"{name} is empty: is the variable that should hold it set?", name)
    if text.startswith("\ufeff"):
        raise UsageError(f"{name} begins with a byte order mark: remove that character", name)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UsageError(f"{name} holds a lone surrogate, which UTF-8 cannot encode", name)
    return text
