"""Callbacks with a ``sig``: what makes the requests of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from .._parameters import SIGNATURE, TIMESTAMP
from ..request import Request
from .carriers import Carrier, Fields
from .cases import Case
from .vendor import Vendor

Make: TypeAlias = Callable[[Vendor, Carrier], Sequence[Request]]
SigCase: TypeAlias = Case[Make]

DAY = 86_400
KEPT = 16  # characters of a cut signature: half of the shortest


def genuine(**changes: str) -> Make:
    """Return what sends a genuine callback, some of whose parameters are given."""
    return lambda vendor, carry: [carry(vendor.signed(vendor.params(**changes)))]


def changed(change: Callable[[dict[str, str]], Fields]) -> Make:
    """Return what sends a genuine callback after a change."""
    return lambda vendor, carry: [carry(change(vendor.signed()))]


def replaced(**changes: str) -> Make:
    """Return what sends a genuine callback, in which parameters were replaced or added."""
    return changed(lambda signed: {**signed, **changes})


def signed_at(seconds: int) -> Make:
    """Return what sends a callback that was signed some seconds from now."""

    def make(vendor: Vendor, carry: Carrier) -> list[Request]:
        return [carry(vendor.signed(vendor.params(timestamp=str(vendor.now() + seconds))))]

    return make


def without(*names: str) -> Make:
    """Return what sends a genuine callback without some of its parameters."""
    return changed(lambda signed: _left(signed, *names))


def _left(fields: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name not in names}


def cut(signed: dict[str, str]) -> Fields:
    """Cut the signature."""
    return signed | {SIGNATURE: signed[SIGNATURE][:KEPT]}


def other_end(signed: dict[str, str]) -> Fields:
    """Keep the beginning of the signature only, and its length."""
    sig = signed[SIGNATURE]
    return signed | {SIGNATURE: sig[:KEPT] + "0" * (len(sig) - KEPT)}


def other_letter_case(signed: dict[str, str]) -> dict[str, str]:
    """Write the signature in the letter case that Nexmo does not use."""
    return signed | {SIGNATURE: signed[SIGNATURE].swapcase()}


def folded(signed: dict[str, str]) -> Fields:
    """Fold two names that are neighbours in the canonical string into one."""
    folded = f"nonce={signed['nonce']}&text"
    return {folded: signed["text"], **_left(signed, "nonce", "text")}


def no_time(vendor: Vendor, carry: Carrier) -> list[Request]:
    """Send a callback that was signed without a timestamp."""
    return [carry(vendor.signed(_left(vendor.params(), TIMESTAMP)))]


def by_a_stranger(vendor: Vendor, carry: Carrier) -> list[Request]:
    """Send a callback that was signed with another secret."""
    return [carry(vendor.stranger().signed())]


def twice(change: Callable[[dict[str, str]], Fields]) -> Make:
    """Return what sends a genuine callback, and then again after a change."""

    def make(vendor: Vendor, carry: Carrier) -> list[Request]:
        signed = vendor.signed()
        return [carry(signed), carry(change(signed))]

    return make
