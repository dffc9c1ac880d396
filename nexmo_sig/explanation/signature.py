"""The content that a ``sig`` covers, step by step, and whether it is the right one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .. import _wording
from .._freshness import DEFAULT_TOLERANCE, parse_timestamp, present_seconds, tolerance_seconds
from .._parameters import API_SECRET, SIGNATURE, TIMESTAMP, checked_strings
from .._secrets import checked_secrets
from .._signature import canonical_string, hexdigest_with, matching_secret, sanitized
from ..diagnosis import Finding
from ..errors import SignatureError, SignatureMismatch
from ..signer import Signer, canonicalize
from ..types import Params, SignatureMethod
from .base import Explanation, error_of


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class SignatureExplanation(Explanation):
    """How parameters with a ``sig`` were verified.

    The value of an ``api_secret`` among the parameters is hidden.

    Attributes:
        parameters: what the signature covers, in the order in which it is signed.
        sanitized: the values in which ``&`` or ``=`` became ``_``, as they are signed, by name.
        canonical: the string to sign.
        method: how it is hashed.
    """

    parameters: Mapping[str, str]
    sanitized: Mapping[str, str]
    canonical: str
    method: SignatureMethod

    def as_dict(self, *, show_signature: bool = False) -> dict[str, object]:
        """Return the steps as values that can be written as JSON.

        Args:
            show_signature: give the signatures in full, not their first 8 characters.
        """
        return {
            "scheme": "sig",
            "parameters": dict(self.parameters),
            "sanitized": dict(self.sanitized),
            "canonical": self.canonical,
            "method": str(self.method),
            **Explanation.as_dict(self, show_signature=show_signature),
        }

    def hashed(self, finding: Finding, show_signature: bool = False) -> str:
        """Return the string that the sender of a finding hashed, without what must not be shown.

        Args:
            finding: one of :attr:`findings`.
            show_signature: show an old ``sig`` in it.
        """
        if API_SECRET in self.parameters:
            return _wording.HIDDEN
        return Explanation.hashed(self, finding, show_signature)

    def right_string(self) -> str:
        """Return the string that should have been hashed where the findings hashed another one."""
        return self.canonical

    def _sections(self, show_signature: bool) -> list[tuple[str, list[str]]]:
        whole = "the string to sign"
        received = [(name, _wording.abbreviated(v, whole)) for name, v in self.parameters.items()]
        return [
            ("Parameters, in the order of signing", _wording.assignments(received)),
            ("Values that hold & or =, as they are signed", self._replaced_lines()),
            ("String to sign", [_wording.escaped(self.canonical) or "(empty)"]),
            ("Method", [self.method]),
            *self._signature_sections(show_signature),
        ]

    def _replaced_lines(self) -> list[str]:
        lines: list[str] = []
        for name, signed in self.sanitized.items():
            value = self.parameters[name]
            positions = [i for i, character in enumerate(value) if character in "&="]
            lines += _wording.marked(f"{_wording.escaped(name)} = ", signed, positions)
        return lines or ["none"]


def explain(
    params: Params,
    signer: Signer,
    *,
    tolerance: float | timedelta | None = DEFAULT_TOLERANCE,
    now: float | datetime | None = None,
    candidate_secrets: str | Sequence[str] = (),
) -> SignatureExplanation:
    """Verify parameters and show each step, whether they are authentic or not.

    The explanation is for the owner of the secret. Do not send it to the sender of the request.

    Args:
        params: a mapping, or an iterable of (name, value) pairs; it stays as it is.
        signer: what would verify them.
        tolerance: seconds, or a timedelta, that the timestamp may lie before or after the present;
            ``None`` accepts any age.
        now: the present, in Unix seconds (UTC) or as an aware datetime; by default the clock's.
        candidate_secrets: more secrets that may have been used by mistake, such as the
            ``api_secret``. They verify nothing; a finding counts them after the signer's own.

    Returns:
        The steps. Its ``error`` is what :meth:`nexmo_sig.Signer.verify` would raise.

    Raises:
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter.
        UsageError: the tolerance, the present, the clock or a candidate cannot be used.
    """
    limit = tolerance_seconds(tolerance)
    present = present_seconds(now, signer.clock)
    candidates = checked_secrets(candidate_secrets) if candidate_secrets else ()
    sent = checked_strings(params)
    matched, expected = _signature_of(sent, signer)
    error = error_of(lambda: signer.verify(sent, tolerance, present))
    covered = {name: sent[name] for name in sorted(sent.keys() - {SIGNATURE})}
    made_at = parse_timestamp(sent.get(TIMESTAMP, ""))
    return SignatureExplanation(
        parameters=_without_secret(covered),
        sanitized=_without_secret(_changed(covered)),
        canonical=canonicalize(_without_secret(covered)),
        method=signer.method,
        matched_secret=matched,
        secret_count=len(signer.secrets),
        made_at=made_at,
        age=None if made_at is None else present - made_at,
        tolerance=None if tolerance is None else limit,
        error=error,
        findings=_findings(sent, (*signer.secrets, *candidates), signer.method, error),
        expected=expected,
        received=sent.get(SIGNATURE),
    )


def _signature_of(sent: dict[str, str], signer: Signer) -> tuple[int | None, str]:
    """Return which secret made the signature, from 1, and the one that is expected."""
    hexdigests = [hexdigest_with(signer.method, secret) for secret in signer.secrets]
    canonical = canonical_string(sent)
    index = matching_secret(hexdigests, canonical, sent.get(SIGNATURE, ""))
    return None if index is None else index + 1, hexdigests[index or 0](canonical)


def _findings(
    sent: dict[str, str],
    secrets: tuple[str, ...],
    method: SignatureMethod,
    error: SignatureError | None,
) -> tuple[Finding, ...]:
    if not isinstance(error, SignatureMismatch):
        return ()
    from ..diagnosis import diagnose  # authentic requests do without it

    return tuple(diagnose(sent, secrets, method))


def _changed(covered: dict[str, str]) -> dict[str, str]:
    signed = {name: sanitized(value) for name, value in covered.items()}
    return {name: value for name, value in signed.items() if value != covered[name]}


def _without_secret(values: dict[str, str]) -> dict[str, str]:
    return values | ({API_SECRET: _wording.HIDDEN} if API_SECRET in values else {})
