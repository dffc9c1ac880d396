"""Finds credentials in every error that a test provokes, and in all that the error leads to.

A message without a secret is not enough: a log shows the causes of an error and its attributes, too.
"""

import traceback
from collections.abc import Callable, Iterator
from typing import Any

from nexmo_sig import NexmoSigError, _secrets, auth

LEAST_CHARACTERS = 12
"""Shorter credentials of the tests, such as "secret", are words of the messages as well."""
MOST_ERRORS = 200
"""Of one test: a property provokes thousands that are alike."""

_credentials: set[str] = set()
_errors: list[NexmoSigError] = []


def watch() -> None:
    """From now on, note each credential that the package is given, and each error it makes."""
    for module in (_secrets, auth):
        module.checked_credential = _noting(module.checked_credential)  # type: ignore[attr-defined]
    NexmoSigError.__init__ = _note  # type: ignore[assignment, method-assign]  # inherited by all


def begin() -> None:
    _credentials.clear()
    _errors.clear()


def shown() -> list[str]:
    """Return what errors since :func:`begin` show, each with the error that leads to it."""
    return [
        f"{error!r} leads to {credential!r}"
        for error in _errors
        for text in ("\n".join(_texts(error)),)
        for credential in _credentials
        if credential in text
    ]


def _noting(check: Callable[[str, object], str]) -> Callable[[str, object], str]:
    def checked(name: str, credential: object) -> str:
        text = check(name, credential)
        if name in ("secret", "api_secret") and len(text) >= LEAST_CHARACTERS:
            _credentials.add(text)
        return text

    return checked


def _note(self: NexmoSigError, *args: Any) -> None:
    Exception.__init__(self, *args)
    if len(_errors) < MOST_ERRORS:
        _errors.append(self)


def _texts(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        current = waiting.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield from traceback.format_exception(current.with_traceback(None), chain=False)
        yield from (repr(current), repr(current.args), repr(vars(current)))
        yield from (
            repr(getattr(current, name, None)) for name in ("doc", "object")
        )  # json, codecs
        waiting += [current.__cause__, current.__context__]
