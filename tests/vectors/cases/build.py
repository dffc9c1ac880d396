"""Parameters and credentials, and the request that carries them."""

from typing import Any

import reference
from vectors.cases.encode import RFC_3986, bodies, form
from vectors.format import Case, Either, Pairs, Refused, Topic, case
from vectors.media_types import FORM, JSON, JSON_TYPES

NOTES = {
    "ApiSecret": "Key and secret: api_key and api_secret are sent.",
    "Both": "Never both ways to authenticate.",
    "Contradiction": "A parameter says otherwise than the credentials.",
    "Duplicate": "A name that occurs twice is refused.",
    "EmptyCredential": "An empty key or secret usually is a variable that is not set.",
    "Endpoint": "The two endpoints of the Conversion API.",
    "Get": "A GET has a query, and a Content-Length of 0.",
    "Loopback": "Plain HTTP to this machine: for tests, and left to the implementation.",
    "MediaType": "A POST says what its body is, and how many bytes it has.",
    "Query": "A POST may carry the parameters in its query, without a body.",
    "Secure": "HTTPS only: anything else shows the credentials.",
    "Signature": "Key and signature: api_key, timestamp and sig are sent. The secret is not.",
    "Timestamp": "A timestamp among the parameters is sent and signed; otherwise the present one is added.",
    "URL": "The URL must leave no doubt about where the parameters are.",
}

SMS = "https://api.nexmo.com/conversions/sms"
VOICE = "https://api.nexmo.com/conversions/voice"
NOW = 1_700_000_000
CONVERSION: Pairs = [("message-id", "00A0B0C0"), ("delivered", "true")]

API_SECRET = {"api_key": "a1b2c3d4", "api_secret": "Secret 1"}


def signature_by(method: str, secret: str = "my_signature_secret") -> dict[str, Any]:
    return {"api_key": "a1b2c3d4", "secret": secret, "method": method, "now": NOW}


SIGNATURE = signature_by("sha256")


def authenticated(pairs: Pairs, auth: dict[str, Any]) -> Pairs:
    sent = dict(pairs)
    sent["api_key"] = auth["api_key"]
    if "api_secret" in auth:
        sent["api_secret"] = auth["api_secret"]
    else:
        sent.setdefault("timestamp", str(auth["now"]))
        sent["sig"] = reference.signature(sent, auth["secret"], auth["method"])
    return list(sent.items())


def carried(given: Case) -> Case:
    """Return the request that carries the parameters."""
    sent = authenticated(given["pairs"], given["auth"])
    if given["method"] == "GET" or given["placement"] == "query":
        url, body, media_type = f"{given['url']}?{form(sent, RFC_3986)}", "", []
    else:
        url, body = given["url"], bodies(sent, given["media_type"])[0]
        media_type = [("Content-Type", given["media_type"])]
    headers = [("Content-Length", str(len(body))), *media_type]
    return {"method": given["method"], "url": url, "headers": headers, "body": body}


def given(
    url: str = SMS,
    pairs: Pairs = CONVERSION,
    auth: dict[str, Any] = SIGNATURE,
    method: str = "POST",
    media_type: str = FORM,
    placement: str = "body",
) -> Case:
    return {
        "method": method,
        "url": url,
        "pairs": pairs,
        "auth": auth,
        "media_type": media_type,
        "placement": placement,
    }


def built(case_id: str, flags: str, comment: str, **arguments: Any) -> Case:
    what = given(**arguments)
    return case(f"build-{case_id}", flags, comment, what, carried(what))


def refused(case_id: str, flags: str, comment: str, error: Refused, **arguments: Any) -> Case:
    return case(f"build-{case_id}", flags, comment, given(**arguments), error)


def perhaps(case_id: str, flags: str, comment: str, error: Refused, **arguments: Any) -> Case:
    what = given(**arguments)
    expected = Either(carried(what), error)
    return case(f"build-{case_id}", flags, comment, what, expected)


TIME = ("timestamp", "2023-11-14 22:13:20")
BUILT = [
    built("sms", "Endpoint ApiSecret MediaType", "an SMS", auth=API_SECRET),
    built("voice", "Endpoint ApiSecret MediaType", "a call", url=VOICE, auth=API_SECRET),
    built("query", "Query ApiSecret", "no Content-Type", placement="query", auth=API_SECRET),
    built("get", "Get ApiSecret", "a GET", method="GET", auth=API_SECRET),
    built("get-placement", "Get Query", "a GET, query asked for", method="GET", placement="query"),
    built("signed-get", "Get Signature", "a signed GET", method="GET"),
    built("signed-query", "Query Signature", "a signed query", placement="query"),
    *[
        built(f"signed-{method}", "Signature Timestamp", "a signature", auth=signature_by(method))
        for method in ("md5hash", "md5", "sha1", "sha256", "sha512")
    ],
    *[
        built(f"{media_type.replace('/', '-')}", "MediaType", "a JSON type", media_type=media_type)
        for media_type in JSON_TYPES
    ],
    built("time", "Timestamp Signature", "the time of the conversion", pairs=[*CONVERSION, TIME]),
    built("unix-time", "Timestamp Signature", "a given time", pairs=[("timestamp", "1")]),
    built(
        "time-secret", "Timestamp ApiSecret", "without a signature", pairs=[TIME], auth=API_SECRET
    ),
    built("no-parameters", "Signature", "only what authenticates", pairs=[]),
    built(
        "unicode",
        "MediaType Signature",
        "characters are not bytes",
        pairs=[("text", "\u00e9\U0001f600")],
    ),
    built("text", "Signature", "signed with _, sent with & and =", pairs=[("text", "a&b=c +%")]),
    built(
        "json-text",
        "Signature MediaType",
        "the same",
        pairs=[("text", "a&b=c +%")],
        media_type=JSON,
    ),
    built("same-key", "ApiSecret", "api_key among the parameters", pairs=[("api_key", "a1b2c3d4")]),
    perhaps(
        "localhost", "Loopback", "a name", Refused.INSECURE_URL, url="http://localhost:8000/sms"
    ),
    perhaps("loopback-4", "Loopback", "IPv4", Refused.INSECURE_URL, url="http://127.0.0.1/sms"),
    perhaps("loopback-6", "Loopback", "IPv6", Refused.INSECURE_URL, url="http://[::1]:8000/sms"),
]

INSECURE, REQUEST, PARAMETER = Refused.INSECURE_URL, Refused.REQUEST, Refused.PARAMETER
REFUSALS = [
    refused("http", "Secure", "plain HTTP", INSECURE, url="http://api.nexmo.com/conversions/sms"),
    refused("http-case", "Secure", "in upper case", INSECURE, url="HTTP://api.nexmo.com/sms"),
    refused(
        "http-like-localhost", "Secure", "no loopback", INSECURE, url="http://localhost.example/"
    ),
    refused(
        "http-like-address", "Secure", "no loopback", INSECURE, url="http://127.0.0.1.example/"
    ),
    refused("ftp", "Secure", "another scheme", REQUEST, url="ftp://api.nexmo.com/sms"),
    refused("no-scheme", "Secure", "none", REQUEST, url="api.nexmo.com/conversions/sms"),
    refused("url-query", "URL", "a query already", REQUEST, url=f"{SMS}?a=1"),
    refused("url-fragment", "URL", "a fragment", REQUEST, url=f"{SMS}#a"),
    refused("url-user", "URL", "credentials", REQUEST, url="https://me:pw@api.nexmo.com/sms"),
    refused("url-space", "URL", "a space", REQUEST, url=f"{SMS} "),
    refused("url-newline", "URL", "a line end", REQUEST, url=f"{SMS}\r\nX: y"),
    refused("url-backslash", "URL", "a backslash", REQUEST, url="https://api.nexmo.com\\sms"),
    refused("put", "URL", "another method", REQUEST, method="PUT"),
    refused("media-type", "MediaType", "another", Refused.MEDIA_TYPE, media_type="text/plain"),
    refused("api-secret", "Both", "beside a signature", PARAMETER, pairs=[("api_secret", "x")]),
    refused("sig", "Both", "beside a secret", PARAMETER, pairs=[("sig", "0")], auth=API_SECRET),
    refused("other-key", "Contradiction", "api_key", PARAMETER, pairs=[("api_key", "other")]),
    refused(
        "other-secret",
        "Contradiction",
        "api_secret",
        PARAMETER,
        pairs=[("api_secret", "other")],
        auth=API_SECRET,
    ),
    refused(
        "no-key", "EmptyCredential", "api_key", PARAMETER, auth={"api_key": "", "api_secret": "x"}
    ),
    refused(
        "no-api-secret",
        "EmptyCredential",
        "api_secret",
        PARAMETER,
        auth={"api_key": "x", "api_secret": ""},
    ),
    refused(
        "no-secret",
        "EmptyCredential",
        "the signature secret",
        PARAMETER,
        auth=signature_by("md5", ""),
    ),
    refused(
        "time-form", "Timestamp", "no receiver reads it", PARAMETER, pairs=[("timestamp", "now")]
    ),
    refused("duplicate", "Duplicate", "twice", Refused.DUPLICATE, pairs=[("a", "1"), ("a", "1")]),
]

TOPIC = Topic(
    "build",
    "Parameters, credentials, and the request that carries both.",
    NOTES,
    BUILT + REFUSALS,
)
