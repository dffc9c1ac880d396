# fmt: off
"""Two faults at once, tokens that others publish, and replays."""
from itertools import combinations
from typing import Any

from vectors.cases.webhooks.tokens import ABSENT, BODY, SECRET, Raw, token
from vectors.cases.webhooks.webhook import bearer, request, verified, webhook
from vectors.errors import (
    EXPIRED,
    FORGED,
    MISSING,
    NO_TIME,
    ODD_TIME,
    PAYLOAD,
    REPLAYED,
    REQUEST,
    TOKEN,
    TWICE,
    Rejected,
)
from vectors.format import Case, head, outcome
from vectors.given import NOW

Fault = tuple[str, Rejected, dict[str, Any]]
# In the order of the checks: a name, the error, and what is wrong with token or request.
FAULTS: list[Fault] = [
    ("length", REQUEST, {"headers": [("Content-Length", "58")], "body": ""}),
    ("scheme", MISSING, {"scheme": "Basic "}),
    ("parts", TOKEN, {"after": "."}),
    ("algorithm", TOKEN, {"header": {"alg": "HS512"}}),
    ("signature", FORGED, {"secret": "another_secret"}),
    ("issuer", TOKEN, {"claims": {"iss": "Mallory"}}),
    ("hash", TOKEN, {"claims": {"payload_hash": "x"}}),
    ("payload", PAYLOAD, {"body": "{}"}),
    ("no-time", NO_TIME, {"claims": {"iat": ABSENT}}),
    ("odd-time", ODD_TIME, {"claims": {"iat": None}}),
    ("stale", EXPIRED, {"claims": {"iat": NOW - 301}}),
    ("odd-exp", ODD_TIME, {"claims": {"exp": "x"}}),
    ("over", EXPIRED, {"claims": {"exp": NOW}}),
    ("odd-nbf", ODD_TIME, {"claims": {"nbf": 0.5}}),
    ("early", EXPIRED, {"claims": {"nbf": NOW + 301}}),
]

def faulty(first: Fault, second: Fault) -> Case:
    """Return a case with two faults: the first decides."""
    (name, error, fault), (other, _, more) = first, second
    both = more | fault
    claims = more.get("claims", {}) | fault.get("claims", {})
    text = token(claims, both.get("header", {}), both.get("secret", SECRET)) + both.get("after", "")
    field = [("Authorization", both.get("scheme", "Bearer ") + text)]
    received = request(field + both.get("headers", []), body=both.get("body", BODY))
    return webhook(f"order-{name}-{other}", "Order", f"{name}, and {other}", error, text, received)

def tells_apart(first: Fault, second: Fault) -> bool:
    claims = first[2].get("claims", {}).keys() & second[2].get("claims", {}).keys()
    return first[1] != second[1] and not claims

ORDERS = [faulty(*pair) for pair in combinations(FAULTS, 2) if tells_apart(*pair)]

def of_query(case_id: str, comment: str, error: Rejected, **made: Any) -> Case:
    """Return a case about a query that cannot be read, and something else that is wrong."""
    text = token(payload='{"a":"1"}', **made)
    received = request(bearer(text), "GET", "/?a=1&a=1", "")
    return webhook(f"order-query-{case_id}", "Order Query", comment, error, text, received)

ORDERS += [
    of_query("signature", "only an authentic query is read", FORGED, secret="another_secret"),
    of_query("issuer", "the claims come first", TOKEN, claims={"iss": "Mallory"}),
    of_query("stale", "and the age is judged later", TWICE, claims={"iat": NOW - 301}),
    of_query("no-time", "and the time, too", TWICE, claims={"iat": ABSENT}),
]

# From the tests of the vendor's SDKs for Ruby and PHP. Its payload is not published.
PUBLISHED_SECRET = "ZYtdTtGV3BCFN7tWmOWr1md66XsquMggr4W2cTtXtcPgfnI0Xw"
PUBLISHED = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    ".eyJpYXQiOjE1ODc0OTQ5NjIsImp0aSI6ImM1YmE4ZjI0LTFhMTQtNGMxMC1iZmRmLTNmYmU4Y2U1MTFiNSIsImlz"
    "cyI6IlZvbmFnZSIsInBheWxvYWRfaGFzaCI6ImQ2YzBlNzRiNTg1N2RmMjBlM2I3ZTUxYjMwYzBjMmE0MGVjNzNhN"
    "zc4NzliNmYwNzRkZGM3YTIzMTdkZDAzMWIiLCJhcGlfa2V5IjoiYTFiMmMzZCIsImFwcGxpY2F0aW9uX2lkIjoiYW"
    "FhYWFhYWEtYmJiYi1jY2NjLWRkZGQtMDEyMzQ1Njc4OWFiIn0"
    ".JQRKi1d0SQitmjPINfTWMpt3XZkGsLbD7EjCdXoNSbk"
)
# The example of RFC 7515, appendix A.1. Its key holds bytes that no text has.
RFC7515 = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0c"
    "nVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
RFC_HEADER = b'{"typ":"JWT",\r\n "alg":"HS256"}'
RFC_CLAIMS = b'{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'
RFC_KEY = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"

def published(case_id: str, comment: str, error: Rejected | None, **how: Any) -> Case:
    at: Any = {"secrets": [PUBLISHED_SECRET], "now": 1587494962} | how
    return webhook(f"published-{case_id}", "Published", comment, error, PUBLISHED, payload="", **at)

def rfc7515(case_id: str, comment: str, error: Rejected | None, text: str, **how: Any) -> Case:
    return webhook(f"rfc7515-{case_id}", "Rfc7515", comment, error, text, **how)

EXAMPLES = [
    published("unbound", "without its payload", None, verify_payload=False),
    published("any-age", "in 2023", None, verify_payload=False, now=NOW, tolerance=None),
    published("stale", "in 2023", EXPIRED, verify_payload=False, now=NOW),
    published("payload", "bound to its payload", PAYLOAD),
    published("payload-stale", "in 2023", PAYLOAD, now=NOW),
    published("wrong", "a secret that begins alike", FORGED,
        secrets=[f"{PUBLISHED_SECRET[:-7]}g55555"]),
    rfc7515("a1", "the example of appendix A.1", FORGED, RFC7515),
    rfc7515("a1-key", "its key as text", FORGED, RFC7515, secrets=[RFC_KEY]),
    rfc7515("a1-signed", "signed with our secret", TOKEN, token(RFC_CLAIMS, RFC_HEADER)),
    rfc7515("a1-header", "its header", None, token(header=RFC_HEADER)),
]

def step(text: str, error: Rejected | None = None, now: float = NOW, body: str = BODY) -> Case:
    expected = verified(text, body) if error is None else error
    return {"now": now, "request": request(bearer(text), body=body)} | outcome(expected)

def replay(case_id: str, comment: str, *steps: Case, **how: Any) -> Case:
    given = {"secrets": [SECRET], "tolerance": 300} | how | {"steps": list(steps)}
    return head(f"webhook-replay-{case_id}", "Replay", comment) | given

FIRST, OTHER_ID = token(), token({"jti": "2"})
OTHER_KEY, OTHER_APP = token({"api_key": "b2c3d4e5"}), token({"application_id": ABSENT})
AHEAD, LATER = token({"iat": NOW + 300}), token({"iat": NOW + 1})
SPACED, TYPE = token("{ @ }"), token(header={"typ": "jwt"})
AS_ESCAPE = token({"jti": Raw('"c5ba8f24\\u002d1a14-4c10-bfdf-3fbe8ce511b5"')})
NOT_SIGNED, STALE = token(secret="another_secret"), token({"iat": NOW - 301})
COLON, COMMA = token({"api_key": "a:b", "jti": "c"}), token({"api_key": "a", "jti": "b:c"})
LONG, SHORT = token({"api_key": "ab", "jti": "c"}), token({"api_key": "a", "jti": "bc"})
OLD, NEW = token(secret="old_secret"), token(secret="new_secret")
REPLAYS = [
    replay("same", "the same again", step(FIRST), step(FIRST, REPLAYED)),
    replay("thrice", "twice again", step(FIRST), step(FIRST, REPLAYED), step(FIRST, REPLAYED)),
    replay("spaced", "the same claims, spaced", step(FIRST), step(SPACED, REPLAYED)),
    replay("escaped", "the same id, escaped", step(FIRST), step(AS_ESCAPE, REPLAYED)),
    replay("header", "another header", step(FIRST), step(TYPE, REPLAYED)),
    replay("later", "the id with a later time", step(FIRST), step(LATER, REPLAYED)),
    replay("application", "the id without application", step(FIRST), step(OTHER_APP, REPLAYED)),
    replay("body", "the id with another body", step(FIRST),
        step(token(payload="{}"), REPLAYED, body="{}")),
    replay("id", "another id", step(FIRST), step(OTHER_ID)),
    replay("account", "the id of another account", step(FIRST), step(OTHER_KEY)),
    replay("joined", "account and id, cut elsewhere", step(LONG), step(SHORT)),
    replay("separator", "a separator in account or id", step(COLON), step(COMMA)),
    replay("last", "at the end of the tolerance", step(FIRST), step(FIRST, REPLAYED, NOW + 300)),
    replay("over", "after the tolerance", step(FIRST), step(FIRST, EXPIRED, NOW + 301)),
    replay("ahead", "fresh for twice the tolerance", step(AHEAD), step(AHEAD, REPLAYED, NOW + 301),
        step(AHEAD, REPLAYED, NOW + 600), step(AHEAD, EXPIRED, NOW + 601)),
    replay("forged", "a forgery uses nothing up", step(NOT_SIGNED, FORGED), step(FIRST)),
    replay("altered", "nor does another body", step(FIRST, PAYLOAD, body="{}"), step(FIRST)),
    replay("early", "nor a token that is not fresh", step(FIRST, EXPIRED, NOW - 301), step(FIRST)),
    replay("stale", "too old, then fresh", step(STALE, EXPIRED), step(FIRST)),
    replay("rotation", "signed with either secret", step(OLD), step(NEW, REPLAYED),
        secrets=["new_secret", "old_secret"]),
]
CASES = EXAMPLES + ORDERS + REPLAYS
