# fmt: off
"""Other parameters, secrets and strings than those that were signed, and odd signatures."""
import base64
from itertools import starmap
from typing import Any
from unicodedata import normalize
from urllib.parse import quote, urlencode

import reference
from vectors.cases.verdict import RIGHT, WRONG, fails, pairs, sign
from vectors.errors import FORGED, MISSING, PARAM, TWICE
from vectors.format import Case
from vectors.given import AT_NOW, FOLDED, METHODS, NEW, NOW, OLD, OLDEST, PARAMS, SECRET, but


def with_sig(case_id: str, comment: str, sig: str) -> Case:
    flags = "OddSig Blank" if sig == "" else "OddSig" if sig.isascii() else "OddSig Unicode"
    return fails(f"sig-{case_id}", flags, comment, FORGED, PARAMS, sig)

SIGNATURES = [
    fails("sig-missing", "NoSig", "none", MISSING, PARAMS),
    fails("sig-missing-all", "NoSig", "no parameters at all", MISSING, {}),
    fails("sig-title-case", "NoSig LetterCase", "Sig is another name", MISSING, but(Sig=RIGHT)),
    fails("sig-upper-case", "NoSig LetterCase", "SIG is another name", MISSING, but(SIG=RIGHT)),
    fails("sig-other-name", "NoSig", "signature is another name", MISSING, but(signature=RIGHT)),
    fails("sig-brackets", "NoSig", "sig[] is another name", MISSING, PARAMS | {"sig[]": RIGHT}),
    with_sig("blank", "blank", ""),
    with_sig("first-digit", "the first digit differs", "0" + RIGHT[1:]),
    with_sig("last-digit", "the last digit differs", RIGHT[:-1] + "0"),
    with_sig("truncated", "the last digit is missing", RIGHT[:-1]),
    with_sig("one-digit", "only the first digit", RIGHT[0]),
    with_sig("half", "half of it", RIGHT[:32]),
    with_sig("longer", "a digit more", RIGHT + "0"),
    with_sig("twice", "twice over", RIGHT * 2),
    with_sig("comma", "two of them, joined", f"{RIGHT},{RIGHT}"),
    with_sig("space-before", "a space before", f" {RIGHT}"),
    with_sig("space-after", "a space after", f"{RIGHT} "),
    with_sig("newline", "a line end after", f"{RIGHT}\n"),
    with_sig("nul", "a NUL after", f"{RIGHT}\x00"),
    with_sig("prefix", "0x before", f"0x{RIGHT}"),
    with_sig("named", "the method before", f"sha256={RIGHT}"),
    with_sig("quoted", "in quotes", f'"{RIGHT}"'),
    with_sig("base64", "in base64", base64.b64encode(bytes.fromhex(RIGHT)).decode()),
    with_sig("zeros", "zeros", WRONG),
    with_sig("no-hex", "no hexadecimal digits", "z" * 64),
    with_sig("spaces", "spaces of its length", " " * 64),
    with_sig("long", "a thousand digits", "0" * 1_000),
    with_sig("null", "the text null", "null"),
    with_sig("none", "the text None", "None"),
    with_sig("true", "the text true", "true"),
    with_sig("array", "the text of an array", f'["{RIGHT}"]'),
    with_sig("wildcard", "a wildcard", "%"),
    with_sig("not-ascii", "its length, not ASCII", "\u00e9" * 64),
    with_sig("astral", "its length, beyond the BMP", "\U0001f600" * 64),
    with_sig("fullwidth", "digits that look alike", "".join(chr(ord(c) + 0xFEE0) for c in RIGHT)),
    with_sig("one-fullwidth", "only one of them", RIGHT[:-1] + chr(ord(RIGHT[-1]) + 0xFEE0)),
    with_sig("combining", "a combining mark after", RIGHT + "\u0301"),
    with_sig("zero-width", "a zero-width space within", f"{RIGHT[:32]}\u200b{RIGHT[32:]}"),
    fails("sig-surrogate", "OddSig LoneSurrogate", "half a pair", PARAM, PARAMS, "\ud800" * 64),
    *[
        fails(f"sig-twice-{name}", "Duplicate", why, TWICE, [*pairs(PARAMS), ("sig", one)], other)
        for name, why, one, other in (
            ("right-first", "right, wrong", RIGHT, WRONG),
            ("right-last", "wrong, right", WRONG, RIGHT),
            ("right", "right twice", RIGHT, RIGHT),
        )
    ],
    *[fails(f"{method}-got-{other}", "OtherMethod", f"{other} for {method}", FORGED, PARAMS,
            sign(PARAMS, other), method=method)
        for method in METHODS for other in METHODS if other != method],
]

def other_secret(case_id: str, comment: str, secret: str) -> Case:
    sig = sign(PARAMS, secret=secret)
    return fails(f"secret-{case_id}", "OtherSecret", comment, FORGED, PARAMS, sig)

def altered(case_id: str, comment: str, params: dict[str, str], flags: str = "Altered") -> Case:
    return fails(f"altered-{case_id}", flags, comment, FORGED, params, RIGHT)

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
    fails("secret-rotated-out", "OtherSecret Rotation", "one no longer in use", FORGED, PARAMS,
        sign(PARAMS, secret=OLDEST), secrets=(NEW, OLD)),
    altered("value", "a value", but(text="Hallo")),
    altered("value-case", "the case of a value", but(text="hello")),
    altered("value-space", "a space after a value", but(text="Hello ")),
    altered("value-nul", "a NUL after a value", but(text="Hello\x00")),
    altered("value-blank", "a blank value", but(text="")),
    altered("values-swapped", "two values", but(msisdn=PARAMS["to"], to=PARAMS["msisdn"])),
    altered("name", "a name", without("text") | {"texts": "Hello"}),
    altered("name-case", "the case of a name", without("text") | {"Text": "Hello"}),
    altered("added", "a parameter more", but(type="text")),
    altered("added-blank", "a blank parameter more", but(type=""), "Altered Blank"),
    altered("removed", "a parameter less", without("text")),
    altered("timestamp", "a fresher timestamp", but(timestamp=str(NOW + 1))),
    altered("timestamp-form", "the other form of it", but(timestamp=AT_NOW)),
    altered("timestamp-zeros", "zeros before it", PARAMS | {"timestamp": f"0{NOW}"}),
    altered("moved", "text moved to another value", but(text="", to="Hello14155550101")),
    fails("altered-blank-removed", "Altered Blank", "a blank parameter less", FORGED, PARAMS,
        sign(but(type=""))),
    fails("altered-composed", "Altered Unicode", "normalised on the way", FORGED,
        but(text=normalize("NFC", "e\u0301")), sign(but(text="e\u0301"))),
    fails("altered-folded", "FoldedName", "three in one", PARAM, FOLDED, RIGHT),
    fails("altered-folded-beside", "FoldedName", "two in one", PARAM, FOLDED_BESIDE,
        sign({"a": "1", "b": "2", "timestamp": str(NOW)})),
    fails("altered-empty-name", "FoldedName", "an empty name", PARAM, PARAMS | {"": ""}, RIGHT),
    fails("altered-duplicate", "Duplicate", "a second value", TWICE,
        [*pairs(PARAMS), ("text", "Hallo")], RIGHT),
    fails("altered-duplicate-time", "Duplicate", "a fresher one", TWICE,
        [*pairs(PARAMS), ("timestamp", "1")], RIGHT),
]

def hashed(string: str | bytes, params: dict[str, str], case_id: str, comment: str) -> Case:
    """Return a case in which another string was signed than the canonical one."""
    made = string.encode() if isinstance(string, str) else string
    sig = reference.digest(made, SECRET, "sha256")
    return fails(f"signer-{case_id}", "SignerFault", comment, FORGED, params, sig)

SENT = {"A": "1", "b": "x&y=z \u00e9+", "blank": "", "timestamp": str(NOW)}
CANONICAL = reference.canonical_string(SENT)
FULL = {name: value for name, value in SENT.items() if value}
UPPER_FIRST = {"a": "1", "B": "2", "timestamp": str(NOW)}
STRINGS: list[Any] = [
    (CANONICAL[1:], SENT, "no-leading-ampersand", "no leading &"),
    (CANONICAL.replace("x_y_z", "x&y=z"), SENT, "not-sanitised", "& and = not replaced"),
    (reference.canonical_string(FULL), SENT, "blank-dropped", "blank values left out (Java SDK)"),
    (f"{CANONICAL}&type=None", SENT, "none-as-text", "None hashed, not sent (Python SDK)"),
    (f"&{urlencode(SENT)}", SENT, "form-encoded", "form-encoded"),
    (f"&{urlencode(SENT, quote_via=quote)}", SENT, "percent-encoded", "percent-encoded"),
    (urlencode(SENT).replace("&", "_").replace("=", "_"), SENT, "query-encoded",
        "the encoded query sanitised (Node SDK)"),
    (CANONICAL.replace("+", " "), SENT, "plus-as-space", "a plus hashed as a space"),
    (CANONICAL.encode("latin-1"), SENT, "latin-1", "hashed in Latin-1"),
    (f"{CANONICAL}&sig=", SENT, "sig-included", "a blank sig hashed"),
    (CANONICAL.partition("&timestamp")[0], SENT, "timestamp-left-out", "timestamp not hashed"),
    (f"&a=1&B=2&timestamp={NOW}", UPPER_FIRST, "case-insensitive-order", "sorted ignoring case"),
    (f"&timestamp={NOW}&a=1&B=2", UPPER_FIRST, "unsorted", "not sorted"),
    (f"{CANONICAL}{SECRET}", SENT, "secret-appended", "the secret appended although it is the key"),
    ("", SENT, "nothing", "nothing hashed"),
]
FAULTS = [*starmap(hashed, STRINGS)]
