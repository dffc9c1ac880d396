# fmt: off
"""Inbound requests, and the parameters that they carry, or how they must be rejected."""
import json
from typing import Any, TypeAlias

from vectors.errors import BROKEN, PARAM, REQUEST, TOO_LARGE, TWICE, TYPE
from vectors.format import Body, Case, Either, body_fields, case, repeated
from vectors.given import FORM, JSON, JSON_TYPES

Headers: TypeAlias = list[tuple[str, str]]
URL = "/callback"

def read(case_id: str, flags: str, comment: str, expected: Any, method: str = "GET",
        url: str = URL, headers: Headers | None = None, body: Body = "") -> Case:
    request = {"method": method, "url": url, "headers": headers or []} | body_fields(body)
    return case(f"request-{case_id}", flags, comment, {"request": request}, expected)

def get(case_id: str, flags: str, comment: str, url: str, expected: Any) -> Case:
    return read(case_id, flags, comment, expected, url=url)

def post(case_id: str, flags: str, comment: str, content_type: str | None, body: Body,
        expected: Any, url: str = URL) -> Case:
    headers = [] if content_type is None else [("Content-Type", content_type)]
    return read(case_id, flags, comment, expected, "POST", url, headers, body)

A = {"a": "1"}
AS_FORM, AS_JSON = [("Content-Type", FORM)], [("Content-Type", JSON)]
RECEIPT = {
    "msisdn": "14155550100", "to": "AcmeInc", "messageId": "0C000000217B7F02",
    "price": "0.03330000", "status": "delivered", "message-timestamp": "2023-11-14 22:13:20",
    "timestamp": "1700000000", "nonce": "8f0f1d7e", "sig": "b0ac1e44",
}
RECEIPT_FORM = (
    "msisdn=14155550100&to=AcmeInc&messageId=0C000000217B7F02&price=0.03330000&status=delivered"
    "&message-timestamp=2023-11-14+22%3A13%3A20&timestamp=1700000000&nonce=8f0f1d7e&sig=b0ac1e44"
)
RECEIPT_JSON = json.dumps(RECEIPT, separators=(",", ":"))
ACCEPTED = [
    get("receipt-query", "Realistic", "a delivery receipt", f"{URL}?{RECEIPT_FORM}", RECEIPT),
    post("receipt-form", "Realistic", "a delivery receipt", FORM, RECEIPT_FORM, RECEIPT),
    post("receipt-json", "Realistic", "a delivery receipt", JSON, RECEIPT_JSON, RECEIPT),
    get("path", "Target", "a path with a query", "/a/b?a=1", A),
    get("root", "Target", "the root", "/?a=1", A),
    get("absolute", "Target", "an absolute URL", "https://example.com/cb?a=1", A),
    get("port", "Target", "with a port", "https://example.com:8443/cb?a=1", A),
    get("http", "Target", "plain HTTP, as behind a proxy", "http://example.com/cb?a=1", A),
    get("query-only", "Target", "no path", "?a=1", A),
    get("path-escapes", "Target", "what the path holds is not a parameter", "/a%26b=2/%3Fc?a=1", A),
    get("path-broken-escape", "Target", "the path is not decoded", "/100%?a=1", A),
    get("second-question-mark", "Target", "is part of the query", "/cb?a=b?c", {"a": "b?c"}),
    get("slash", "Target", "in the query", "/cb?a=/b/", {"a": "/b/"}),
    get("no-query", "Target", "no parameters", "/cb", {}),
    get("empty-query", "Target", "no parameters", "/cb?", {}),
    get("escaped-hash", "Fragment", "%23 is not a fragment", "/cb?a=%23b", {"a": "#b"}),
    get("query-plus", "Target", "a plus is a space", "/cb?a=b+c%2Bd%20e", {"a": "b c+d e"}),
    get("query-semicolon", "Target", "no separator", "/cb?a=1;b=2", {"a": "1;b=2"}),
    post("form", "ContentType", "a form", FORM, "a=1", A),
    *[post(f"type-{name.replace('/', '-')}", "ContentType", "JSON", name, '{"a":1}', A)
        for name in JSON_TYPES],
    post("charset", "ContentType Charset", "utf-8", f"{FORM}; charset=UTF-8", "a=1", A),
    post("type-case", "ContentType", "in upper case", "APPLICATION/JSON", '{"a":"1"}', A),
    post("post-query", "Target", "a POST without a body", None, "", A, "/cb?a=1"),
    post("post-query-type", "Target ContentType", "says what is not there", FORM, "", A, "/cb?a=1"),
    post("post-nothing", "ContentType", "neither query nor body", None, "", {}),
    post("post-empty-form", "ContentType", "a form without fields", FORM, "", {}),
    post("post-empty-query", "Target", "a question mark and a body", FORM, "a=1", A, "/cb?"),
    post("post-empty-json", "ContentType", "no JSON text", JSON, "", Either({}, BROKEN)),
    read("header-lower", "HeaderName", "in lower case", A, "POST", URL, [("content-type", FORM)],
        "a=1"),
    read("header-upper", "HeaderName", "in upper case", A, "POST", URL, [("CONTENT-TYPE", JSON)],
        '{"a":"1"}'),
    read("other-headers", "HeaderName", "are ignored", A,
        headers=[("X-Sig", "0"), ("Accept", "*/*")], url="/cb?a=1"),
    read("get-type", "ContentType", "a GET with a Content-Type", A, headers=AS_JSON, url="/cb?a=1"),
    read("get-length", "ContentType", "a GET with a length of 0", A,
        headers=[("Content-Length", "0")], url="/cb?a=1"),
    post("many", "Limits", "100 parameters", FORM, "&".join(f"n{n}=" for n in range(100)),
        {f"n{n}": "" for n in range(100)}),
]
SPELLINGS = [*AS_JSON, ("content-type", FORM)]
REJECTED = [
    post("query-and-form", "QueryAndBody", "different names", FORM, "a=1", REQUEST, "/cb?b=2"),
    post("query-and-same-form", "QueryAndBody", "the same name", FORM, "a=1", REQUEST, "/cb?a=2"),
    post("query-and-equal-form", "QueryAndBody", "the same parameters", FORM, "a=1", REQUEST,
        "/cb?a=1"),
    post("query-and-json", "QueryAndBody", "beside JSON", JSON, '{"a":"1"}', REQUEST, "/cb?b=2"),
    post("sig-in-query", "QueryAndBody", "only sig", FORM, "a=1", REQUEST, "/cb?sig=0"),
    post("query-and-no-type", "QueryAndBody ContentType", "two faults", None, "a=1", REQUEST,
        "/cb?b=2"),
    read("get-form", "GetBody", "a form", REQUEST, headers=AS_FORM, body="a=1"),
    read("get-json", "GetBody", "JSON", REQUEST, headers=AS_JSON, body='{"a":"1"}'),
    read("get-query-and-body", "GetBody QueryAndBody", "and a query", REQUEST, url="/cb?a=1",
        headers=AS_FORM, body="b=2"),
    read("get-garbage", "GetBody", "no Content-Type", REQUEST, body="x"),
    read("put", "Method", "PUT", REQUEST, "PUT", URL, AS_FORM, "a=1"),
    read("patch", "Method", "PATCH", REQUEST, "PATCH", URL, AS_FORM, "a=1"),
    read("delete", "Method", "DELETE", REQUEST, "DELETE", "/cb?a=1"),
    read("head", "Method", "HEAD", REQUEST, "HEAD", "/cb?a=1"),
    read("options", "Method", "OPTIONS", REQUEST, "OPTIONS", "/cb?a=1"),
    read("lower-case", "Method", "another method than GET", REQUEST, "get", "/cb?a=1"),
    read("no-method", "Method", "no method", REQUEST, "", "/cb?a=1"),
    post("no-type", "ContentType", "a form", None, "a=1", TYPE),
    post("no-type-json", "ContentType", "JSON", None, '{"a":"1"}', TYPE),
    post("empty-type", "ContentType", "a blank one", "", "a=1", TYPE),
    post("text", "ContentType", "text/plain", "text/plain", "a=1", TYPE),
    post("multipart", "ContentType", "multipart", "multipart/form-data; boundary=b", "--b--", TYPE),
    post("latin-1", "ContentType Charset", "ISO-8859-1", f"{FORM}; charset=iso-8859-1", "a=1",
        TYPE),
    post("utf-7", "ContentType Charset", "UTF-7", f"{JSON}; charset=utf-7", '{"a":"1"}', TYPE),
    read("two-types", "ContentType", "in two headers", TYPE, "POST", URL, AS_FORM + AS_JSON, "a=1"),
    read("two-spellings", "ContentType HeaderName", "spelled differently", TYPE, "POST", URL,
        SPELLINGS, "a=1"),
    read("same-type-twice", "ContentType", "in two headers", TYPE, "POST", URL, AS_FORM * 2, "a=1"),
    post("form-as-json", "ContentType", "a form that is called JSON", JSON, "a=1", BROKEN),
    post("json-list", "Flat", "a list for a text", JSON, '{"sig":["0","1"]}', BROKEN),
    post("json-array", "Flat", "no object", JSON, "[]", BROKEN),
    post("json-utf-16", "Charset NotUTF8", "UTF-16", JSON, '\ufeff{"a":"1"}'.encode("utf-16-be"),
        BROKEN),
    post("form-latin-1", "Charset NotUTF8", "raw Latin-1", FORM, b"a=\xe9", BROKEN),
    get("query-latin-1", "NotUTF8", "escaped Latin-1", "/cb?a=%E9", BROKEN),
    get("query-overlong", "NotUTF8", "an overlong NUL", "/cb?a=%C0%80", BROKEN),
    get("query-surrogate", "NotUTF8", "half a pair", "/cb?a=%ED%A0%80", BROKEN),
    get("query-broken-escape", "NotUTF8", "a % alone", "/cb?a=100%", BROKEN),
    get("duplicate-query", "Duplicate", "in a query", "/cb?a=1&a=2", TWICE),
    get("duplicate-sig-query", "Duplicate", "sig in a query", "/cb?sig=0&a=1&sig=1", TWICE),
    post("duplicate-form", "Duplicate", "in a form", FORM, "a=1&a=2", TWICE),
    post("duplicate-json", "Duplicate", "in JSON", JSON, '{"a":"1","a":"2"}', TWICE),
    get("folded-query", "FoldedName", "in a query", "/cb?a%3D1%26b=2", PARAM),
    post("folded-form", "FoldedName", "in a form", FORM, "a%3D1%26b=2", PARAM),
    post("folded-json", "FoldedName", "in JSON", JSON, '{"a=1&b":"2"}', PARAM),
    get("fragment", "Fragment", "after the query", "/cb?a=1#b=2", Either(A, REQUEST)),
    get("fragment-as-query", "Fragment", "a ? in the fragment", "/cb#?a=1", Either({}, REQUEST)),
    post("parameters-million", "Limits", "a million parameters", FORM,
        repeated("", "n{n}=&", 1_000_000, "z="), TOO_LARGE),
    post("bytes-100-mb", "Limits", "100 MB in one value", FORM,
        repeated("a=", "x" * 100, 1_000_000, ""), TOO_LARGE),
    post("json-100-mb", "Limits", "100 MB of white space", JSON,
        repeated("", " " * 100, 1_000_000, "{}"), TOO_LARGE),
]
CASES = ACCEPTED + REJECTED
