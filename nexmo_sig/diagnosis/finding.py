"""The finding of a diagnosis."""

from __future__ import annotations

from dataclasses import dataclass

from ..types import SignatureMethod


@dataclass(frozen=True, slots=True)
class Finding:
    """One way of signing that makes the received signature. Equal findings compare equal.

    Its text shows no secret, no signature and no value of a parameter; :attr:`canonical` holds the
    values, and an old ``sig`` if the sender hashed one.

    Attributes:
        codes: what the sender did, as one or two of the codes of :mod:`nexmo_sig.diagnosis`.
        message: one sentence that says what the sender did, and what it should do.
        canonical: the string that was hashed, without the secret.
        charset: how that string was encoded; ``"utf-8"`` unless that is what went wrong.
        method: how it was hashed; the given method unless that is what went wrong.
        secret_position: which of the given secrets was used, counted from 1.
    """

    codes: tuple[str, ...]
    message: str
    canonical: str
    charset: str
    method: SignatureMethod
    secret_position: int

    def as_dict(self) -> dict[str, object]:
        """Return the attributes as values that can be written as JSON."""
        return {
            "codes": list(self.codes),
            "message": self.message,
            "canonical": self.canonical,
            "charset": self.charset,
            "method": str(self.method),
            "secret_position": self.secret_position,
        }

    def __repr__(self) -> str:
        return f"<Finding {' + '.join(self.codes)}>"

    def __str__(self) -> str:
        return f"{' + '.join(self.codes)}: {self.message}"
