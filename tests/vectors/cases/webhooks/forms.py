"""What a sender writes: the header field, the form of the token, its header."""

from typing import Any

from vectors.cases.webhooks.webhook import (
    ABSENT,
    CLAIMS,
    HEADER,
    OR,
    Error,
    content,
    encoded,
    mac,
    of_claims,
    of_header,
    request,
    token,
    webhook,
)
from vectors.format import Case, Refused

MISSING, TOKEN, MISMATCH = Refused.NO_SIGNATURE, Refused.TOKEN, Refused.MISMATCH
RIGHT = token()
H, C, S = RIGHT.split(".")
ROUTER = "X-Vonage-Webhook-Auth-Token"
RS256 = f"{encoded(content(HEADER, {'alg': 'RS256'}))}.{C}.{encoded(bytes(range(256)))}"


def field(
    case_id: str, flags: str, comment: str, error: Error, *fields: tuple[str, str], **how: Any
) -> Case:
    """Return a case about header fields; in their values, @ stands for the token."""
    headers = [(name, value.replace("@", RIGHT)) for name, value in fields]
    return webhook(f"field-{case_id}", flags, comment, error, RIGHT, request(headers), **how)


def authorization(case_id: str, flags: str, comment: str, error: Error, value: str) -> Case:
    return field(case_id, flags, comment, error, ("Authorization", value))


def routed(case_id: str, flags: str, comment: str, error: Error, *fields: tuple[str, str]) -> Case:
    return field(f"router-{case_id}", flags, comment, error, *fields, header=ROUTER)


FIELDS = [
    *[
        authorization(*row)
        for row in (
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
        )
    ],
    field("absent", "Absent", "no field", MISSING),
    field("other", "Absent", "in another field", MISSING, (ROUTER, "Bearer @")),
    field("proxy", "Absent", "the proxy's", MISSING, ("Proxy-Authorization", "Bearer @")),
    field("lower", "HeaderName", "in lower case", None, ("authorization", "Bearer @")),
    field("upper", "HeaderName", "in upper case", None, ("AUTHORIZATION", "Bearer @")),
    field("twice", "TwoTokens", "two fields", TOKEN, *[("Authorization", "Bearer @")] * 2),
    field(
        "spellings",
        "TwoTokens HeaderName",
        "two fields in different case",
        TOKEN,
        ("Authorization", "Bearer @"),
        ("authorization", "Bearer @"),
    ),
    routed("bare", "HeaderName", "the token alone", None, (ROUTER, "@")),
    routed("bearer", "HeaderName", "with the scheme", None, (ROUTER, "Bearer @")),
    routed("bearer-lower", "HeaderName", "its scheme in lower case", None, (ROUTER, "bearer @")),
    routed("lower", "HeaderName", "its name in lower case", None, (ROUTER.lower(), "@")),
    routed("absent", "Absent", "only in Authorization", MISSING, ("Authorization", "Bearer @")),
    routed("basic", "Scheme", "another scheme", MISSING, (ROUTER, "Basic YTpi")),
    routed("garbage", "Form", "not a token", TOKEN, (ROUTER, "garbage")),
    routed("comma", "TwoTokens", "two", TOKEN, (ROUTER, "@, @")),
    routed(
        "beside",
        "HeaderName",
        "beside the router's own",
        None,
        ("Authorization", f"Bearer {RS256}"),
        (ROUTER, "@"),
    ),
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
PARTS = [
    webhook(case_id, flags, comment, error, text, request([("Authorization", f"Bearer {text}")]))
    for case_id, flags, comment, error, text in (
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
        ("signature-empty", "Signature", "empty", MISMATCH, f"{H}.{C}."),
        ("signature-zeros", "Signature", "zeros", MISMATCH, f"{H}.{C}.{encoded(bytes(32))}"),
        ("signature-short", "Signature", "cut short", MISMATCH, f"{H}.{C}.{S[:40]}"),
        ("signature-long", "Signature", "bytes more", MISMATCH, f"{H}.{C}.{S}A"),
        ("signature-first", "Signature", "the first bits", MISMATCH, f"{H}.{C}.{S[1:2]}{S[1:]}"),
        ("signature-claims", "Signature", "of the claims only", MISMATCH, f"{H}.{C}.{mac(C)}"),
        ("signature-header", "Signature", "of another header", MISMATCH, f"{H_ODD}.{C}.{S}"),
        ("signature-other", "Signature", "of other claims", MISMATCH, f"{H}.{C_ODD}.{S}"),
    )
]



def deep(levels: int) -> str:
    return '{@,"a":' + "[" * levels + "]" * levels + "}"


OBJECTS = [
    *[
        of_claims(f"claims-{case_id}", "Json", comment, error, given)
        for case_id, comment, error, given in (
            ("white-space", "white space", None, " {\r\n@\t} \n"),
            ("nested", "an ignored object", None, '{@,"a":{"b":[1,{"c":null}]}}'),
            ("number", "an ignored fraction", None, '{@,"a":-1.5e-3}'),
            ("digits", "an ignored number of 30 digits", None, '{@,"a":' + "9" * 30 + "}"),
            ("overflow", "an ignored number beyond a double", OR(TOKEN), '{@,"a":1e400}'),
            ("unicode", "UTF-8 and escapes", None, '{@,"a":"\u00e9\\u00e9\U0001f600"}'),
            ("surrogate", "an ignored escape of half a pair", OR(TOKEN), '{@,"a":"\\ud800"}'),
            ("deep", "an ignored array, 500 deep", OR(TOKEN), deep(500)),
            ("deep-open", "arrays that are never closed", TOKEN, '{@,"a":' + "[" * 5000),
            ("array", "an array", TOKEN, "[]"),
            ("array-of-object", "an object in an array", TOKEN, "[{@}]"),
            ("null", "null", TOKEN, "null"),
            ("true", "true", TOKEN, "true"),
            ("integer", "a number", TOKEN, "1"),
            ("string", "a string", TOKEN, '"{@}"'),
            ("not-closed", "not closed", TOKEN, "{@"),
            ("two", "two objects", TOKEN, "{@}{@}"),
            ("after", "text after it", TOKEN, "{@} x"),
            ("nul", "a NUL after it", TOKEN, "{@}\x00"),
            ("comma", "a comma at the end", TOKEN, "{@,}"),
            ("comment", "a comment", TOKEN, "{@/* */}"),
            ("single-quotes", "single quotes", TOKEN, "{@,'a':1}"),
            ("no-quotes", "a name without quotes", TOKEN, "{@,a:1}"),
            ("nan", "NaN", TOKEN, '{@,"a":NaN}'),
            ("infinity", "Infinity", TOKEN, '{@,"a":-Infinity}'),
            ("zeros", "a number with a zero before it", TOKEN, '{@,"a":01}'),
            ("plus", "a number with a plus", TOKEN, '{@,"a":+1}'),
            ("point", "a number that ends in a point", TOKEN, '{@,"a":1.}'),
            ("hexadecimal", "a number in hexadecimal", TOKEN, '{@,"a":0x1}'),
            ("tab", "a tab in a string", TOKEN, '{@,"a":"\t"}'),
            ("escape", "an unknown escape", TOKEN, '{@,"a":"\\x41"}'),
            ("python", "a literal of Python", TOKEN, '{@,"a":None}'),
            ("byte-order-mark", "a byte order mark", TOKEN, "\ufeff{@}"),
            ("utf-16", "UTF-16", TOKEN, content(CLAIMS, "{@}").decode().encode("utf-16-le")),
            ("utf-32", "UTF-32", TOKEN, content(CLAIMS, "{@}").decode().encode("utf-32-be")),
            ("latin-1", "Latin-1", TOKEN, content(CLAIMS, '{@,"a":"') + b'\xe9"}'),
            ("overlong", "an overlong NUL", TOKEN, content(CLAIMS, '{@,"a":"') + b'\xc0\x80"}'),
            ("cesu", "surrogates as bytes", TOKEN, content(CLAIMS, '{@,"a":"') + b'\xed\xa0\x80"}'),
        )
    ],
    *[
        of_claims(f"duplicate-{case_id}", "Duplicate", comment, error, given)
        for case_id, comment, error, given in (
            ("equal", "an ignored one, the same value", TOKEN, '{@,"a":1,"a":1}'),
            ("iat", "a fresher iat", TOKEN, '{"iat":1,@}'),
            ("iss-first", "another issuer first", TOKEN, '{"iss":"Mallory",@}'),
            ("iss-last", "another issuer last", TOKEN, '{@,"iss":"Mallory"}'),
            ("escaped", "written differently", TOKEN, '{@,"\\u0069at":1700000000}'),
            ("nested", "in an ignored object", OR(TOKEN), '{@,"a":{"b":1,"b":2}}'),
        )
    ],
    *[
        of_header(f"header-{case_id}", flags, comment, error, given)
        for case_id, flags, comment, error, given in (
            ("white-space", "Json Rfc7515", "as RFC 7515 writes it", None, "{@\r\n }"),
            ("array", "Json", "an array", TOKEN, '["HS256"]'),
            ("null", "Json", "null", TOKEN, "null"),
            ("not-closed", "Json", "not closed", TOKEN, "{@"),
            ("nan", "Json", "NaN", TOKEN, '{@,"a":NaN}'),
            ("deep", "Json", "1,500 deep", OR(TOKEN), deep(1500)),
            ("byte-order-mark", "Json", "a byte order mark", TOKEN, "\ufeff{@}"),
            ("utf-16", "Json Rfc8725", "UTF-16", TOKEN, '{"alg":"HS256"}'.encode("utf-16-be")),
            ("not-utf-8", "Json", "not UTF-8", TOKEN, b'{"alg":"HS256","a":"\xff"}'),
            ("duplicate", "Duplicate", "alg twice", TOKEN, '{@,"alg":"HS256"}'),
            ("duplicate-none", "Duplicate", "alg none first", TOKEN, '{"alg":"none",@}'),
            ("duplicate-typ", "Duplicate", "typ twice", TOKEN, '{@,"typ":"JWT"}'),
        )
    ],
]


def unsigned(alg: str) -> str:
    return f"{encoded(content(HEADER, {'alg': alg}))}.{C}."


ALGORITHMS = [
    *[
        of_header(f"alg-{case_id}", "Algorithm", comment, TOKEN, {"alg": value})
        for case_id, comment, value in (
            ("absent", "none named", ABSENT),
            ("none-signed", "none, although signed", "none"),
            ("empty", "empty", ""),
            ("null", "null", None),
            ("lower", "in lower case", "hs256"),
            ("title", "in mixed case", "Hs256"),
            ("space", "a space after it", "HS256 "),
            ("array", "an array", ["HS256"]),
            ("number", "a number", 256),
            ("rs256", "RS256, signed with the secret", "RS256"),
            ("es256", "ES256", "ES256"),
            ("eddsa", "EdDSA", "EdDSA"),
            ("jwe", "an algorithm of JWE", "dir"),
            ("uri", "the name in XML", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
        )
    ],
    *[
        webhook(f"alg-{case_id}", f"Algorithm {flags}".strip(), comment, TOKEN, text)
        for case_id, flags, comment, text in (
            ("hs384", "", "HS384", token(header={"alg": "HS384"}, hash_name="sha384")),
            ("hs512", "", "HS512", token(header={"alg": "HS512"}, hash_name="sha512")),
            ("hs1", "", "HMAC-SHA1", token(header={"alg": "HS1"}, hash_name="sha1")),
            ("none", "Rfc8725", "none, not signed", unsigned("none")),
            ("none-upper", "Rfc8725", "NONE, not signed", unsigned("NONE")),
            ("none-mixed", "Rfc8725", "nOnE, not signed", unsigned("nOnE")),
            ("rs256-signed", "Rfc8725", "RS256, 2,048 bits", RS256),
        )
    ],
]

PUBLIC_KEY = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n"
OWN_KEY = {"kty": "oct", "k": encoded(b"chosen by the attacker")}
HEADERS = [
    *[
        of_header(case_id, flags, comment, error, given)
        for case_id, flags, comment, error, given in (
            (
                "alg-name-case",
                "Algorithm LetterCase",
                "ALG",
                TOKEN,
                {"alg": ABSENT, "ALG": "HS256"},
            ),
            ("alg-name-none", "Algorithm LetterCase", "Alg beside alg", None, {"Alg": "none"}),
            ("typ-absent", "Type", "none", None, {"typ": ABSENT}),
            ("typ-lower", "Type", "in lower case", None, {"typ": "jwt"}),
            ("typ-mixed", "Type", "in mixed case", None, {"typ": "jWt"}),
            ("typ-name-case", "Type LetterCase", "TYP beside typ", None, {"TYP": "JOSE"}),
            ("typ-jose", "Type", "JOSE", TOKEN, {"typ": "JOSE"}),
            ("typ-access", "Type Rfc8725", "an access token", TOKEN, {"typ": "at+jwt"}),
            ("typ-event", "Type Rfc8725", "a security event", TOKEN, {"typ": "secevent+jwt"}),
            ("typ-media-type", "Type", "the media type", TOKEN, {"typ": "application/jwt"}),
            ("typ-space", "Type", "a space after it", TOKEN, {"typ": "JWT "}),
            ("typ-empty", "Type", "empty", TOKEN, {"typ": ""}),
            ("typ-null", "Type", "null", TOKEN, {"typ": None}),
            ("typ-array", "Type", "an array", TOKEN, {"typ": ["JWT"]}),
            ("crit-exp", "Critical", "a known claim", TOKEN, {"crit": ["exp"], "exp": 1}),
            ("crit-b64", "Critical", "RFC 7797", TOKEN, {"crit": ["b64"], "b64": False}),
            ("crit-empty", "Critical", "empty", TOKEN, {"crit": []}),
            ("crit-null", "Critical", "null", TOKEN, {"crit": None}),
            ("crit-string", "Critical", "a string", TOKEN, {"crit": "typ"}),
            ("crit-name-case", "Critical LetterCase", "Crit", None, {"Crit": ["exp"]}),
            ("kid", "KeyHint", "a key id", None, {"kid": "1"}),
            ("kid-path", "KeyHint Rfc8725", "a path", None, {"kid": "../../../../dev/null"}),
            ("kid-sql", "KeyHint Rfc8725", "SQL", None, {"kid": "' UNION SELECT 'x' -- "}),
            ("kid-object", "KeyHint", "an object", None, {"kid": {"$ne": ""}}),
            ("jku", "KeyHint Rfc8725", "a URL", None, {"jku": "http://127.0.0.1:9/keys"}),
            ("x5u", "KeyHint Rfc8725", "a URL", None, {"x5u": "http://127.0.0.1:9/x.pem"}),
            ("x5c", "KeyHint", "certificates", None, {"x5c": ["AAAA"]}),
            ("jwk", "KeyHint", "a key that did not sign", None, {"jwk": OWN_KEY}),
            ("cty", "Ignored", "a content type", None, {"cty": "JWT"}),
            ("b64", "Ignored", "b64 without crit", None, {"b64": False}),
            ("zip", "Ignored", "the claims are not compressed", None, {"zip": "DEF"}),
            ("other", "Ignored", "unknown", None, {"a": [1, {}]}),
        )
    ],
    *[
        webhook(case_id, f"{flags} Rfc8725", comment, MISMATCH, token(header=header, secret=key))
        for case_id, flags, comment, header, key in (
            ("jwk-signed", "KeyHint", "its own key", {"jwk": OWN_KEY}, "chosen by the attacker"),
            ("kid-empty-key", "KeyHint", "an empty file as key", {"kid": "/dev/null"}, ""),
            ("public-key", "Algorithm", "HS256 with a public key as secret", {}, PUBLIC_KEY),
        )
    ],
]
