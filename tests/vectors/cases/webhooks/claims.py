# fmt: off
"""What the claims say, judged once they are known to be authentic."""
from functools import partial
from itertools import starmap
from typing import Any

from vectors.cases.webhooks.tokens import ABSENT, CLAIMS, Members, Raw
from vectors.cases.webhooks.webhook import Error, of_claims
from vectors.errors import EXPIRED, NO_TIME, ODD_TIME, PAYLOAD, TOKEN
from vectors.format import Case
from vectors.given import NOW

HASH: str = CLAIMS["payload_hash"]
APP: str = CLAIMS["application_id"]
FULLWIDTH = "".join(chr(ord(digit) + 0xFEE0) for digit in HASH)

WRONG = {"absent": ABSENT, "null": None, "true": True, "number": 1, "array": ["a"], "object": {}}
STRINGS = {"iss": "Issuer", "jti": "Id", "api_key": "Account", "payload_hash": "PayloadHash"}
CONTENTS: list[Any] = [
    *[(f"{claim.replace('_', '-')}-{kind}", flag, f"not a string: {kind}", TOKEN, {claim: value})
        for claim, flag in STRINGS.items() for kind, value in WRONG.items()],
    ("iss-other", "Issuer", "another", TOKEN, {"iss": "Mallory"}),
    ("iss-case", "Issuer LetterCase", "in lower case", TOKEN, {"iss": "vonage"}),
    ("iss-space", "Issuer", "a space after it", TOKEN, {"iss": "Vonage "}),
    ("iss-longer", "Issuer", "begins alike", TOKEN, {"iss": "Vonage.example"}),
    ("iss-name-case", "Issuer LetterCase", "Iss", TOKEN, {"iss": ABSENT, "Iss": "Vonage"}),
    ("iss-name-beside", "Issuer LetterCase", "ISS beside iss", None, {"ISS": "Mallory"}),
    ("jti-empty", "Id", "empty", TOKEN, {"jti": ""}),
    ("jti-surrogate", "Id", "half a pair", TOKEN, {"jti": Raw('"\\ud800"')}),
    ("jti-name-case", "Id LetterCase", "JTI", TOKEN, {"jti": ABSENT, "JTI": "1"}),
    ("jti-short", "Id", "any string but the empty one", None, {"jti": "1"}),
    ("jti-unicode", "Id", "beyond ASCII", None, {"jti": "\u00e9\U0001f600 \x00"}),
    ("key-empty", "Account", "empty", TOKEN, {"api_key": ""}),
    ("key-surrogate", "Account", "half a pair", TOKEN, {"api_key": Raw('"\\udc00"')}),
    ("application-absent", "Application", "none", None, {"application_id": ABSENT}),
    ("application-empty", "Application", "an empty string", None, {"application_id": ""}),
    ("application-null", "Application", "null", TOKEN, {"application_id": None}),
    ("application-number", "Application", "a number", TOKEN, {"application_id": 1}),
    ("application-array", "Application", "an array", TOKEN, {"application_id": [APP]}),
    ("hash-upper", "PayloadHash", "in upper case", None, {"payload_hash": HASH.upper()}),
    ("hash-mixed", "PayloadHash", "in mixed case", None, {"payload_hash": HASH.title()}),
    ("hash-empty", "PayloadHash", "empty", TOKEN, {"payload_hash": ""}),
    ("hash-number", "PayloadHash", "a number", TOKEN, {"payload_hash": Raw("1" * 64)}),
    ("hash-short", "PayloadHash", "63 digits", TOKEN, {"payload_hash": HASH[:-1]}),
    ("hash-long", "PayloadHash", "65 digits", TOKEN, {"payload_hash": f"{HASH}0"}),
    ("hash-newline", "PayloadHash", "a line end", TOKEN, {"payload_hash": f"{HASH}\n"}),
    ("hash-space", "PayloadHash", "a space", TOKEN, {"payload_hash": f" {HASH}"}),
    ("hash-letter", "PayloadHash", "not a digit", TOKEN, {"payload_hash": f"g{HASH[1:]}"}),
    ("hash-wide", "PayloadHash", "digits that look alike", TOKEN, {"payload_hash": FULLWIDTH}),
    ("hash-sha-1", "PayloadHash", "40 digits", TOKEN, {"payload_hash": HASH[:40]}),
    ("hash-zeros", "PayloadHash", "of another payload", PAYLOAD, {"payload_hash": "0" * 64}),
    ("hash-first", "PayloadHash", "only 8 digits alike", PAYLOAD, {"payload_hash": HASH[:8] * 8}),
    ("aud", "Ignored", "an audience", None, {"aud": "https://example.com"}),
    ("aud-array", "Ignored", "several", None, {"aud": ["a", "b"]}),
    ("sub", "Ignored", "a subject that is a number", None, {"sub": 1}),
    ("scope", "Ignored", "other claims", None, {"scope": None, "acl": {"paths": {}}}),
    ("names-of-javascript", "Ignored", "__proto__", None, {"__proto__": {"iss": "x"}}),
    ("empty-object", "Issuer", "no claims at all", TOKEN, "{}"),
]
EXPECTED: list[Any] = [
    ("expected-same", "Application", "the expected one", None, {}),
    ("expected-other", "Application", "another", TOKEN, {"application_id": APP[::-1]}),
    ("expected-case", "Application", "its case", TOKEN, {"application_id": APP.upper()}),
    ("expected-absent", "Application", "none", TOKEN, {"application_id": ABSENT}),
    ("expected-empty", "Application", "empty", TOKEN, {"application_id": ""}),
]

HUGE = Raw("9" * 30)

def timed(case_id: str, flags: str, comment: str, error: Error, claims: Members,
        now: float = NOW, tolerance: float | None = 300) -> Case:
    return of_claims(case_id, flags, comment, error, claims, now=now, tolerance=tolerance)

ODD: Members = {
    "null": None, "true": True, "false": False, "digits": str(NOW), "empty": "", "array": [NOW],
    "object": {}, "float": Raw(f"{NOW}.0"), "exponent": Raw("17e8"),
}
INTEGERS = {"iat": "IssuedAt", "exp": "Expiry", "nbf": "NotBefore"}
TIMES: list[Any] = [
    *[(f"{claim}-{kind}", flag, f"not an integer: {kind}", ODD_TIME,
            {"iat": 1, claim: value}, 1)
        for claim, flag in INTEGERS.items() for kind, value in ODD.items()],
    ("iat-oldest", "IssuedAt", "300 s old", None, {"iat": NOW - 300}),
    ("iat-newest", "IssuedAt", "300 s ahead", None, {"iat": NOW + 300}),
    ("iat-old", "IssuedAt", "301 s old", EXPIRED, {"iat": NOW - 301}),
    ("iat-ahead", "IssuedAt", "301 s ahead", EXPIRED, {"iat": NOW + 301}),
    ("iat-fraction", "IssuedAt", "300.5 s old", EXPIRED, {}, NOW + 300.5),
    ("iat-within", "IssuedAt", "299.5 s old", None, {}, NOW + 299.5),
    ("iat-second", "IssuedAt", "this second", None, {}, NOW, 0),
    ("iat-second-old", "IssuedAt", "a second old", EXPIRED, {}, NOW + 1, 0),
    ("iat-half", "IssuedAt", "0.25 s old", None, {}, NOW + 0.25, 0.25),
    ("iat-any-age", "IssuedAt AnyAge", "of 2001", None, {"iat": 10**9}, NOW, None),
    ("iat-any-future", "IssuedAt AnyAge", "of 2100", None, {"iat": 4102444800}, NOW, None),
    ("iat-zero", "IssuedAt AnyAge", "1970", None, {"iat": 0}, NOW, None),
    ("iat-zero-old", "IssuedAt", "1970", EXPIRED, {"iat": 0}),
    ("iat-negative", "IssuedAt", "before 1970", EXPIRED, {"iat": -NOW}),
    ("iat-huge", "IssuedAt", "30 digits", EXPIRED, {"iat": HUGE}),
    ("iat-very-huge", "IssuedAt", "400 digits", EXPIRED, {"iat": Raw("9" * 400)}),
    ("iat-milliseconds", "IssuedAt", "milliseconds", EXPIRED, {"iat": NOW * 1000}),
    ("iat-absent", "IssuedAt", "none", NO_TIME, {"iat": ABSENT}),
    ("iat-absent-any-age", "IssuedAt AnyAge", "none", NO_TIME, {"iat": ABSENT}, NOW, None),
    ("iat-case", "IssuedAt LetterCase", "IAT", NO_TIME, {"iat": ABSENT, "IAT": NOW}),
    ("iat-null-any-age", "IssuedAt AnyAge", "null", ODD_TIME, {"iat": None}, NOW, None),
    ("iat-half-second", "IssuedAt", "a fraction", ODD_TIME, {"iat": NOW + 0.5}),
    ("exp-next", "Expiry", "over in a second", None, {"exp": NOW + 1}),
    ("exp-now", "Expiry", "over now", EXPIRED, {"exp": NOW}),
    ("exp-half", "Expiry", "over since half a second", EXPIRED, {"exp": NOW}, NOW + 0.5),
    ("exp-soon", "Expiry", "over in half a second", None, {"exp": NOW + 1}, NOW + 0.5),
    ("exp-past", "Expiry", "no leeway", EXPIRED, {"exp": NOW - 1}),
    ("exp-negative", "Expiry", "before 1970", EXPIRED, {"exp": -1}),
    ("exp-zero", "Expiry", "1970", EXPIRED, {"exp": 0}),
    ("exp-huge", "Expiry", "30 digits", None, {"exp": HUGE}),
    ("exp-any-age", "Expiry AnyAge", "honoured all the same", EXPIRED, {"exp": NOW}, NOW, None),
    ("exp-string-any-age", "Expiry AnyAge", "a string", ODD_TIME, {"exp": "x"}, NOW, None),
    ("nbf-past", "NotBefore", "in the past", None, {"nbf": 0}),
    ("nbf-now", "NotBefore", "now", None, {"nbf": NOW}),
    ("nbf-newest", "NotBefore", "300 s ahead", None, {"nbf": NOW + 300}),
    ("nbf-ahead", "NotBefore", "301 s ahead", EXPIRED, {"nbf": NOW + 301}),
    ("nbf-huge", "NotBefore", "30 digits", EXPIRED, {"nbf": HUGE}),
    ("nbf-zero-tolerance", "NotBefore", "a second ahead", EXPIRED, {"nbf": NOW + 1}, NOW, 0),
    ("nbf-any-age", "NotBefore AnyAge", "now", None, {"nbf": NOW}, NOW, None),
    ("nbf-any-ahead", "NotBefore AnyAge", "no leeway", EXPIRED, {"nbf": NOW + 1}, NOW, None),
    ("exp-nbf", "Expiry NotBefore", "both", None, {"nbf": NOW - 1, "exp": NOW + 1}),
]
CASES = [
    *starmap(of_claims, CONTENTS),
    *starmap(partial(of_claims, application_id=APP), EXPECTED),
    *starmap(timed, TIMES),
]
