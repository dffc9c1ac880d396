# fmt: off
"""Parameters, a secret, and the signature by every method."""
from functools import partial
from typing import Any

import reference
from vectors.errors import PARAM, TWICE
from vectors.format import Case, Either, Pairs, answered, case
from vectors.given import METHODS, NOW, SECRET

TIMESTAMP = ("timestamp", f"{NOW}")

def signed(
    case_id: str, flags: str, comment: str, pairs: Pairs, secret: str = SECRET, error: Any = None
) -> Case:
    """Return a case with the signatures that the reference makes, unless there is an error."""
    given = {"secret": secret, "pairs": pairs}
    sign = partial(reference.signature, dict(pairs), secret)
    made = answered(error, lambda: {method: sign(method) for method in METHODS})
    return case(f"signature-{case_id}", flags, comment, given, made)

def text(case_id: str, flags: str, comment: str, value: str) -> Case:
    return signed(case_id, flags, comment, [("text", value), ("to", "14155550100"), TIMESTAMP])

def secret(case_id: str, flags: str, comment: str, secret: str, error: Any = None) -> Case:
    return signed(f"secret-{case_id}", flags, comment, [("a", "1"), TIMESTAMP], secret, error)

PARAMETERS = [
    signed("timestamp", "Plain", "only a timestamp", [TIMESTAMP]),
    signed("two", "Plain", "sorted", [("b", "2"), ("a", "1"), TIMESTAMP]),
    signed("conversion", "Plain", "a conversion at a given time",
        [("message-id", "00A0B0C0"), ("delivered", "true"), ("timestamp", "2023-11-14 22:13:20")]),
    text("space", "Plain", "not percent-encoded", "Hello, world! 100% +1"),
    text("blank", "Blank", "a blank value", ""),
    text("ampersand", "Sanitised", "& in a value", "fish & chips"),
    text("equals", "Sanitised", "= in a value", "1+1=2"),
    text("latin", "Unicode", "two bytes each in UTF-8", "d\u00e9j\u00e0 vu"),
    text("chinese", "Unicode", "three bytes each", "\u4f60\u597d"),
    text("emoji", "Unicode", "four bytes each", "\U0001f600\U0001f468\u200d\U0001f469"),
    text("decomposed", "Unicode", "not normalised", "e\u0301"),
    text("nul", "Plain", "a NUL", "a\x00b"),
    text("newline", "Plain", "a line end", "a\r\nb"),
    text("long", "Plain", "more than a block of any of the hashes", "x" * 300),
    signed("astral-order", "SortUTF16 Unicode", "U+FFFD before U+10000",
        [("\U00010000", "2"), ("\ufffd", "1"), TIMESTAMP]),
    signed("ascii-order", "Plain", "A < Z < _ < a",
        [("a", "4"), ("_", "3"), ("Z", "2"), ("A", "1"), TIMESTAMP]),
    signed("none", "NoTimestamp", "an empty string to sign", []),
    signed("no-timestamp", "NoTimestamp", "nothing is added", [("a", "1")]),
    signed("blank-timestamp", "NoTimestamp Blank", "nothing is replaced", [("timestamp", "")]),
    signed("sig", "SigAmongParameters", "an old sig", [("a", "1"), ("sig", "0" * 32), TIMESTAMP]),
    signed("sig-blank", "SigAmongParameters Blank", "a blank sig", [("sig", ""), TIMESTAMP]),
    signed("sig-alike", "Plain", "Sig is another name", [("Sig", "1"), TIMESTAMP]),
]
SECRETS = [
    secret("one-byte", "SecretLength", "one byte", "x"),
    *[secret(f"{length}-bytes", "SecretLength", f"{length} bytes", "k" * length)
        for length in (63, 64, 65, 127, 128, 129)],
    secret("block-in-characters", "SecretLength Unicode", "64 characters, 128 bytes", "\xe9" * 64),
    secret("spaces", "SecretAsIs", "white space at the ends", " my_signature_secret "),
    secret("newline", "SecretAsIs", "a line end, as a file may have", "my_signature_secret\n"),
    secret("only-space", "EmptySecret SecretAsIs", "only a space", " ", Either(None, PARAM)),
    secret("separators", "SecretAsIs", "& and = are not sanitised", "a&b=c"),
    secret("percent", "SecretAsIs", "an escape is not decoded", "%41+"),
    secret("hexadecimal", "SecretAsIs", "hexadecimal digits are text", "deadbeef"),
    secret("nul", "SecretAsIs", "a NUL does not end it", "a\x00b"),
    secret("unicode", "SecretAsIs Unicode", "in UTF-8", "g\u00e9heim\U0001f511"),
    secret("decomposed", "SecretAsIs Unicode", "not normalised", "ge\u0301heim"),
    signed("concatenation-1", "Concatenation", "&timestamp=17 and 00secret", [("timestamp", "17")],
        "00secret"),
    signed("concatenation-2", "Concatenation", "&timestamp=1700 and secret",
        [("timestamp", "1700")], "secret"),
]
REJECTED = [
    signed("empty-secret", "EmptySecret", "no secret", [TIMESTAMP], "", PARAM),
    signed("surrogate-secret", "LoneSurrogate", "in the secret", [TIMESTAMP], "\ud800", PARAM),
    signed("surrogate-value", "LoneSurrogate", "in a value", [("a", "\ud800")], SECRET, PARAM),
    signed("surrogate-name", "LoneSurrogate", "in a name", [("\ud800", "")], SECRET, PARAM),
    signed("folded", "FoldedName", "two in one", [("a=1&b", "2")], SECRET, PARAM),
    signed("duplicate", "Duplicate", "twice", [("a", "1"), ("a", "2")], SECRET, TWICE),
]
CASES = PARAMETERS + SECRETS + REJECTED
