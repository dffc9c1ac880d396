"""Requests that are what they claim to be."""

from vectors.cases.verdicts.verdict import (
    METHODS,
    NEW,
    NOW,
    ODD_TEXT,
    OLD,
    OLDEST,
    PARAMS,
    SECRET,
    authentic,
    pairs,
    sign,
    verdict,
)
from vectors.format import Case


def cases_of_method(method: str) -> list[Case]:
    lower = sign(PARAMS, method)
    mixed = "".join(c.upper() if n % 2 else c for n, c in enumerate(lower))
    return [
        authentic(f"{method}-lower", "LetterCase", "lower case", PARAMS, lower, method=method),
        authentic(
            f"{method}-upper", "LetterCase", "upper case", PARAMS, lower.upper(), method=method
        ),
        authentic(f"{method}-mixed", "LetterCase", "mixed case", PARAMS, mixed, method=method),
    ]


INBOUND = {
    "keyword": "TEST",
    "message-timestamp": "2017-04-04 22:57:47",
    "messageId": "0B00000042AC53BD",
    "msisdn": "14843472194",
    "nonce": "929d6744-bd28-42c8-b6cf-31d5b4f43732",
    "text": "Test with & and =",
    "timestamp": "1491346667",
    "to": "12192259404",
    "type": "text",
}
UNICODE = PARAMS | {"text": "caf\u00e9 \u4f60\u597d \U0001f600"}
ASTRAL = {"\U00010000": "2", "\ufffd": "1", "timestamp": str(NOW)}

AUTHENTIC = [
    *[case for method in METHODS for case in cases_of_method(method)],
    authentic(
        "published",
        "Realistic",
        "as the official PHP SDK publishes it",
        INBOUND,
        "e06d9763e3fd0b9c31beb5fc2fcb011c",
        method="md5hash",
        secrets=("my_secret_key_for_testing",),
        now=1491346667,
    ),
    verdict(
        "order",
        "Order",
        "the sig first, the rest reversed",
        {"pairs": [("sig", sign(PARAMS)), *reversed(PARAMS.items())]},
        PARAMS,
    ),
    authentic("unicode", "Unicode", "up to four bytes", UNICODE),
    authentic("astral-order", "Unicode Order", "U+FFFD before U+10000", ASTRAL),
    authentic("odd-text", "Blank", "controls, escapes, a blank", ODD_TEXT),
    authentic("separators", "Realistic", "& and = in a text", PARAMS | {"text": "a&b=c"}),
    authentic("only-timestamp", "Realistic", "nothing else", {"timestamp": str(NOW)}),
    authentic("sig-alike", "LetterCase", "Sig is signed as any other", PARAMS | {"Sig": "x"}),
    verdict(
        "ampersand-to-underscore",
        "KnownWeakness",
        "signed with &, received with _",
        {"pairs": pairs(PARAMS | {"text": "a_b", "sig": sign(PARAMS | {"text": "a&b"})})},
        PARAMS | {"text": "a_b"},
    ),
    verdict(
        "underscore-to-equals",
        "KnownWeakness",
        "signed with _, received with =",
        {"pairs": pairs(PARAMS | {"text": "a=b", "sig": sign(PARAMS | {"text": "a_b"})})},
        PARAMS | {"text": "a=b"},
    ),
    authentic(
        "nul-padded-secret",
        "KnownWeakness",
        "HMAC fills a key up with NULs",
        PARAMS,
        sign(PARAMS, secret=f"{SECRET}\x00"),
    ),
    authentic(
        "first-secret",
        "Rotation",
        "the new one",
        PARAMS,
        sign(PARAMS, secret=NEW),
        secrets=(NEW, OLD),
    ),
    authentic(
        "second-secret",
        "Rotation",
        "the old one",
        PARAMS,
        sign(PARAMS, secret=OLD),
        secrets=(NEW, OLD),
    ),
    authentic(
        "third-secret",
        "Rotation LetterCase",
        "the oldest one, in upper case",
        PARAMS,
        sign(PARAMS, secret=OLDEST).upper(),
        secrets=(NEW, OLD, OLDEST),
    ),
]
