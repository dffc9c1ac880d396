"""Other secrets, other parameters, other strings than those that were signed."""

from unicodedata import normalize
from urllib.parse import quote, urlencode

import reference
from vectors.cases.verdicts.verdict import (
    AT_NOW,
    FOLDED,
    NEW,
    NOW,
    OLD,
    OLDEST,
    PARAMS,
    RIGHT,
    SECRET,
    pairs,
    refused,
    sign,
)
from vectors.format import Case, Refused


def other_secret(case_id: str, comment: str, secret: str) -> Case:
    sig = sign(PARAMS, secret=secret)
    return refused(f"secret-{case_id}", "OtherSecret", comment, Refused.MISMATCH, PARAMS, sig)


def altered(case_id: str, comment: str, params: dict[str, str], flags: str = "Altered") -> Case:
    return refused(f"altered-{case_id}", flags, comment, Refused.MISMATCH, params, RIGHT)


def without(name: str) -> dict[str, str]:
    return {kept: value for kept, value in PARAMS.items() if kept != name}


FOLDED_BESIDE = {"a": "1", "b=2&timestamp": str(NOW)}
ALTERATIONS = [
    other_secret("other", "another", "other_secret"),
    other_secret("case", "in upper case", SECRET.upper()),
    other_secret("space", "a space after", f"{SECRET} "),
    other_secret("newline", "a line end after", f"{SECRET}\n"),
    other_secret("prefix", "cut short", SECRET[:-1]),
    other_secret("longer", "a letter more", f"{SECRET}x"),
    refused(
        "secret-rotated-out",
        "OtherSecret Rotation",
        "one no longer in use",
        Refused.MISMATCH,
        PARAMS,
        sign(PARAMS, secret=OLDEST),
        secrets=(NEW, OLD),
    ),
    altered("value", "a value", PARAMS | {"text": "Hallo"}),
    altered("value-case", "the case of a value", PARAMS | {"text": "hello"}),
    altered("value-space", "a space after a value", PARAMS | {"text": "Hello "}),
    altered("value-nul", "a NUL after a value", PARAMS | {"text": "Hello\x00"}),
    altered("value-blank", "a blank value", PARAMS | {"text": ""}),
    altered(
        "values-swapped", "two values", PARAMS | {"msisdn": PARAMS["to"], "to": PARAMS["msisdn"]}
    ),
    altered("name", "a name", without("text") | {"texts": "Hello"}),
    altered("name-case", "the case of a name", without("text") | {"Text": "Hello"}),
    altered("added", "a parameter more", PARAMS | {"type": "text"}),
    altered("added-blank", "a blank parameter more", PARAMS | {"type": ""}, "Altered Blank"),
    altered("removed", "a parameter less", without("text")),
    altered("timestamp", "a fresher timestamp", PARAMS | {"timestamp": str(NOW + 1)}),
    altered("timestamp-form", "the other form of it", PARAMS | {"timestamp": AT_NOW}),
    altered("timestamp-zeros", "zeros before it", PARAMS | {"timestamp": f"0{NOW}"}),
    altered(
        "moved", "text moved to another value", PARAMS | {"text": "", "to": "Hello14155550101"}
    ),
    refused(
        "altered-blank-removed",
        "Altered Blank",
        "a blank parameter less",
        Refused.MISMATCH,
        PARAMS,
        sign(PARAMS | {"type": ""}),
    ),
    refused(
        "altered-composed",
        "Altered Unicode",
        "normalised on the way",
        Refused.MISMATCH,
        PARAMS | {"text": normalize("NFC", "e\u0301")},
        sign(PARAMS | {"text": "e\u0301"}),
    ),
    refused("altered-folded", "FoldedName", "three in one", Refused.PARAMETER, FOLDED, RIGHT),
    refused(
        "altered-folded-beside",
        "FoldedName",
        "two in one",
        Refused.PARAMETER,
        FOLDED_BESIDE,
        sign({"a": "1", "b": "2", "timestamp": str(NOW)}),
    ),
    refused(
        "altered-empty-name",
        "FoldedName",
        "an empty name",
        Refused.PARAMETER,
        PARAMS | {"": ""},
        RIGHT,
    ),
    refused(
        "altered-duplicate",
        "Duplicate",
        "a second value",
        Refused.DUPLICATE,
        [*pairs(PARAMS), ("text", "Hallo")],
        RIGHT,
    ),
    refused(
        "altered-duplicate-time",
        "Duplicate",
        "a fresher one",
        Refused.DUPLICATE,
        [*pairs(PARAMS), ("timestamp", "1")],
        RIGHT,
    ),
]


def hashed(string: str, params: dict[str, str], case_id: str, comment: str) -> Case:
    """Return a case in which another string was signed than the canonical one."""
    return hashed_bytes(string.encode(), params, case_id, comment)


def hashed_bytes(string: bytes, params: dict[str, str], case_id: str, comment: str) -> Case:
    sig = reference.digest(string, SECRET, "sha256")
    return refused(f"signer-{case_id}", "SignerFault", comment, Refused.MISMATCH, params, sig)


SENT = {"A": "1", "b": "x&y=z \u00e9+", "blank": "", "timestamp": str(NOW)}
CANONICAL = reference.canonical_string(SENT)
NO_BLANK = {name: value for name, value in SENT.items() if value}
UPPER_FIRST = {"a": "1", "B": "2", "timestamp": str(NOW)}
FAULTS = [
    hashed(CANONICAL[1:], SENT, "no-leading-ampersand", "no leading &"),
    hashed(CANONICAL.replace("x_y_z", "x&y=z"), SENT, "not-sanitised", "& and = not replaced"),
    hashed(
        reference.canonical_string(NO_BLANK),
        SENT,
        "blank-dropped",
        "blank values left out (Java SDK)",
    ),
    hashed(f"{CANONICAL}&type=None", SENT, "none-as-text", "None hashed, not sent (Python SDK)"),
    hashed(f"&{urlencode(SENT)}", SENT, "form-encoded", "form-encoded"),
    hashed(f"&{urlencode(SENT, quote_via=quote)}", SENT, "percent-encoded", "percent-encoded"),
    hashed(
        urlencode(SENT).replace("&", "_").replace("=", "_"),
        SENT,
        "query-encoded",
        "the encoded query sanitised (Node SDK)",
    ),
    hashed(CANONICAL.replace("+", " "), SENT, "plus-as-space", "a plus hashed as a space"),
    hashed_bytes(CANONICAL.encode("latin-1"), SENT, "latin-1", "hashed in Latin-1"),
    hashed(f"{CANONICAL}&sig=", SENT, "sig-included", "a blank sig hashed"),
    hashed(
        CANONICAL.partition("&timestamp")[0], SENT, "timestamp-left-out", "timestamp not hashed"
    ),
    hashed(
        f"&a=1&B=2&timestamp={NOW}",
        UPPER_FIRST,
        "case-insensitive-order",
        "sorted without regard to case",
    ),
    hashed(f"&timestamp={NOW}&a=1&B=2", UPPER_FIRST, "unsorted", "not sorted"),
    hashed(
        f"{CANONICAL}{SECRET}",
        SENT,
        "secret-appended",
        "the secret appended although it is the key",
    ),
    hashed("", SENT, "nothing", "nothing hashed"),
]
