# fmt: off
"""Parameters and credentials, and the request that carries them."""
from typing import Any

import reference
from vectors.cases.encode import RFC_3986, bodies, form
from vectors.errors import INSECURE, PARAM, REQUEST, TWICE, TYPE
from vectors.format import Case, Either, Pairs, answered, case
from vectors.given import FORM, JSON, JSON_TYPES, METHODS, NOW, SECRET

SMS = "https://api.nexmo.com/conversions/sms"
VOICE = "https://api.nexmo.com/conversions/voice"
CONVERSION: Pairs = [("message-id", "00A0B0C0"), ("delivered", "true")]
API_SECRET = {"api_key": "a1b2c3d4", "api_secret": "Secret 1"}

def signature_by(method: str, secret: str = SECRET) -> dict[str, Any]:
    return {"api_key": "a1b2c3d4", "secret": secret, "method": method, "now": NOW}

def authenticated(pairs: Pairs, auth: dict[str, Any]) -> Pairs:
    sent = dict(pairs) | {"api_key": auth["api_key"]}
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

GIVEN = {"method": "POST", "url": SMS, "pairs": CONVERSION, "auth": signature_by("sha256"),
    "media_type": FORM, "placement": "body"}

def built(case_id: str, flags: str, comment: str, error: Any = None, **arguments: Any) -> Case:
    given = GIVEN | arguments
    expected = answered(error, lambda: carried(given))
    return case(f"build-{case_id}", flags, comment, given, expected)

TIME = ("timestamp", "2023-11-14 22:13:20")
LEFT_OPEN = Either(None, INSECURE)
BUILT = [
    built("sms", "Endpoint ApiSecret MediaType", "an SMS", auth=API_SECRET),
    built("voice", "Endpoint ApiSecret MediaType", "a call", url=VOICE, auth=API_SECRET),
    built("query", "Query ApiSecret", "no Content-Type", placement="query", auth=API_SECRET),
    built("get", "Get ApiSecret", "a GET", method="GET", auth=API_SECRET),
    built("get-placement", "Get Query", "a GET, query asked for", method="GET", placement="query"),
    built("signed-get", "Get Signature", "a signed GET", method="GET"),
    built("signed-query", "Query Signature", "a signed query", placement="query"),
    *[built(f"signed-{method}", "Signature Timestamp", "a signature", auth=signature_by(method))
        for method in METHODS],
    *[built(f"{name.replace('/', '-')}", "MediaType", "a JSON type", media_type=name)
        for name in JSON_TYPES],
    built("time", "Timestamp Signature", "the time of the conversion", pairs=[*CONVERSION, TIME]),
    built("unix-time", "Timestamp Signature", "a given time", pairs=[("timestamp", "1")]),
    built("time-secret", "Timestamp ApiSecret", "without a signature", pairs=[TIME],
        auth=API_SECRET),
    built("no-parameters", "Signature", "only what authenticates", pairs=[]),
    built("unicode", "MediaType Signature", "characters are not bytes",
        pairs=[("text", "\u00e9\U0001f600")]),
    built("text", "Signature", "signed with _, sent with & and =", pairs=[("text", "a&b=c +%")]),
    built("json-text", "Signature MediaType", "the same", pairs=[("text", "a&b=c +%")],
        media_type=JSON),
    built("same-key", "ApiSecret", "api_key among the parameters", pairs=[("api_key", "a1b2c3d4")]),
    built("localhost", "Loopback", "a name", LEFT_OPEN, url="http://localhost:8000/sms"),
    built("loopback-4", "Loopback", "IPv4", LEFT_OPEN, url="http://127.0.0.1/sms"),
    built("loopback-6", "Loopback", "IPv6", LEFT_OPEN, url="http://[::1]:8000/sms"),
]
REJECTED = [
    built("http", "Secure", "plain HTTP", INSECURE, url="http://api.nexmo.com/conversions/sms"),
    built("http-case", "Secure", "in upper case", INSECURE, url="HTTP://api.nexmo.com/sms"),
    built("http-like-localhost", "Secure", "no loopback", INSECURE,
        url="http://localhost.example/"),
    built("http-like-address", "Secure", "no loopback", INSECURE, url="http://127.0.0.1.example/"),
    built("ftp", "Secure", "another scheme", REQUEST, url="ftp://api.nexmo.com/sms"),
    built("no-scheme", "Secure", "none", REQUEST, url="api.nexmo.com/conversions/sms"),
    built("url-query", "URL", "a query already", REQUEST, url=f"{SMS}?a=1"),
    built("url-fragment", "URL", "a fragment", REQUEST, url=f"{SMS}#a"),
    built("url-user", "URL", "credentials", REQUEST, url="https://me:pw@api.nexmo.com/sms"),
    built("url-space", "URL", "a space", REQUEST, url=f"{SMS} "),
    built("url-newline", "URL", "a line end", REQUEST, url=f"{SMS}\r\nX: y"),
    built("url-backslash", "URL", "a backslash", REQUEST, url="https://api.nexmo.com\\sms"),
    built("put", "URL", "another method", REQUEST, method="PUT"),
    built("media-type", "MediaType", "another", TYPE, media_type="text/plain"),
    built("api-secret", "Both", "beside a signature", PARAM, pairs=[("api_secret", "x")]),
    built("sig", "Both", "beside a secret", PARAM, pairs=[("sig", "0")], auth=API_SECRET),
    built("other-key", "Contradiction", "api_key", PARAM, pairs=[("api_key", "other")]),
    built("other-secret", "Contradiction", "api_secret", PARAM, pairs=[("api_secret", "other")],
        auth=API_SECRET),
    built("no-key", "EmptyCredential", "api_key", PARAM, auth={"api_key": "", "api_secret": "x"}),
    built("no-api-secret", "EmptyCredential", "api_secret", PARAM,
        auth={"api_key": "x", "api_secret": ""}),
    built("no-secret", "EmptyCredential", "the signature secret", PARAM,
        auth=signature_by("md5", "")),
    built("time-form", "Timestamp", "no receiver reads it", PARAM, pairs=[("timestamp", "now")]),
    built("duplicate", "Duplicate", "twice", TWICE, pairs=[("a", "1"), ("a", "1")]),
]
CASES = BUILT + REJECTED
