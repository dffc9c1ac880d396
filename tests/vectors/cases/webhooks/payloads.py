# fmt: off
"""What the token is bound to, and the secret that signed it."""
import json
from itertools import starmap
from typing import Any
from urllib.parse import urlencode

from vectors.cases.webhooks.tokens import ABSENT, BODY, SECRET, Members, token
from vectors.cases.webhooks.webhook import OR, Error, bearer, request, webhook
from vectors.errors import BROKEN, EXPIRED, FORGED, PARAM, PAYLOAD, REQUEST, TOKEN, TWICE
from vectors.format import Case
from vectors.given import NOW


def payload(case_id: str, flags: str, comment: str, error: Error, bound: str | bytes,
        **got: Any) -> Case:
    """Return a case about a token that was made for a payload, and what came with it."""
    text = token(payload=bound)
    received = request(bearer(text), **({"body": bound} | got))
    return webhook(f"payload-{case_id}", flags, comment, error, text, received, bound)

def arrived(case_id: str, comment: str, error: Error, length: str, body: str, method: str) -> Case:
    """Return a case about a body, and the Content-Length that was sent with it."""
    text = token(payload=body)
    received = request([*bearer(text), ("content-length", length)], method, body=body)
    return webhook(f"length-{case_id}", "Length", comment, error, text, received, body)

def query(case_id: str, comment: str, error: Error, url: str, bound: Any) -> Case:
    """Return a case about a GET without a body, and a token made for an object of strings."""
    if not isinstance(bound, str):
        bound = json.dumps(bound, ensure_ascii=False, separators=(",", ":"))
    how = {"method": "GET", "url": url, "body": ""}
    return payload(f"query-{case_id}", "Query", comment, error, bound, **how)

NUMBERS = {"to": "447700900000", "from": "447700900001"}
NAMES = "/webhook?to=447700900000&from=447700900001"
A, EMPTY = {"a": "1"}, ""
ODD = '"\\/<>&\b\f\n\r\t\x00\x1f\x7f\u2028\u2029'
PAYLOADS = [
    payload("compact", "Body", "compact JSON", None, BODY),
    payload("pretty", "Body", "as it arrived, white space included", None, '{\r\n "a": 1 }\n'),
    payload("unicode", "Body", "UTF-8", None, '{"text":"caf\u00e9 \U0001f600"}'),
    payload("mark", "Body", "a byte order mark", None, "\ufeff{}"),
    payload("bytes", "Body", "not UTF-8", None, b"\xff\x00\xfe"),
    payload("utf-16", "Body", "UTF-16", None, '\ufeff{"a":1}'.encode("utf-16-le")),
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
    query("order", "as received", None, "/?b=1&a=2&2=3&1=4",
        {"b": "1", "a": "2", "2": "3", "1": "4"}),
    query("digits", "an object, never an array", None, "/?0=a&1=b", {"0": "a", "1": "b"}),
    query("names", "names of JavaScript", None, "/?__proto__=1&length=2",
        {"__proto__": "1", "length": "2"}),
    query("plus", "+, %20 and %2B", None, "/?a+b=c%20d%2Be", {"a b": "c d+e"}),
    query("unicode", "not escaped", None, "/?%C3%A9=%F0%9F%98%80", {"\u00e9": "\U0001f600"}),
    query("escapes", "what JSON escapes", None, f"/?{urlencode({'a': ODD})}", {"a": ODD}),
    query("blank", "a blank value", None, "/?a=&b=1", {"a": "", "b": "1"}),
    query("strings", "values stay strings", None, "/?a=1&b=true&c=null",
        {"a": "1", "b": "true", "c": "null"}),
    query("own", "the receiver's own parameters", None, "/?token=x&to=1",
        {"token": "x", "to": "1"}),
    query("sig", "sig is a parameter like any other", None, "/?sig=0&a=1", {"sig": "0", "a": "1"}),
    query("question-mark", "a second ?", None, "/?a=b?c", {"a": "b?c"}),
    query("no-equals", "a name alone", OR(BROKEN), "/?a", {"a": ""}),
    query("empty-field", "two ampersands", OR(BROKEN), "/?a=1&&b=2", {"a": "1", "b": "2"}),
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
    query("escape", "a % alone", BROKEN, "/?a=100%", A),
    query("latin-1", "escaped Latin-1", BROKEN, "/?a=%E9", A),
    query("surrogate", "half a pair", BROKEN, "/?a=%ED%A0%80", A),
    query("duplicate", "a name twice", TWICE, "/?a=1&a=1", A),
    query("duplicate-first", "another value first", TWICE, "/?a=2&a=1", A),
    query("empty-name", "no name", PARAM, "/?=1&a=1", A),
    query("folded", "& in a name", PARAM, "/?a%26b=1", {"a&b": "1"}),
    payload("method-case", "Body Query", "get is not GET", PAYLOAD, '{"a":"1"}', method="get",
        url="/?a=1", body=""),
    payload("post-query", "Empty Query", "a POST never falls back to its query", PAYLOAD,
        '{"a":"1"}', url="/?a=1", body=""),
]

def trusting(case_id: str, comment: str, error: Error, claims: Members, body: str) -> Case:
    """Return a case in which the payload is not verified, and therefore not handed over."""
    text = token(claims)
    received = request(bearer(text), body=body)
    return webhook(f"unbound-{case_id}", "Unbound", comment, error, text, received, "",
        verify_payload=False)

def account(case_id: str, comment: str, error: Error, api_key: Any, secret: str, secrets: Any,
        flags: str) -> Case:
    text = token({"api_key": api_key}, secret=secret)
    return webhook(f"secret-{case_id}", flags, comment, error, text, secrets=secrets)

OLD, NEW, OTHER = "old_secret" * 4, "new_secret" * 4, "other_secret" * 4
ACCOUNTS = {"a1b2c3d4": [SECRET], "b2c3d4e5": [NEW, OLD], "12345678": [OTHER]}
ONE, KEY = "Secrets", "a1b2c3d4"
SECRETS: list[Any] = [
    ("other", "another", FORGED, KEY, OTHER, [SECRET], ONE),
    ("case", "in upper case", FORGED, KEY, SECRET.upper(), [SECRET], ONE),
    ("newline", "a line end after it", FORGED, KEY, f"{SECRET}\n", [SECRET], ONE),
    ("empty", "an empty one", FORGED, KEY, "", [SECRET], ONE),
    ("short", "one byte", None, KEY, "x", ["x"], ONE),
    ("block", "64 bytes", None, KEY, "k" * 64, ["k" * 64], ONE),
    ("beyond-block", "65 bytes", None, KEY, "k" * 65, ["k" * 65], ONE),
    ("unicode", "in UTF-8", None, KEY, "g\u00e9heim\U0001f511" * 4, ["g\u00e9heim\U0001f511" * 4],
        ONE),
    ("spaces", "not trimmed", None, KEY, f" {SECRET} ", [f" {SECRET} "], ONE),
    ("base64", "not decoded", None, KEY, "c2VjcmV0" * 6, ["c2VjcmV0" * 6], ONE),
    ("new", "the new one", None, KEY, NEW, [NEW, OLD], "Rotation"),
    ("old", "the old one", None, KEY, OLD, [NEW, OLD], "Rotation"),
    ("rotated-out", "one no longer in use", FORGED, KEY, OTHER, [NEW, OLD], "Rotation"),
    ("account", "of its account", None, KEY, SECRET, ACCOUNTS, "Accounts"),
    ("account-new", "the new one", None, "b2c3d4e5", NEW, ACCOUNTS, "Accounts Rotation"),
    ("account-old", "the old one", None, "b2c3d4e5", OLD, ACCOUNTS, "Accounts Rotation"),
    ("account-digits", "a key of digits", None, "12345678", OTHER, ACCOUNTS, "Accounts"),
    ("account-swapped", "another account's", FORGED, KEY, OTHER, ACCOUNTS, "Accounts"),
    ("account-unknown", "no such account", FORGED, "c3d4e5f6", SECRET, ACCOUNTS, "Accounts"),
    ("account-case", "in upper case", FORGED, KEY.upper(), SECRET, ACCOUNTS, "Accounts"),
    ("account-space", "a space after it", FORGED, f"{KEY} ", SECRET, ACCOUNTS, "Accounts"),
    ("account-empty", "an empty key", FORGED, "", SECRET, ACCOUNTS, "Accounts"),
    ("account-proto", "a name of JavaScript", FORGED, "__proto__", "", ACCOUNTS, "Accounts"),
    ("account-member", "an inherited member", FORGED, "toString", "", ACCOUNTS, "Accounts"),
    ("account-absent", "no key", TOKEN, ABSENT, SECRET, ACCOUNTS, "Accounts"),
    ("account-null", "null", TOKEN, None, SECRET, ACCOUNTS, "Accounts"),
    ("account-number", "a number", TOKEN, 12345678, OTHER, ACCOUNTS, "Accounts"),
    ("account-array", "an array", TOKEN, [KEY], SECRET, ACCOUNTS, "Accounts"),
    ("account-object", "an object", TOKEN, {}, SECRET, ACCOUNTS, "Accounts"),
    ("account-null-forged", "null, not signed", TOKEN, None, "x", ACCOUNTS, "Accounts"),
]
UNBOUND = [
    trusting("other", "another body", None, {}, "{}"),
    trusting("same", "its own body", None, {}, BODY),
    trusting("hash", "the form of the hash", TOKEN, {"payload_hash": "x"}, BODY),
    trusting("hash-absent", "no hash", TOKEN, {"payload_hash": ABSENT}, BODY),
    trusting("stale", "too old all the same", EXPIRED, {"iat": NOW - 301}, BODY),
]
LENGTHS: list[Any] = [
    ("right", "that of the body", None, f"{len(BODY)}", BODY, "POST"),
    ("zero", "0, and no body", None, "0", "", "POST"),
    ("zero-get", "a GET that says 0", None, "0", "", "GET"),
    ("gone", "the body was read before", REQUEST, f"{len(BODY)}", "", "POST"),
    ("gone-get", "of a GET, too", REQUEST, "1", "", "GET"),
]
CASES = [*PAYLOADS, *starmap(arrived, LENGTHS), *starmap(account, SECRETS), *UNBOUND]
