# fmt: off
"""The header of a token, and the JSON of both its parts."""
from itertools import starmap
from typing import Any

from vectors.cases.webhooks.forms import RS256, unsigned
from vectors.cases.webhooks.tokens import ABSENT, CLAIMS, Content, Members, content, encoded, token
from vectors.cases.webhooks.webhook import OR, Error, of_claims, of_header, webhook
from vectors.errors import FORGED, TOKEN
from vectors.format import Case


def deep(levels: int) -> str:
    return '{@,"a":' + "[" * levels + "]" * levels + "}"

def of_json(case_id: str, comment: str, error: Error, claims: Content) -> Case:
    return of_claims(f"claims-{case_id}", "Json", comment, error, claims)

def twice(case_id: str, comment: str, error: Error, claims: Content) -> Case:
    return of_claims(f"duplicate-{case_id}", "Duplicate", comment, error, claims)

def algorithm(case_id: str, comment: str, alg: Any) -> Case:
    return of_header(f"alg-{case_id}", "Algorithm", comment, TOKEN, {"alg": alg})

def signed_otherwise(case_id: str, flags: str, comment: str, text: str) -> Case:
    return webhook(f"alg-{case_id}", f"Algorithm {flags}", comment, TOKEN, text)

def forged(case_id: str, flags: str, comment: str, header: Members, secret: str) -> Case:
    text = token(header=header, secret=secret)
    return webhook(case_id, f"{flags} Rfc8725", comment, FORGED, text)

OBJECTS: list[Any] = [
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
]
DUPLICATES: list[Any] = [
    ("equal", "an ignored one, the same value", TOKEN, '{@,"a":1,"a":1}'),
    ("iat", "a fresher iat", TOKEN, '{"iat":1,@}'),
    ("iss-first", "another issuer first", TOKEN, '{"iss":"Mallory",@}'),
    ("iss-last", "another issuer last", TOKEN, '{@,"iss":"Mallory"}'),
    ("escaped", "written differently", TOKEN, '{@,"\\u0069at":1700000000}'),
    ("nested", "in an ignored object", OR(TOKEN), '{@,"a":{"b":1,"b":2}}'),
]
HEADER_OBJECTS: list[Any] = [
    ("header-white-space", "Json Rfc7515", "as RFC 7515 writes it", None, "{@\r\n }"),
    ("header-array", "Json", "an array", TOKEN, '["HS256"]'),
    ("header-null", "Json", "null", TOKEN, "null"),
    ("header-not-closed", "Json", "not closed", TOKEN, "{@"),
    ("header-nan", "Json", "NaN", TOKEN, '{@,"a":NaN}'),
    ("header-deep", "Json", "1,500 deep", OR(TOKEN), deep(1500)),
    ("header-byte-order-mark", "Json", "a byte order mark", TOKEN, "\ufeff{@}"),
    ("header-utf-16", "Json Rfc8725", "UTF-16", TOKEN, '{"alg":"HS256"}'.encode("utf-16-be")),
    ("header-not-utf-8", "Json", "not UTF-8", TOKEN, b'{"alg":"HS256","a":"\xff"}'),
    ("header-duplicate", "Duplicate", "alg twice", TOKEN, '{@,"alg":"HS256"}'),
    ("header-duplicate-none", "Duplicate", "alg none first", TOKEN, '{"alg":"none",@}'),
    ("header-duplicate-typ", "Duplicate", "typ twice", TOKEN, '{@,"typ":"JWT"}'),
]
ALGORITHMS: list[Any] = [
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
]
SIGNED: list[Any] = [
    ("hs384", "", "HS384", token(header={"alg": "HS384"}, hash_name="sha384")),
    ("hs512", "", "HS512", token(header={"alg": "HS512"}, hash_name="sha512")),
    ("hs1", "", "HMAC-SHA1", token(header={"alg": "HS1"}, hash_name="sha1")),
    ("none", "Rfc8725", "none, not signed", unsigned("none")),
    ("none-upper", "Rfc8725", "NONE, not signed", unsigned("NONE")),
    ("none-mixed", "Rfc8725", "nOnE, not signed", unsigned("nOnE")),
    ("rs256-signed", "Rfc8725", "RS256, 2,048 bits", RS256),
]
PUBLIC_KEY = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n"
OWN_KEY = {"kty": "oct", "k": encoded(b"chosen by the attacker")}
HEADERS: list[Any] = [
    ("alg-name-case", "Algorithm LetterCase", "ALG", TOKEN, {"alg": ABSENT, "ALG": "HS256"}),
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
]
OTHER_KEYS: list[Any] = [
    ("jwk-signed", "KeyHint", "its own key", {"jwk": OWN_KEY}, "chosen by the attacker"),
    ("kid-empty-key", "KeyHint", "an empty file as key", {"kid": "/dev/null"}, ""),
    ("public-key", "Algorithm", "HS256 with a public key as secret", {}, PUBLIC_KEY),
]
CASES = [
    *starmap(of_json, OBJECTS),
    *starmap(twice, DUPLICATES),
    *starmap(of_header, HEADER_OBJECTS),
    *starmap(algorithm, ALGORITHMS),
    *starmap(signed_otherwise, SIGNED),
    *starmap(of_header, HEADERS),
    *starmap(forged, OTHER_KEYS),
]
