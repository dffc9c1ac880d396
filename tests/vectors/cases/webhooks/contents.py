"""What the claims say, judged once they are known to be authentic."""

import json
from typing import Any
from urllib.parse import urlencode

from vectors.cases.webhooks.webhook import (
    ABSENT,
    BODY,
    CLAIMS,
    NOW,
    OR,
    SECRET,
    Error,
    Raw,
    bearer,
    of_claims,
    request,
    token,
    webhook,
)
from vectors.format import Case, Refused

TOKEN, MISMATCH, PAYLOAD = Refused.TOKEN, Refused.MISMATCH, Refused.PAYLOAD
NO_TIME, ODD_TIME, OVER = Refused.NO_TIMESTAMP, Refused.UNREADABLE_TIMESTAMP, Refused.EXPIRED
HASH: str = CLAIMS["payload_hash"]
APP: str = CLAIMS["application_id"]
FULLWIDTH = "".join(chr(ord(digit) + 0xFEE0) for digit in HASH)

CONTENTS = [
    of_claims(*row)
    for row in (
        ("iss-absent", "Issuer", "none", TOKEN, {"iss": ABSENT}),
        ("iss-other", "Issuer", "another", TOKEN, {"iss": "Mallory"}),
        ("iss-case", "Issuer LetterCase", "in lower case", TOKEN, {"iss": "vonage"}),
        ("iss-space", "Issuer", "a space after it", TOKEN, {"iss": "Vonage "}),
        ("iss-longer", "Issuer", "begins alike", TOKEN, {"iss": "Vonage.example"}),
        ("iss-array", "Issuer", "an array", TOKEN, {"iss": ["Vonage"]}),
        ("iss-null", "Issuer", "null", TOKEN, {"iss": None}),
        ("iss-name-case", "Issuer LetterCase", "Iss", TOKEN, {"iss": ABSENT, "Iss": "Vonage"}),
        ("iss-name-beside", "Issuer LetterCase", "ISS beside iss", None, {"ISS": "Mallory"}),
        ("jti-absent", "Id", "none", TOKEN, {"jti": ABSENT}),
        ("jti-empty", "Id", "empty", TOKEN, {"jti": ""}),
        ("jti-null", "Id", "null", TOKEN, {"jti": None}),
        ("jti-number", "Id", "a number", TOKEN, {"jti": 1}),
        ("jti-array", "Id", "an array", TOKEN, {"jti": ["1"]}),
        ("jti-surrogate", "Id", "half a pair", TOKEN, {"jti": Raw('"\\ud800"')}),
        ("jti-name-case", "Id LetterCase", "JTI", TOKEN, {"jti": ABSENT, "JTI": "1"}),
        ("jti-short", "Id", "any string but the empty one", None, {"jti": "1"}),
        ("jti-unicode", "Id", "beyond ASCII", None, {"jti": "\u00e9\U0001f600 \x00"}),
        ("key-absent", "Account", "none", TOKEN, {"api_key": ABSENT}),
        ("key-empty", "Account", "empty", TOKEN, {"api_key": ""}),
        ("key-null", "Account", "null", TOKEN, {"api_key": None}),
        ("key-number", "Account", "a number", TOKEN, {"api_key": 12345678}),
        ("key-surrogate", "Account", "half a pair", TOKEN, {"api_key": Raw('"\\udc00"')}),
        ("application-absent", "Application", "none", None, {"application_id": ABSENT}),
        ("application-empty", "Application", "an empty string", None, {"application_id": ""}),
        ("application-null", "Application", "null", TOKEN, {"application_id": None}),
        ("application-number", "Application", "a number", TOKEN, {"application_id": 1}),
        ("application-array", "Application", "an array", TOKEN, {"application_id": [APP]}),
        ("hash-upper", "PayloadHash", "in upper case", None, {"payload_hash": HASH.upper()}),
        ("hash-mixed", "PayloadHash", "in mixed case", None, {"payload_hash": HASH.title()}),
        ("hash-absent", "PayloadHash", "none", TOKEN, {"payload_hash": ABSENT}),
        ("hash-empty", "PayloadHash", "empty", TOKEN, {"payload_hash": ""}),
        ("hash-null", "PayloadHash", "null", TOKEN, {"payload_hash": None}),
        ("hash-number", "PayloadHash", "a number", TOKEN, {"payload_hash": Raw("1" * 64)}),
        ("hash-array", "PayloadHash", "an array", TOKEN, {"payload_hash": [HASH]}),
        ("hash-short", "PayloadHash", "63 digits", TOKEN, {"payload_hash": HASH[:-1]}),
        ("hash-long", "PayloadHash", "65 digits", TOKEN, {"payload_hash": f"{HASH}0"}),
        ("hash-newline", "PayloadHash", "a line end", TOKEN, {"payload_hash": f"{HASH}\n"}),
        ("hash-space", "PayloadHash", "a space", TOKEN, {"payload_hash": f" {HASH}"}),
        ("hash-letter", "PayloadHash", "not a digit", TOKEN, {"payload_hash": f"g{HASH[1:]}"}),
        ("hash-wide", "PayloadHash", "digits that look alike", TOKEN, {"payload_hash": FULLWIDTH}),
        ("hash-sha-1", "PayloadHash", "40 digits", TOKEN, {"payload_hash": HASH[:40]}),
        ("hash-zeros", "PayloadHash", "of another payload", PAYLOAD, {"payload_hash": "0" * 64}),
        (
            "hash-first",
            "PayloadHash",
            "only 8 digits alike",
            PAYLOAD,
            {"payload_hash": HASH[:8] * 8},
        ),
        ("aud", "Ignored", "an audience", None, {"aud": "https://example.com"}),
        ("aud-array", "Ignored", "several", None, {"aud": ["a", "b"]}),
        ("sub", "Ignored", "a subject that is a number", None, {"sub": 1}),
        ("scope", "Ignored", "other claims", None, {"scope": None, "acl": {"paths": {}}}),
        ("names-of-javascript", "Ignored", "__proto__", None, {"__proto__": {"iss": "x"}}),
        ("empty-object", "Issuer", "no claims at all", TOKEN, "{}"),
    )
] + [
    of_claims(*row, application_id=APP)
    for row in (
        ("expected-same", "Application", "the expected one", None, {}),
        ("expected-other", "Application", "another", TOKEN, {"application_id": APP[::-1]}),
        ("expected-case", "Application", "its case", TOKEN, {"application_id": APP.upper()}),
        ("expected-absent", "Application", "none", TOKEN, {"application_id": ABSENT}),
        ("expected-empty", "Application", "empty", TOKEN, {"application_id": ""}),
    )
]

HUGE = Raw("9" * 30)


def timed(
    case_id: str,
    flags: str,
    comment: str,
    error: Error,
    claims: dict[str, Any],
    now: float = NOW,
    tolerance: float | None = 300,
) -> Case:
    return of_claims(case_id, flags, comment, error, claims, now=now, tolerance=tolerance)


TIMES = [
    timed(*row)
    for row in (
        ("iat-oldest", "IssuedAt", "300 s old", None, {"iat": NOW - 300}),
        ("iat-newest", "IssuedAt", "300 s ahead", None, {"iat": NOW + 300}),
        ("iat-old", "IssuedAt", "301 s old", OVER, {"iat": NOW - 301}),
        ("iat-ahead", "IssuedAt", "301 s ahead", OVER, {"iat": NOW + 301}),
        ("iat-fraction", "IssuedAt", "300.5 s old", OVER, {}, NOW + 300.5),
        ("iat-within", "IssuedAt", "299.5 s old", None, {}, NOW + 299.5),
        ("iat-second", "IssuedAt", "this second", None, {}, NOW, 0),
        ("iat-second-old", "IssuedAt", "a second old", OVER, {}, NOW + 1, 0),
        ("iat-half", "IssuedAt", "0.25 s old", None, {}, NOW + 0.25, 0.25),
        ("iat-any-age", "IssuedAt AnyAge", "of 2001", None, {"iat": 10**9}, NOW, None),
        ("iat-any-future", "IssuedAt AnyAge", "of 2100", None, {"iat": 4102444800}, NOW, None),
        ("iat-zero", "IssuedAt AnyAge", "1970", None, {"iat": 0}, NOW, None),
        ("iat-zero-old", "IssuedAt", "1970", OVER, {"iat": 0}),
        ("iat-negative", "IssuedAt", "before 1970", OVER, {"iat": -NOW}),
        ("iat-huge", "IssuedAt", "30 digits", OVER, {"iat": HUGE}),
        ("iat-very-huge", "IssuedAt", "400 digits", OVER, {"iat": Raw("9" * 400)}),
        ("iat-milliseconds", "IssuedAt", "milliseconds", OVER, {"iat": NOW * 1000}),
        ("iat-absent", "IssuedAt", "none", NO_TIME, {"iat": ABSENT}),
        ("iat-absent-any-age", "IssuedAt AnyAge", "none", NO_TIME, {"iat": ABSENT}, NOW, None),
        ("iat-case", "IssuedAt LetterCase", "IAT", NO_TIME, {"iat": ABSENT, "IAT": NOW}),
        ("iat-null", "IssuedAt", "null", ODD_TIME, {"iat": None}),
        ("iat-null-any-age", "IssuedAt AnyAge", "null", ODD_TIME, {"iat": None}, NOW, None),
        ("iat-true", "IssuedAt", "true", ODD_TIME, {"iat": True}, 1),
        ("iat-false", "IssuedAt", "false", ODD_TIME, {"iat": False}, 0),
        ("iat-string", "IssuedAt", "a string of digits", ODD_TIME, {"iat": str(NOW)}),
        ("iat-empty", "IssuedAt", "an empty string", ODD_TIME, {"iat": ""}),
        ("iat-float", "IssuedAt", "a whole float", ODD_TIME, {"iat": Raw(f"{NOW}.0")}),
        ("iat-exponent", "IssuedAt", "an exponent", ODD_TIME, {"iat": Raw("17e8")}),
        ("iat-half-second", "IssuedAt", "a fraction", ODD_TIME, {"iat": NOW + 0.5}),
        ("iat-array", "IssuedAt", "an array", ODD_TIME, {"iat": [NOW]}),
        ("iat-object", "IssuedAt", "an object", ODD_TIME, {"iat": {}}),
        ("exp-next", "Expiry", "over in a second", None, {"exp": NOW + 1}),
        ("exp-now", "Expiry", "over now", OVER, {"exp": NOW}),
        ("exp-half", "Expiry", "over since half a second", OVER, {"exp": NOW}, NOW + 0.5),
        ("exp-soon", "Expiry", "over in half a second", None, {"exp": NOW + 1}, NOW + 0.5),
        ("exp-past", "Expiry", "no leeway", OVER, {"exp": NOW - 1}),
        ("exp-negative", "Expiry", "before 1970", OVER, {"exp": -1}),
        ("exp-zero", "Expiry", "1970", OVER, {"exp": 0}),
        ("exp-huge", "Expiry", "30 digits", None, {"exp": HUGE}),
        ("exp-any-age", "Expiry AnyAge", "honoured all the same", OVER, {"exp": NOW}, NOW, None),
        ("exp-null", "Expiry", "null", ODD_TIME, {"exp": None}),
        ("exp-true", "Expiry", "true", ODD_TIME, {"exp": True}),
        ("exp-float", "Expiry", "a float", ODD_TIME, {"exp": Raw(f"{NOW + 60}.0")}),
        ("exp-string", "Expiry", "a string", ODD_TIME, {"exp": str(NOW + 60)}),
        ("exp-string-any-age", "Expiry AnyAge", "a string", ODD_TIME, {"exp": "x"}, NOW, None),
        ("nbf-past", "NotBefore", "in the past", None, {"nbf": 0}),
        ("nbf-now", "NotBefore", "now", None, {"nbf": NOW}),
        ("nbf-newest", "NotBefore", "300 s ahead", None, {"nbf": NOW + 300}),
        ("nbf-ahead", "NotBefore", "301 s ahead", OVER, {"nbf": NOW + 301}),
        ("nbf-huge", "NotBefore", "30 digits", OVER, {"nbf": HUGE}),
        ("nbf-zero-tolerance", "NotBefore", "a second ahead", OVER, {"nbf": NOW + 1}, NOW, 0),
        ("nbf-any-age", "NotBefore AnyAge", "now", None, {"nbf": NOW}, NOW, None),
        ("nbf-any-ahead", "NotBefore AnyAge", "no leeway", OVER, {"nbf": NOW + 1}, NOW, None),
        ("nbf-null", "NotBefore", "null", ODD_TIME, {"nbf": None}),
        ("nbf-float", "NotBefore", "a float", ODD_TIME, {"nbf": Raw("0.0")}),
        ("nbf-string", "NotBefore", "a string", ODD_TIME, {"nbf": "0"}),
        ("exp-nbf", "Expiry NotBefore", "both", None, {"nbf": NOW - 1, "exp": NOW + 1}),
    )
]


def payload(
    case_id: str, flags: str, comment: str, error: Error, bound: str | bytes, **got: Any
) -> Case:
    """Return a case about a token that was made for a payload, and what came with it."""
    text = token(payload=bound)
    received = request(bearer(text), **({"body": bound} | got))
    return webhook(f"payload-{case_id}", flags, comment, error, text, received, bound)


def query(
    case_id: str, comment: str, error: Error, url: str, bound: Any, flags: str = "Query"
) -> Case:
    """Return a case about a GET without a body, and a token made for an object of strings."""
    if not isinstance(bound, str):
        bound = json.dumps(bound, ensure_ascii=False, separators=(",", ":"))
    return payload(f"query-{case_id}", flags, comment, error, bound, method="GET", url=url, body="")


NUMBERS = {"to": "447700900000", "from": "447700900001"}
NAMES = "/webhook?to=447700900000&from=447700900001"
A, EMPTY = {"a": "1"}, ""
ENCODING, DUPLICATE, PARAMETER = Refused.ENCODING, Refused.DUPLICATE, Refused.PARAMETER
ODD = '"\\/<>&\b\f\n\r\t\x00\x1f\x7f\u2028\u2029'
PAYLOADS = [
    payload("compact", "Body", "compact JSON", None, BODY),
    payload("pretty", "Body", "as it arrived, white space included", None, '{\r\n "a": 1 }\n'),
    payload("unicode", "Body", "UTF-8", None, '{"text":"caf\u00e9 \U0001f600"}'),
    payload("mark", "Body", "a byte order mark", None, "\ufeff{}"),
    payload("bytes", "Body", "not UTF-8", None, b"\xff\x00\xfe"),
    payload("utf-16", "Body", "UTF-16", None, '{"a":1}'.encode("utf-16")),
    payload("form", "Body", "a form", None, "a=1&a=2&%"),
    payload("not-json", "Body", "not read", None, '{"a":1,"a":'),
    payload("put", "Body", "another method", None, BODY, method="PUT"),
    payload("delete", "Body", "another method", None, BODY, method="DELETE"),
    payload("get", "Body", "a GET with a body", None, BODY, method="GET"),
    payload("get-query", "Body Query", "and a query", None, BODY, method="GET", url="/?a=1"),
    payload("beside", "Body Query", "a query beside a body", None, BODY, url="/webhook?admin=1"),
    payload("broken", "Body Query", "a query that is not read", None, BODY, url="/webhook?%&a&a"),
    payload("other", "Body", "another body", PAYLOAD, BODY, body=BODY.replace("Hello", "Hallo")),
    payload("space", "Body", "a space more", PAYLOAD, BODY, body=BODY.replace(",", ", ")),
    payload("newline", "Body", "a line end more", PAYLOAD, BODY, body=f"{BODY}\n"),
    payload("composed", "Body", "normalised", PAYLOAD, '"e\u0301"', body='"\u00e9"'),
    payload("added", "Body", "a body where there was none", PAYLOAD, EMPTY, body="{}"),
    payload("removed", "Empty", "the body removed", PAYLOAD, BODY, body=""),
    payload("empty", "Empty", "a POST without a body", None, EMPTY),
    payload("empty-put", "Empty", "a PUT without a body", None, EMPTY, method="PUT"),
    payload("empty-query", "Empty Query", "beside a query", None, EMPTY, url=NAMES),
    payload("empty-head", "Empty Query", "HEAD", None, EMPTY, method="HEAD", url=NAMES),
    payload("empty-get", "Empty", "neither body nor query", None, EMPTY, method="GET"),
    payload("empty-mark", "Empty", "nothing after the ?", None, EMPTY, method="GET", url="/cb?"),
    query("post", "a POST never falls back", PAYLOAD, NAMES, EMPTY),
    query("vendor", "as a sample has it", None, NAMES, NUMBERS),
    query("absolute", "an absolute URL", None, f"https://example.com{NAMES}", NUMBERS),
    query(
        "order", "as received", None, "/?b=1&a=2&2=3&1=4", {"b": "1", "a": "2", "2": "3", "1": "4"}
    ),
    query("digits", "an object, never an array", None, "/?0=a&1=b", {"0": "a", "1": "b"}),
    query(
        "names",
        "names of JavaScript",
        None,
        "/?__proto__=1&length=2",
        {"__proto__": "1", "length": "2"},
    ),
    query("plus", "+, %20 and %2B", None, "/?a+b=c%20d%2Be", {"a b": "c d+e"}),
    query("unicode", "not escaped", None, "/?%C3%A9=%F0%9F%98%80", {"\u00e9": "\U0001f600"}),
    query("escapes", "what JSON escapes", None, f"/?{urlencode({'a': ODD})}", {"a": ODD}),
    query("blank", "a blank value", None, "/?a=&b=1", {"a": "", "b": "1"}),
    query(
        "strings",
        "values stay strings",
        None,
        "/?a=1&b=true&c=null",
        {"a": "1", "b": "true", "c": "null"},
    ),
    query(
        "own", "the receiver's own parameters", None, "/?token=x&to=1", {"token": "x", "to": "1"}
    ),
    query("sig", "sig is a parameter like any other", None, "/?sig=0&a=1", {"sig": "0", "a": "1"}),
    query("question-mark", "a second ?", None, "/?a=b?c", {"a": "b?c"}),
    query("no-equals", "a name alone", OR(ENCODING), "/?a", {"a": ""}),
    query("empty-field", "two ampersands", OR(ENCODING), "/?a=1&&b=2", {"a": "1", "b": "2"}),
    query("raw", "the query as it is", PAYLOAD, NAMES, NAMES.partition("?")[2]),
    query("spaced", "JSON with spaces", PAYLOAD, NAMES, json.dumps(NUMBERS)),
    query("sorted", "another order", PAYLOAD, NAMES, dict(sorted(NUMBERS.items()))),
    query("ascii", "non-ASCII escaped", PAYLOAD, "/?a=%C3%A9", '{"a":"\\u00e9"}'),
    query("slash", "slashes escaped", PAYLOAD, "/?a=/b", '{"a":"\\/b"}'),
    query("number", "a number for its text", PAYLOAD, "/?a=1", '{"a":1}'),
    query("altered", "a value", PAYLOAD, "/?a=2", A),
    query("parameter-added", "a parameter more", PAYLOAD, "/?a=1&b=2", A),
    query("removed", "the query removed", PAYLOAD, "/", A),
    query("unbound", "bound to the empty body", PAYLOAD, NAMES, EMPTY),
    query("empty-object", "bound to {}", PAYLOAD, "/", "{}"),
    query("escape", "a % alone", ENCODING, "/?a=100%", A),
    query("latin-1", "escaped Latin-1", ENCODING, "/?a=%E9", A),
    query("surrogate", "half a pair", ENCODING, "/?a=%ED%A0%80", A),
    query("duplicate", "a name twice", DUPLICATE, "/?a=1&a=1", A),
    query("duplicate-first", "another value first", DUPLICATE, "/?a=2&a=1", A),
    query("empty-name", "no name", PARAMETER, "/?=1&a=1", A),
    query("folded", "& in a name", PARAMETER, "/?a%26b=1", {"a&b": "1"}),
    payload(
        "method-case",
        "Body Query",
        "get is not GET",
        PAYLOAD,
        '{"a":"1"}',
        method="get",
        url="/?a=1",
        body="",
    ),
    payload(
        "post-query",
        "Empty Query",
        "a POST never falls back to its query",
        PAYLOAD,
        '{"a":"1"}',
        url="/?a=1",
        body="",
    ),
]


def trusting(
    case_id: str, comment: str, error: Error, claims: dict[str, Any], body: str, **how: Any
) -> Case:
    """Return a case in which the payload is not verified, and therefore not handed over."""
    text = token(claims)
    received = request(bearer(text), body=body)
    how["verify_payload"] = False
    return webhook(f"unbound-{case_id}", "Unbound", comment, error, text, received, "", **how)


def account(
    case_id: str, comment: str, error: Error, api_key: Any, secret: str, secrets: Any, flags: str
) -> Case:
    text = token({"api_key": api_key}, secret=secret)
    return webhook(f"secret-{case_id}", flags, comment, error, text, secrets=secrets)


OLD, NEW, OTHER = "old_secret" * 4, "new_secret" * 4, "other_secret" * 4
ACCOUNTS = {"a1b2c3d4": [SECRET], "b2c3d4e5": [NEW, OLD], "12345678": [OTHER]}
ONE, KEY = "Secrets", "a1b2c3d4"
SECRETS = [
    account(*row)
    for row in (
        ("other", "another", MISMATCH, KEY, OTHER, [SECRET], ONE),
        ("case", "in upper case", MISMATCH, KEY, SECRET.upper(), [SECRET], ONE),
        ("newline", "a line end after it", MISMATCH, KEY, f"{SECRET}\n", [SECRET], ONE),
        ("empty", "an empty one", MISMATCH, KEY, "", [SECRET], ONE),
        ("short", "one byte", None, KEY, "x", ["x"], ONE),
        ("block", "64 bytes", None, KEY, "k" * 64, ["k" * 64], ONE),
        ("beyond-block", "65 bytes", None, KEY, "k" * 65, ["k" * 65], ONE),
        (
            "unicode",
            "in UTF-8",
            None,
            KEY,
            "g\u00e9heim\U0001f511" * 4,
            ["g\u00e9heim\U0001f511" * 4],
            ONE,
        ),
        ("spaces", "not trimmed", None, KEY, f" {SECRET} ", [f" {SECRET} "], ONE),
        ("base64", "not decoded", None, KEY, "c2VjcmV0" * 6, ["c2VjcmV0" * 6], ONE),
        ("new", "the new one", None, KEY, NEW, [NEW, OLD], "Rotation"),
        ("old", "the old one", None, KEY, OLD, [NEW, OLD], "Rotation"),
        ("rotated-out", "one no longer in use", MISMATCH, KEY, OTHER, [NEW, OLD], "Rotation"),
        ("account", "of its account", None, KEY, SECRET, ACCOUNTS, "Accounts"),
        ("account-new", "the new one", None, "b2c3d4e5", NEW, ACCOUNTS, "Accounts Rotation"),
        ("account-old", "the old one", None, "b2c3d4e5", OLD, ACCOUNTS, "Accounts Rotation"),
        ("account-digits", "a key of digits", None, "12345678", OTHER, ACCOUNTS, "Accounts"),
        ("account-swapped", "another account's", MISMATCH, KEY, OTHER, ACCOUNTS, "Accounts"),
        ("account-unknown", "no such account", MISMATCH, "c3d4e5f6", SECRET, ACCOUNTS, "Accounts"),
        ("account-case", "in upper case", MISMATCH, KEY.upper(), SECRET, ACCOUNTS, "Accounts"),
        ("account-space", "a space after it", MISMATCH, f"{KEY} ", SECRET, ACCOUNTS, "Accounts"),
        ("account-empty", "an empty key", MISMATCH, "", SECRET, ACCOUNTS, "Accounts"),
        ("account-proto", "a name of JavaScript", MISMATCH, "__proto__", "", ACCOUNTS, "Accounts"),
        ("account-member", "an inherited member", MISMATCH, "toString", "", ACCOUNTS, "Accounts"),
        ("account-absent", "no key", TOKEN, ABSENT, SECRET, ACCOUNTS, "Accounts"),
        ("account-null", "null", TOKEN, None, SECRET, ACCOUNTS, "Accounts"),
        ("account-number", "a number", TOKEN, 12345678, OTHER, ACCOUNTS, "Accounts"),
        ("account-array", "an array", TOKEN, [KEY], SECRET, ACCOUNTS, "Accounts"),
        ("account-object", "an object", TOKEN, {}, SECRET, ACCOUNTS, "Accounts"),
        ("account-null-forged", "null, not signed", TOKEN, None, "x", ACCOUNTS, "Accounts"),
    )
] + [
    trusting("other", "another body", None, {}, "{}"),
    trusting("same", "its own body", None, {}, BODY),
    trusting("hash", "the form of the hash", TOKEN, {"payload_hash": "x"}, BODY),
    trusting("hash-absent", "no hash", TOKEN, {"payload_hash": ABSENT}, BODY),
    trusting("stale", "too old all the same", OVER, {"iat": NOW - 301}, BODY),
]
