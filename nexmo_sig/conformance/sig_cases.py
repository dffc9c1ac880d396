"""Callbacks with a ``sig``: the cases of every shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from .._parameters import SIGNATURE, TIMESTAMP
from ..request import Request
from .carriers import Carrier, Fields
from .cases import ALTERED, FORGED, LOST, OLD, REPLAYED, RETRIED, Case
from .check import GENUINE, Expected
from .vendor import Vendor

Make: TypeAlias = Callable[[Vendor, Carrier], Sequence[Request]]
SigCase: TypeAlias = Case[Make]

_DAY = 86_400
_KEPT = 16  # characters of a cut signature: half of the shortest


def _genuine(**changes: str) -> Make:
    return lambda vendor, carry: [carry(vendor.signed(vendor.params(**changes)))]


def changed(change: Callable[[dict[str, str]], Fields]) -> Make:
    """Return what sends a genuine callback after a change."""
    return lambda vendor, carry: [carry(change(vendor.signed()))]


def _set(**changes: str) -> Make:
    return changed(lambda signed: {**signed, **changes})


def _signed_at(seconds: int) -> Make:
    def make(vendor: Vendor, carry: Carrier) -> list[Request]:
        return [carry(vendor.signed(vendor.params(timestamp=str(vendor.now() + seconds))))]

    return make


def _without(*names: str) -> Make:
    return changed(lambda signed: _left(signed, *names))


def _left(fields: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name not in names}


def _cut(signed: dict[str, str]) -> Fields:
    return signed | {SIGNATURE: signed[SIGNATURE][:_KEPT]}


def _other_end(signed: dict[str, str]) -> Fields:
    sig = signed[SIGNATURE]
    return signed | {SIGNATURE: sig[:_KEPT] + "0" * (len(sig) - _KEPT)}


def _other_letter_case(signed: dict[str, str]) -> dict[str, str]:
    return signed | {SIGNATURE: signed[SIGNATURE].swapcase()}


def _folded(signed: dict[str, str]) -> Fields:
    """Fold two names that are neighbours in the canonical string into one."""
    folded = f"nonce={signed['nonce']}&text"
    return {folded: signed["text"], **_left(signed, "nonce", "text")}


def _no_time(vendor: Vendor, carry: Carrier) -> list[Request]:
    return [carry(vendor.signed(_left(vendor.params(), TIMESTAMP)))]


def _by_a_stranger(vendor: Vendor, carry: Carrier) -> list[Request]:
    return [carry(vendor.stranger().signed())]


def _twice(change: Callable[[dict[str, str]], Fields]) -> Make:
    def make(vendor: Vendor, carry: Carrier) -> list[Request]:
        signed = vendor.signed()
        return [carry(signed), carry(change(signed))]

    return make


_ACCEPTED = (
    ("emoji", "with an emoji in its text", {"text": "café 你好 \U0001f600"}),
    ("separators", "with & = + % in its text", {"text": "a&b=c+d %41 100%"}),
    ("empty", "with an empty value", {"text": ""}),
)
_GENUINE: tuple[SigCase, ...] = (
    Case(
        GENUINE,
        "A genuine callback is accepted.",
        LOST,
        "a genuine callback",
        _genuine(),
        Expected.ACCEPTED,
    ),
    *(
        Case(
            f"{GENUINE}-{name}",
            f"A genuine callback {special} is accepted.",
            LOST,
            f"a genuine callback {special}",
            _genuine(**changes),
            Expected.ACCEPTED,
        )
        for name, special, changes in _ACCEPTED
    ),
    Case(
        f"{GENUINE}-letter-case",
        "A signature is compared without regard to the case of its letters.",
        LOST,
        "a genuine callback with its sig in the other letter case",
        changed(_other_letter_case),
        Expected.ACCEPTED,
    ),
)
_ALTERED: tuple[SigCase, ...] = (
    Case(
        "altered",
        "A callback with an altered parameter is rejected.",
        ALTERED,
        "another text than the one that was signed",
        _set(text="Altered"),
    ),
    Case(
        "altered-empty",
        "A callback with an emptied parameter is rejected.",
        ALTERED,
        "an empty text in place of the one that was signed",
        _set(text=""),
    ),
    Case(
        "altered-timestamp",
        "A callback with an altered timestamp is rejected.",
        ALTERED,
        "a timestamp one second after the one that was signed",
        changed(lambda signed: signed | {TIMESTAMP: str(int(signed[TIMESTAMP]) + 1)}),
    ),
    Case(
        "added",
        "A callback with an added parameter is rejected.",
        ALTERED,
        "a parameter that was not signed",
        _set(keyword="ADDED"),
    ),
    Case(
        "added-empty",
        "A callback with an added parameter without a value is rejected.",
        ALTERED,
        "an empty parameter that was not signed",
        _set(keyword=""),
    ),
    Case(
        "removed",
        "A callback without one of its parameters is rejected.",
        ALTERED,
        "no text, although one was signed",
        _without("text"),
    ),
    Case(
        "folded-name",
        "A parameter name that holds & or = is rejected.",
        "The canonical string does not show where a name ends, so two parameters can be folded "
        "into one, and the application then misses both.",
        "nonce and text folded into one name",
        changed(_folded),
    ),
)
_FORGED: tuple[SigCase, ...] = (
    Case(
        "other-secret",
        "A callback that was signed with another secret is rejected.",
        FORGED,
        "the signature of another secret",
        _by_a_stranger,
    ),
    Case(
        "unsigned",
        "A callback without a sig is rejected.",
        FORGED,
        "no sig",
        _without(SIGNATURE),
        Expected.REJECTED_OR_RETRIED,
    ),
    Case(
        "unsigned-no-parameters",
        "A request without any parameter is rejected.",
        FORGED,
        "no parameters at all",
        lambda _, carry: [carry({})],
        Expected.REJECTED_OR_RETRIED,
    ),
    Case(
        "empty-sig",
        "A callback with an empty sig is rejected.",
        FORGED,
        "an empty sig",
        _set(sig=""),
    ),
    Case(
        "cut",
        "A signature is compared whole: a part of it is rejected.",
        "A signature that may be cut can be guessed piece by piece.",
        f"the first {_KEPT} characters of the sig",
        changed(_cut),
    ),
    Case(
        "altered-sig",
        "A signature with another end is rejected.",
        "A signature of which only the beginning is compared can be guessed.",
        f"a sig that is right in its first {_KEPT} characters only",
        changed(_other_end),
    ),
    Case(
        "broken-sig",
        "A sig that is not ASCII is rejected, without a 5xx.",
        RETRIED,
        "a sig of letters that are not ASCII",
        changed(lambda signed: signed | {SIGNATURE: "é" * len(signed[SIGNATURE])}),
    ),
)
_AGE: tuple[SigCase, ...] = (
    Case(
        "stale-past",
        "A callback that was signed a day ago is rejected.",
        OLD,
        "a timestamp of yesterday, signed",
        _signed_at(-_DAY),
    ),
    Case(
        "stale-future",
        "A callback that was signed for tomorrow is rejected.",
        OLD,
        "a timestamp of tomorrow, signed",
        _signed_at(_DAY),
    ),
    Case(
        "timestamp-missing",
        "A callback without a timestamp is rejected.",
        OLD,
        "no timestamp, signed",
        _no_time,
    ),
    Case(
        "timestamp-unreadable",
        "A callback with a timestamp that is not a time is rejected.",
        OLD,
        "the timestamp 'yesterday', signed",
        _genuine(timestamp="yesterday"),
    ),
)
_REPLAYS: tuple[SigCase, ...] = (
    Case(
        "replayed",
        "A callback is accepted once.",
        REPLAYED,
        "a callback that was accepted, again",
        _twice(lambda signed: signed),
        Expected.REJECTED_OR_RETRIED,
        "should",
    ),
    Case(
        "replayed-letter-case",
        "A callback is accepted once, in whatever letter case its sig is.",
        REPLAYED,
        "a callback that was accepted, with its sig in the other letter case",
        _twice(_other_letter_case),
        Expected.REJECTED_OR_RETRIED,
        "should",
    ),
    Case(
        "replayed-order",
        "A callback is accepted once, in whatever order its parameters are.",
        REPLAYED,
        "a callback that was accepted, with its parameters in reverse order",
        _twice(lambda signed: list(reversed(signed.items()))),
        Expected.REJECTED_OR_RETRIED,
        "should",
    ),
)
_AMBIGUOUS = "Receivers differ on which value counts: one part of a program may read the other one."
_ODD: tuple[SigCase, ...] = (
    Case(
        "duplicate",
        "A name that occurs twice is rejected.",
        _AMBIGUOUS,
        "a second text, before the one that was signed",
        changed(lambda signed: [("text", "Altered"), *signed.items()]),
        level="should",
    ),
    Case(
        "duplicate-after",
        "A name that occurs twice is rejected.",
        _AMBIGUOUS,
        "a second text, after the one that was signed",
        changed(lambda signed: [*signed.items(), ("text", "Altered")]),
        level="should",
    ),
    Case(
        "nul",
        "A NUL in a genuine callback does not cause a 5xx.",
        "Databases and C libraries do not take a NUL. A 5xx is sent again for 24 hours.",
        "a genuine callback with a NUL in its text",
        _genuine(text="before\x00after"),
        Expected.NOT_FAILED,
        "should",
    ),
)

SIG_CASES = (*_GENUINE, *_ALTERED, *_FORGED, *_AGE, *_REPLAYS, *_ODD)
"""The cases that every shape can carry, the genuine callback first."""
