# fmt: off
"""What a sender writes: the header field, and the form of the token."""
from itertools import starmap
from typing import Any

from vectors.cases.webhooks.tokens import CLAIMS, HEADER, content, encoded, mac, token
from vectors.cases.webhooks.webhook import OR, Error, request, webhook
from vectors.errors import FORGED, MISSING, TOKEN
from vectors.format import Case

RIGHT = token()
H, C, S = RIGHT.split(".")
ROUTER = "X-Vonage-Webhook-Auth-Token"

def unsigned(alg: str) -> str:
    return f"{encoded(content(HEADER, {'alg': alg}))}.{C}."

RS256 = unsigned("RS256") + encoded(bytes(range(256)))

def field(case_id: str, flags: str, comment: str, error: Error, *fields: tuple[str, str],
        **how: Any) -> Case:
    """Return a case about header fields; in their values, @ stands for the token."""
    headers = [(name, value.replace("@", RIGHT)) for name, value in fields]
    return webhook(f"field-{case_id}", flags, comment, error, RIGHT, request(headers), **how)

def authorization(case_id: str, flags: str, comment: str, error: Error, value: str) -> Case:
    return field(case_id, flags, comment, error, ("Authorization", value))

def routed(case_id: str, flags: str, comment: str, error: Error, *fields: tuple[str, str]) -> Case:
    return field(f"router-{case_id}", flags, comment, error, *fields, header=ROUTER)

AUTHORIZATION: list[Any] = [
    ("bearer", "Scheme", "as it is sent", None, "Bearer @"),
    ("bearer-lower", "Scheme", "in lower case", None, "bearer @"),
    ("bearer-upper", "Scheme", "in upper case", None, "BEARER @"),
    ("bearer-mixed", "Scheme", "in mixed case", None, "bEaReR @"),
    ("two-spaces", "Scheme", "RFC 9110 allows several", OR(TOKEN), "Bearer  @"),
    ("basic", "Scheme", "another scheme", MISSING, "Basic dXNlcjpwYXNzd29yZA=="),
    ("basic-token", "Scheme", "another scheme and the token", MISSING, "Basic @"),
    ("digest", "Scheme", "another, with commas", MISSING, 'Digest username="a", uri="/"'),
    ("bearers", "Scheme", "another, which begins alike", MISSING, "Bearers @"),
    ("no-scheme", "Scheme", "the token alone is not a bearer token", MISSING, "@"),
    ("bearer-alone", "Form Scheme", "no token", TOKEN, "Bearer"),
    ("comma", "TwoTokens", "two fields that were joined", TOKEN, "Bearer @, Bearer @"),
    ("comma-scheme", "TwoTokens", "Bearer, then Basic", TOKEN, "Bearer @, Basic YTpi"),
    ("comma-alone", "TwoTokens", "a comma after it", TOKEN, "Bearer @,"),
    ("two-tokens", "TwoTokens", "a space between", TOKEN, "Bearer @ @"),
    ("parameter", "Form", "a parameter", TOKEN, "Bearer token=@"),
    ("quoted", "Form", "in quotes", TOKEN, 'Bearer "@"'),
    ("garbage", "Form", "not a token", TOKEN, "Bearer garbage"),
    ("rs256", "HeaderName Algorithm", "the router's own", TOKEN, f"Bearer {RS256}"),
]
FIELDS = [
    field("absent", "Absent", "no field", MISSING),
    field("other", "Absent", "in another field", MISSING, (ROUTER, "Bearer @")),
    field("proxy", "Absent", "the proxy's", MISSING, ("Proxy-Authorization", "Bearer @")),
    field("lower", "HeaderName", "in lower case", None, ("authorization", "Bearer @")),
    field("upper", "HeaderName", "in upper case", None, ("AUTHORIZATION", "Bearer @")),
    field("twice", "TwoTokens", "two fields", TOKEN, *[("Authorization", "Bearer @")] * 2),
    field("spellings", "TwoTokens HeaderName", "two fields in different case", TOKEN,
        ("Authorization", "Bearer @"), ("authorization", "Bearer @")),
    routed("bare", "HeaderName", "the token alone", None, (ROUTER, "@")),
    routed("bearer", "HeaderName", "with the scheme", None, (ROUTER, "Bearer @")),
    routed("bearer-lower", "HeaderName", "its scheme in lower case", None, (ROUTER, "bearer @")),
    routed("lower", "HeaderName", "its name in lower case", None, (ROUTER.lower(), "@")),
    routed("absent", "Absent", "only in Authorization", MISSING, ("Authorization", "Bearer @")),
    routed("basic", "Scheme", "another scheme", MISSING, (ROUTER, "Basic YTpi")),
    routed("garbage", "Form", "not a token", TOKEN, (ROUTER, "garbage")),
    routed("comma", "TwoTokens", "two", TOKEN, (ROUTER, "@, @")),
    routed("beside", "HeaderName", "beside the router's own", None,
        ("Authorization", f"Bearer {RS256}"), (ROUTER, "@")),
]

def sized(length: int) -> str:
    """Return a token of so many bytes: a claim that is ignored fills it up."""
    spare = length - len(f"{H}..{S}")
    base = len(content(CLAIMS, {"filler": ""}))
    return token({"filler": "x" * (spare * 3 // 4 - base)})

def size(case_id: str, comment: str, error: Error, length: int, bare: bool = False) -> Case:
    text = sized(length)
    if bare:
        return webhook(
            case_id, "Size", comment, error, text, request([(ROUTER, text)]), header=ROUTER
        )
    return webhook(case_id, "Size", comment, error, text)

SIZES = [
    size("size-limit", "8,192 bytes", None, 8192, bare=True),
    size("size-over", "8,193 bytes", TOKEN, 8193, bare=True),
    size("size-field", "8,192 bytes, Bearer included", None, 8185),
    size("size-bearer", "8,192 bytes after Bearer", OR(TOKEN), 8192),
    size("size-over-bearer", "8,193 bytes after Bearer", TOKEN, 8193),
    size("size-long", "20,000 bytes", TOKEN, 20_000),
]

STANDARD = token({"other": "???>>>"}).translate(str.maketrans("-_", "+/"))
NEXT = dict(zip("AEIMQUYcgkosw048", "BFJNRVZdhlptx159", strict=True))

def signed(signing_input: str) -> str:
    return f"{signing_input}.{mac(signing_input)}"

def odd_bits(part: str) -> str:
    """Return the same bytes with bits behind them that decoders mostly ignore."""
    return part[:-1] + NEXT[part[-1]]

H_ODD = encoded(content(HEADER, "{@ }"))
C_ODD = encoded(content(CLAIMS, "{@}" + " " * ((1 - len(content(CLAIMS, "{@}"))) % 3)))
S_BYTES = mac(f"{H}.{C}")
PARTS: list[Any] = [
    ("parts-one", "Form", "one part", TOKEN, H),
    ("parts-two", "Form", "no signature", TOKEN, f"{H}.{C}"),
    ("parts-four", "Form", "a dot after it", TOKEN, f"{RIGHT}."),
    ("parts-five", "Form", "as many as a JWE", TOKEN, f"{RIGHT}.{S}.{S}"),
    ("parts-dots", "Form", "only dots", TOKEN, ".."),
    ("parts-many-dots", "Form", "a thousand dots", TOKEN, "." * 1000),
    ("parts-no-header", "Form", "no header", TOKEN, f".{C}.{S}"),
    ("parts-no-claims", "Form", "no claims", TOKEN, signed(f"{H}.")),
    ("parts-json", "Form", "JSON, not encoded", TOKEN, f'{{"alg":"HS256"}}.{C}.{S}'),
    ("base64-padding", "Base64", "the padding that is due", TOKEN, f"{RIGHT}="),
    ("base64-padding-claims", "Base64", "in the claims", TOKEN, signed(f"{H}.{C_ODD}==")),
    ("base64-escaped", "Base64", "the padding, escaped", TOKEN, f"{RIGHT}%3D"),
    ("base64-standard", "Base64", "+ and /", TOKEN, signed(STANDARD.rpartition(".")[0])),
    ("base64-space", "Base64", "a space before a part", TOKEN, f"{H}.{C}. {S}"),
    ("base64-tab", "Base64", "a tab inside a part", TOKEN, f"{H}.{C}.{S[:20]}\t{S[20:]}"),
    ("base64-star", "Base64", "another character", TOKEN, f"{H}.{C}.{S[:20]}*{S[21:]}"),
    ("base64-latin", "Base64", "beyond ASCII", TOKEN, f"{H}.{C}.{S[:20]}\u00e9{S[21:]}"),
    ("base64-bits", "Base64", "another last character", TOKEN, f"{H}.{C}.{odd_bits(S)}"),
    ("base64-bits-header", "Base64", "in the header", TOKEN, signed(f"{odd_bits(H_ODD)}.{C}")),
    ("base64-bits-claims", "Base64", "in the claims", TOKEN, signed(f"{H}.{odd_bits(C_ODD)}")),
    ("base64-length", "Base64", "4n + 1 characters", TOKEN, f"{H}.{C}.{S}AA"),
    ("base64-length-header", "Base64", "in the header", TOKEN, signed(f"{H}A.{C}")),
    ("base64-one", "Base64", "one character", TOKEN, f"{H}.{C}.A"),
    ("signature-empty", "Signature", "empty", FORGED, f"{H}.{C}."),
    ("signature-zeros", "Signature", "zeros", FORGED, f"{H}.{C}.{encoded(bytes(32))}"),
    ("signature-short", "Signature", "cut short", FORGED, f"{H}.{C}.{S[:40]}"),
    ("signature-long", "Signature", "bytes more", FORGED, f"{H}.{C}.{S}A"),
    ("signature-first", "Signature", "the first bits", FORGED, f"{H}.{C}.{S[1:2]}{S[1:]}"),
    ("signature-claims", "Signature", "of the claims only", FORGED, f"{H}.{C}.{mac(C)}"),
    ("signature-header", "Signature", "of another header", FORGED, f"{H_ODD}.{C}.{S}"),
    ("signature-other", "Signature", "of other claims", FORGED, f"{H}.{C_ODD}.{S}"),
]
CASES = [*starmap(authorization, AUTHORIZATION), *FIELDS, *SIZES, *starmap(webhook, PARTS)]
