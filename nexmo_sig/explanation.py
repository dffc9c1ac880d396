"""What a signature covers, step by step, and whether it is the right one.

Nothing imports this module before somebody asks for an explanation: verifying does without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from types import MappingProxyType

from ._freshness import DEFAULT_TOLERANCE, parse_timestamp, present_seconds, tolerance_seconds
from ._parameters import API_SECRET, SIGNATURE, TIMESTAMP, checked_strings
from ._signature import canonical_string, hexdigest_with, matching_secret, sanitized
from .diagnosis import Finding
from .errors import SignatureError, SignatureMismatch
from .signer import Signer, canonicalize
from .types import Params, SignatureMethod

VERDICT = "Verdict"
"""The title of the step that says whether the request is authentic."""

_HIDDEN = "(hidden)"
_SHOWN_CHARACTERS = 8

# Python counts these as printable, but a terminal shows nothing for them (Unicode Standard Annex 44,
# property Default_Ignorable_Code_Point, and the blank Braille pattern).
_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Explanation:
    """How a request was verified, for people (``str()``) and for programs (:meth:`as_dict`).

    It shows no secret: the value of an ``api_secret`` among the parameters is hidden. Of the
    signatures it shows the first characters, and all of them only when asked.

    Attributes:
        parameters: what the signature covers, in the order in which it is signed.
        sanitized: the values in which ``&`` or ``=`` became ``_``, as they are signed, by name.
        canonical: the string to sign.
        method: how it is hashed.
        matched_secret: which of the signer's secrets made the signature, counted from 1; ``None`` if
            none of them did.
        secret_count: the number of the signer's secrets.
        age: seconds since the timestamp, negative for one in the future; ``None`` if there is no
            timestamp or it cannot be read.
        tolerance: seconds that the age may be, on both sides; ``None`` for any age.
        error: what :meth:`nexmo_sig.Signer.verify` raises; ``None`` for an authentic request.
        findings: what the sender did wrong if the signature does not match, as far as
            :func:`nexmo_sig.diagnose` can tell. Their ``canonical`` hides nothing.
    """

    parameters: Mapping[str, str]
    sanitized: Mapping[str, str]
    canonical: str
    method: SignatureMethod
    matched_secret: int | None
    secret_count: int
    age: float | None
    tolerance: float | None
    error: SignatureError | None
    findings: tuple[Finding, ...]
    expected: str
    received: str | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))
        object.__setattr__(self, "sanitized", MappingProxyType(dict(self.sanitized)))

    def __reduce__(self) -> tuple[object, ...]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        read_only = {name: dict(values[name]) for name in ("parameters", "sanitized")}
        return partial(Explanation, **values | read_only), ()

    def __repr__(self) -> str:
        return f"<Explanation: {type(self.error).__name__ if self.error else 'authentic'}>"

    def __str__(self) -> str:
        return self.text()

    def text(self, *, show_signature: bool = False) -> str:
        r"""Return the steps as text for people, a line for each fact.

        Characters that a terminal would obey, or would not show, are escaped as in Python (``\n``,
        ``\x1b``, ``\u202e``), and so is the backslash: no value can pass for another one.

        Args:
            show_signature: show the signatures in full. Whoever sees the expected one can send
                the request that it is for.
        """
        return "\n".join(
            line
            for title, lines in self.steps(show_signature=show_signature)
            for line in (title, *lines)
        )

    def steps(self, *, show_signature: bool = False) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the title and the lines of each step of :meth:`text`, which describes them."""
        return tuple(
            (title, tuple(f"  {line}" for line in lines))
            for title, lines in (
                ("Parameters, in the order of signing", _assignments(self.parameters)),
                ("Values that hold & or =, as they are signed", _assignments(self.sanitized)),
                ("String to sign", [visible(self.canonical) or "(empty)"]),
                ("Method", [self.method]),
                ("Expected signature", [self._expected_line(show_signature)]),
                ("Received signature", [self._received_line(show_signature)]),
                ("Age", [self._age_line()]),
                ("What went wrong", self._finding_lines(show_signature)),
                (VERDICT, [verdict(self.error)]),
            )
            if lines
        )

    def as_dict(self, *, show_signature: bool = False) -> dict[str, object]:
        """Return the steps as values that can be written as JSON.

        Args:
            show_signature: give the signatures in full, not their first 8 characters.
        """
        return {
            "parameters": dict(self.parameters),
            "sanitized": dict(self.sanitized),
            "canonical": self.canonical,
            "method": str(self.method),
            "expected": _start(self.expected, show_signature),
            "received": self.received and _start(self.received, show_signature),
            "matched_secret": self.matched_secret,
            "secret_count": self.secret_count,
            "age": self.age,
            "tolerance": self.tolerance,
            "authentic": self.error is None,
            "error": self.error and type(self.error).__name__,
            "findings": [
                finding.as_dict() | {"canonical": self._hashed(finding, show_signature)}
                for finding in self.findings
            ],
            "verdict": verdict(self.error),
        }

    def _expected_line(self, show_signature: bool) -> str:
        line = _start(self.expected, show_signature)
        if self.secret_count == 1:
            return line
        note = "the one that matches" if self.matched_secret else "none matches"
        return f"{line} with secret {self.matched_secret or 1} of {self.secret_count}, {note}"

    def _received_line(self, show_signature: bool) -> str:
        if self.received is None:
            return "none"
        start = visible(_start(self.received, show_signature))
        return f"{start} ({len(self.received)} characters)"

    def _age_line(self) -> str:
        if self.age is None:
            return "unknown: there is no timestamp that can be read"
        when = f"{-self.age:.0f} s in the future" if self.age < 0 else f"{self.age:.0f} s"
        limit = "any is" if self.tolerance is None else f"up to {self.tolerance:g} s is"
        return f"{when} ({limit} accepted)"

    def _finding_lines(self, show_signature: bool) -> list[str]:
        if not isinstance(self.error, SignatureMismatch):
            return []
        return [
            line
            for finding in self.findings
            for line in (str(finding), f"  {visible(self._hashed(finding, show_signature))}")
        ] or ["unknown: no mistake that signers are known to make leads to this signature"]

    def _hashed(self, finding: Finding, show_signature: bool) -> str:
        holds_signature = "sig-included" in finding.codes
        is_hidden = API_SECRET in self.parameters or (holds_signature and not show_signature)
        return _HIDDEN if is_hidden else finding.canonical


def explain(
    params: Params,
    signer: Signer,
    *,
    tolerance: float | None = DEFAULT_TOLERANCE,
    now: float | None = None,
    candidate_secrets: str | Sequence[str] = (),
) -> Explanation:
    """Verify parameters and show each step, whether they are authentic or not.

    The explanation is for the owner of the secret. Do not send it to whoever made the request.

    Args:
        params: a mapping, or an iterable of (name, value) pairs; it stays as it is.
        signer: what would verify them.
        tolerance: seconds that the timestamp may lie before or after the present;
            ``None`` accepts any age.
        now: the present, in Unix seconds (UTC); by default the signer's clock's.
        candidate_secrets: more secrets that may have been used by mistake, such as the
            ``api_secret``. They verify nothing; a finding counts them after the signer's own.

    Returns:
        The steps. Its ``error`` is what :meth:`nexmo_sig.Signer.verify` would raise.

    Raises:
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter, a tolerance below 0, or a
            candidate that cannot be a secret.
    """
    sent = checked_strings(params)
    suspect = _with_candidates(signer, candidate_secrets)
    present = present_seconds(now, signer.clock)
    limit = tolerance_seconds(tolerance)
    matched, expected = _signature_of(sent, signer)
    error = refusal(sent, signer, tolerance, present)
    covered = {name: sent[name] for name in sorted(sent.keys() - {SIGNATURE})}
    return Explanation(
        parameters=_without_secret(covered),
        sanitized=_without_secret(_changed(covered)),
        canonical=canonicalize(_without_secret(covered)),
        method=signer.method,
        matched_secret=matched,
        secret_count=len(signer.secrets),
        age=_age(sent, present),
        tolerance=None if tolerance is None else limit,
        error=error,
        findings=_findings(sent, suspect) if isinstance(error, SignatureMismatch) else (),
        expected=expected,
        received=sent.get(SIGNATURE),
    )


def _signature_of(sent: dict[str, str], signer: Signer) -> tuple[int | None, str]:
    """Return which secret made the signature, from 1, and the one that is expected."""
    hexdigests = [hexdigest_with(signer.method, secret) for secret in signer.secrets]
    canonical = canonical_string(sent)
    index = matching_secret(hexdigests, canonical, sent.get(SIGNATURE, ""))
    return None if index is None else index + 1, hexdigests[index or 0](canonical)


def refusal(
    params: Params, signer: Signer, tolerance: float | None, now: float | None
) -> SignatureError | None:
    """Return what :meth:`nexmo_sig.Signer.verify` raises; ``None`` for an authentic request.

    Raises:
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter, or a tolerance below 0.
    """
    try:
        signer.verify(params, tolerance, now)
    except SignatureError as error:
        return error.with_traceback(None)  # its frames would keep the parameters alive
    return None


def verdict(error: SignatureError | None) -> str:
    """Return what an explanation, or the command line, says of a request."""
    return "authentic" if error is None else f"not authentic: {error}"


def visible(text: str) -> str:
    """Return a text as it can be shown: printable, on one line, and different for each text."""
    shown = "".join([c if _is_visible(c) else c.encode("unicode_escape").decode() for c in text])
    start = len(shown) - len(shown.lstrip(" "))
    end = len(shown.rstrip(" ")) or start
    return r"\x20" * start + shown[start:end] + r"\x20" * (len(shown) - end)


def _is_visible(character: str) -> bool:
    return character.isprintable() and character != "\\" and character not in _INVISIBLE


def _with_candidates(signer: Signer, secrets: str | Sequence[str]) -> Signer:
    candidates = (secrets,) if isinstance(secrets, str) else secrets
    return Signer((*signer.secrets, *candidates), signer.method)


def _findings(sent: dict[str, str], suspect: Signer) -> tuple[Finding, ...]:
    from .diagnosis import diagnose  # authentic requests do without it

    return tuple(diagnose(sent, suspect.secrets, suspect.method))


def _age(sent: dict[str, str], present: float) -> float | None:
    made_at = parse_timestamp(sent.get(TIMESTAMP, ""))
    return None if made_at is None else present - made_at


def _changed(covered: dict[str, str]) -> dict[str, str]:
    signed = {name: sanitized(value) for name, value in covered.items()}
    return {name: value for name, value in signed.items() if value != covered[name]}


def _without_secret(values: dict[str, str]) -> dict[str, str]:
    return values | ({API_SECRET: _HIDDEN} if API_SECRET in values else {})


def _assignments(values: Mapping[str, str]) -> list[str]:
    return [f"{visible(name)} = {visible(value)}".rstrip() for name, value in values.items()] or [
        "none"
    ]


def _start(signature: str, show_signature: bool) -> str:
    is_whole = show_signature or len(signature) <= _SHOWN_CHARACTERS
    return signature if is_whole else f"{signature[:_SHOWN_CHARACTERS]}..."
