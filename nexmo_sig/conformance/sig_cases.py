"""Callbacks with a ``sig``: the cases of every shape."""

from __future__ import annotations

from .._parameters import SIGNATURE, TIMESTAMP
from .cases import ALTERED, FORGED, LOST, OLD, REPLAYED, RETRIED, Case
from .check import GENUINE, Expected
from .sig_requests import (
    DAY,
    KEPT,
    SigCase,
    by_a_stranger,
    changed,
    cut,
    folded,
    genuine,
    no_time,
    other_end,
    other_letter_case,
    replaced,
    signed_at,
    twice,
    without,
)

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
        genuine(),
        Expected.ACCEPTED,
    ),
    *(
        Case(
            f"{GENUINE}-{name}",
            f"A genuine callback {special} is accepted.",
            LOST,
            f"a genuine callback {special}",
            genuine(**changes),
            Expected.ACCEPTED,
        )
        for name, special, changes in _ACCEPTED
    ),
    Case(
        f"{GENUINE}-letter-case",
        "A signature is compared without regard to the case of its letters.",
        LOST,
        "a genuine callback with its sig in the other letter case",
        changed(other_letter_case),
        Expected.ACCEPTED,
    ),
)
_ALTERED: tuple[SigCase, ...] = (
    Case(
        "altered",
        "A callback with an altered parameter is rejected.",
        ALTERED,
        "another text than the one that was signed",
        replaced(text="Altered"),
    ),
    Case(
        "altered-empty",
        "A callback with an emptied parameter is rejected.",
        ALTERED,
        "an empty text in place of the one that was signed",
        replaced(text=""),
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
        replaced(keyword="ADDED"),
    ),
    Case(
        "added-empty",
        "A callback with an added parameter without a value is rejected.",
        ALTERED,
        "an empty parameter that was not signed",
        replaced(keyword=""),
    ),
    Case(
        "removed",
        "A callback without one of its parameters is rejected.",
        ALTERED,
        "no text, although one was signed",
        without("text"),
    ),
    Case(
        "folded-name",
        "A parameter name that holds & or = is rejected.",
        "The canonical string does not show where a name ends, so two parameters can be folded "
        "into one, and the application then misses both.",
        "nonce and text folded into one name",
        changed(folded),
    ),
)
_FORGED: tuple[SigCase, ...] = (
    Case(
        "other-secret",
        "A callback that was signed with another secret is rejected.",
        FORGED,
        "the signature of another secret",
        by_a_stranger,
    ),
    Case(
        "unsigned",
        "A callback without a sig is rejected.",
        FORGED,
        "no sig",
        without(SIGNATURE),
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
        replaced(sig=""),
    ),
    Case(
        "cut",
        "A signature is compared whole: a part of it is rejected.",
        "A signature that may be cut can be guessed piece by piece.",
        f"the first {KEPT} characters of the sig",
        changed(cut),
    ),
    Case(
        "altered-sig",
        "A signature with another end is rejected.",
        "A signature of which only the beginning is compared can be guessed.",
        f"a sig that is right in its first {KEPT} characters only",
        changed(other_end),
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
        signed_at(-DAY),
    ),
    Case(
        "stale-future",
        "A callback that was signed for tomorrow is rejected.",
        OLD,
        "a timestamp of tomorrow, signed",
        signed_at(DAY),
    ),
    Case(
        "timestamp-missing",
        "A callback without a timestamp is rejected.",
        OLD,
        "no timestamp, signed",
        no_time,
    ),
    Case(
        "timestamp-unreadable",
        "A callback with a timestamp that is not a time is rejected.",
        OLD,
        "the timestamp 'yesterday', signed",
        genuine(timestamp="yesterday"),
    ),
)
_REPLAYS: tuple[SigCase, ...] = (
    Case(
        "replayed",
        "A callback is accepted once.",
        REPLAYED,
        "a callback that was accepted, again",
        twice(lambda signed: signed),
        Expected.REJECTED_OR_RETRIED,
        "should",
    ),
    Case(
        "replayed-letter-case",
        "A callback is accepted once, in whatever letter case its sig is.",
        REPLAYED,
        "a callback that was accepted, with its sig in the other letter case",
        twice(other_letter_case),
        Expected.REJECTED_OR_RETRIED,
        "should",
    ),
    Case(
        "replayed-order",
        "A callback is accepted once, in whatever order its parameters are.",
        REPLAYED,
        "a callback that was accepted, with its parameters in reverse order",
        twice(lambda signed: list(reversed(signed.items()))),
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
        genuine(text="before\x00after"),
        Expected.NOT_FAILED,
        "should",
    ),
)

SIG_CASES = (*_GENUINE, *_ALTERED, *_FORGED, *_AGE, *_REPLAYS, *_ODD)
"""The cases that every shape can carry, the genuine callback first."""
