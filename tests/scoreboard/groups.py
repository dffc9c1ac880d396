"""The groups of cases that the scoreboard has columns for."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Case: TypeAlias = dict[str, Any]

# Of each kind, the flags whose cases are in the group. The first flag of a case decides.
GROUPS: Mapping[str, Mapping[str, str]] = {
    "String to sign": {
        "canonical": "SortByCodePoint SortByName SortUTF16 CaseSensitive JavaScriptName Sanitised"
        " Blank NotEncoded Unchanged Unicode SigLeftOut Realistic",
        "signatures": "Plain Blank Sanitised Unicode SortUTF16 NoTimestamp SigAmongParameters",
        "verdicts": "Order Unicode Blank Realistic KnownWeakness",
    },
    "Ambiguous names": {
        "canonical": "EmptyName FoldedName Duplicate",
        "signatures": "FoldedName Duplicate",
        "decode": "EmptyName FoldedName LoneSurrogate Duplicate",
        "requests": "FoldedName Duplicate",
        "verdicts": "FoldedName Duplicate",
    },
    "Secrets and methods": {
        "signatures": "SecretLength SecretAsIs EmptySecret Concatenation",
        "verdicts": "Rotation OtherMethod OtherSecret",
    },
    "Forms": {
        "decode": "Escapes Fields Blank Space JavaScriptName Raw BrokenEscape NotUTF8",
    },
    "JSON": {
        "decode": "JSONSyntax JSONEscapes Unicode Numbers Literals Flat DeepNesting",
    },
    "Whole requests": {
        "decode": "Charset MediaType",
        "requests": "Realistic Target Fragment ContentType HeaderName Limits QueryAndBody GetBody"
        " Method Flat Charset NotUTF8",
        "verdicts": "Request",
    },
    "Comparison of sig": {
        "verdicts": "LetterCase NoSig OddSig Altered SignerFault SignatureFirst",
    },
    "Freshness": {
        "verdicts": "UnixTimestamp UTCTimestamp Expired NoTimestamp Boundary AnyAge",
    },
    "Replays": {
        "replays": "Once Interchangeable AnyPlacement Window Forgotten NotRemembered Rotation",
        "webhooks": "Replay",
    },
    "Token: form": {
        "webhooks": "Scheme Form TwoTokens HeaderName Absent Size Base64 Json Duplicate Algorithm"
        " Type Critical KeyHint Ignored LetterCase Published Rfc7515 Rfc8725",
    },
    "Token: signature": {
        "webhooks": "Signature Secrets Rotation Accounts",
    },
    "Token: claims": {
        "webhooks": "Issuer Id Account PayloadHash Application Order",
    },
    "Token: payload": {
        "webhooks": "Body Empty Length Query Unbound",
    },
    "Token: age": {
        "webhooks": "IssuedAt Expiry NotBefore AnyAge",
    },
}


def group_of(kind: str, case: Case) -> str:
    (name,) = (name for name, flags in flags_of(kind) if case["flags"][0] in flags)
    return name


def flags_of(kind: str) -> Iterator[tuple[str, list[str]]]:
    for name, kinds in GROUPS.items():
        yield name, kinds.get(kind, "").split()
