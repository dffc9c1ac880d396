"""The common part of the explanations of both schemes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from types import MappingProxyType
from typing import Any

from .. import _wording
from ..diagnosis import Finding
from ..errors import PayloadMismatch, SignatureError, SignatureMismatch

VERDICT = "Verdict"
"""The title of the step that says whether the request is authentic."""


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Explanation(ABC):
    """How a request was verified, for people (``str()``) and for programs (:meth:`as_dict`).

    It shows no secret. Of the signatures it shows the first characters, and all of them only when
    asked.

    Attributes:
        matched_secret: which of the secrets made the signature, counted from 1; ``None`` if none of
            them did.
        secret_count: the number of secrets.
        made_at: when the request says that it was signed, in Unix seconds (UTC); ``None`` if it
            does not say so in a way that can be read.
        age: seconds from then to the present, negative for a time in the future; ``None`` like
            :attr:`made_at`.
        tolerance: seconds that the age may be, on both sides; ``None`` for any age.
        error: the :class:`~nexmo_sig.SignatureError` that verifying raises; ``None`` for an
            authentic request.
        findings: what the sender did wrong, as far as that can be found out. Their ``canonical``
            hides nothing.
        expected: the signature that the request should have; empty if that cannot be told.
        received: the one that it has; ``None`` if it has none.
    """

    matched_secret: int | None
    secret_count: int
    made_at: int | None
    age: float | None
    tolerance: float | None
    error: SignatureError | None
    findings: tuple[Finding, ...]
    expected: str
    received: str | None

    def __post_init__(self) -> None:
        for name, value in self._values():
            if isinstance(value, Mapping):
                object.__setattr__(self, name, MappingProxyType(dict(value)))

    def __reduce__(self) -> tuple[object, ...]:
        values: dict[str, Any] = {
            name: dict(value) if isinstance(value, Mapping) else value
            for name, value in self._values()
        }
        return partial(type(self), **values), ()

    def __repr__(self) -> str:
        return f"<Explanation: {type(self.error).__name__ if self.error else 'authentic'}>"

    def __str__(self) -> str:
        return self.text()

    def text(self, *, show_signature: bool = False) -> str:
        r"""Return the steps as text for people, a line for each fact.

        Characters that a terminal would obey, or would not show, are escaped as in Python (``\n``,
        ``\x1b``, ``\u202e``), and so is the backslash: no value can pass for another one.

        Args:
            show_signature: show the signatures in full. Anybody who sees the expected one can send
                the request that it is for.
        """
        return "\n".join(
            line
            for title, lines in self.steps(show_signature=show_signature)
            for line in (title, *lines)
        )

    def steps(self, *, show_signature: bool = False) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the title and the lines of each step of :meth:`text`, which describes them."""
        sections = [
            *self._sections(show_signature),
            ("Signed", [_wording.age_line(self.age, self.made_at, self.tolerance)]),
            ("What went wrong", self._finding_lines(show_signature)),
            (VERDICT, [_wording.verdict(self.error)]),
        ]
        return tuple(
            (title, tuple(f"  {line}" for line in lines)) for title, lines in sections if lines
        )

    def as_dict(self, *, show_signature: bool = False) -> dict[str, object]:
        """Return the steps as values that can be written as JSON.

        Args:
            show_signature: give the signatures in full, not their first 8 characters.
        """
        return {
            "expected": _wording.shortened(self.expected, show_signature),
            "received": self.received and _wording.shortened(self.received, show_signature),
            "matched_secret": self.matched_secret,
            "secret_count": self.secret_count,
            "made_at": self.made_at,
            "age": self.age,
            "tolerance": self.tolerance,
            "authentic": self.error is None,
            "error": self.error and type(self.error).__name__,
            "findings": [
                finding.as_dict() | {"canonical": self.hashed(finding, show_signature)}
                for finding in self.findings
            ],
            "verdict": _wording.verdict(self.error),
        }

    def hashed(self, finding: Finding, show_signature: bool = False) -> str:
        """Return the string that the sender of a finding hashed, without what must not be shown.

        Args:
            finding: one of :attr:`findings`.
            show_signature: show an old ``sig`` in it.
        """
        is_hidden = "sig-included" in finding.codes and not show_signature
        return _wording.HIDDEN if is_hidden else finding.canonical

    @abstractmethod
    def right_string(self) -> str:
        """Return the string that should have been hashed where the findings hashed another one."""

    @abstractmethod
    def _sections(self, show_signature: bool) -> list[tuple[str, list[str]]]:
        """Return the title and the lines of each step of one scheme."""

    def _values(self) -> list[tuple[str, Any]]:
        return [(field.name, getattr(self, field.name)) for field in fields(self)]

    def _signature_sections(self, show_signature: bool) -> list[tuple[str, list[str]]]:
        expected = _wording.shortened(self.expected, show_signature) or "unknown"
        if self.secret_count > 1:
            note = "the one that matches" if self.matched_secret else "none matches"
            position = self.matched_secret or 1
            expected = f"{expected} with secret {position} of {self.secret_count}, {note}"
        received = "none"
        if self.received is not None:
            start = _wording.escaped(_wording.shortened(self.received, show_signature))
            received = f"{start} ({_wording.counted(len(self.received), 'character')})"
        return [("Expected signature", [expected]), ("Received signature", [received])]

    def _finding_lines(self, show_signature: bool) -> list[str]:
        lines = [nothing_found(self)] if nothing_found(self) else []
        for finding in self.findings:
            hashed = self.hashed(finding, show_signature)
            lines.append(str(finding))
            if hashed != self.right_string():
                position = _wording.first_difference(self.right_string(), hashed)
                lines.append(f"  {_wording.excerpt(hashed, position)}")
        return lines


def nothing_found(explanation: Explanation) -> str:
    """Return a line that says that no finding explains the error; empty if none is missing."""
    is_wrong = isinstance(explanation.error, (SignatureMismatch, PayloadMismatch))
    if explanation.findings or not is_wrong:
        return ""
    is_altered = isinstance(explanation.error, PayloadMismatch)
    conclusion = "; the body was probably altered after signing" if is_altered else ""
    return f"unknown: no mistake that signers are known to make leads to this{conclusion}"


def error_of(verify: Callable[[], object]) -> SignatureError | None:
    """Return the SignatureError that verifying raises; ``None`` for an authentic request.

    Args:
        verify: calls the ``verify`` of a signer or a verifier; its other errors pass.
    """
    try:
        verify()
    except SignatureError as error:
        return error.with_traceback(None)  # its frames would keep the request alive
    return None
