"""Parameters and the bodies that may carry them."""

import json
import string

from vectors.format import Case, Pairs, Refused, Topic, case
from vectors.media_types import FORM, JSON, JSON_TYPES

NOTES = {
    "Blank": "A blank value is sent.",
    "Duplicate": "A name that occurs twice is refused.",
    "EmptyName": "A name must not be empty.",
    "Escapes": "What a form must percent-encode, in UTF-8 and in upper case.",
    "FoldedName": "A name that holds & or = is refused, although a form could carry it.",
    "JSONEscapes": "What a JSON string must escape. Other ways to write the same text will do.",
    "LoneSurrogate": "UTF-8 cannot encode a lone surrogate. A language whose text cannot hold one skips the case.",
    "MediaType": "Every documented media type; no other, and no other charset than utf-8.",
    "Order": "In the order given. A language whose mappings have none compares the fields without it.",
    "SafeCharacters": "Encoders differ on which of *~!'() they escape: each of the bodies will do.",
    "Sent": "What is not signed, or replaced in the string to sign, is sent as it is.",
    "Space": "A space is written +, and a plus %2B.",
    "Strings": "Every value is a JSON string, also one that looks like a number, a boolean or null.",
    "Unicode": "Text beyond ASCII.",
}

# The characters besides letters and digits that encoders leave as they are.
RFC_3986 = "-._~"
URL_STANDARD = "-._*"
ECMASCRIPT = "-._~*!'()"


def form(pairs: Pairs, safe: str) -> str:
    return "&".join(f"{_quoted(name, safe)}={_quoted(text, safe)}" for name, text in pairs)


def _quoted(text: str, safe: str) -> str:
    kept = string.ascii_letters + string.digits + safe + " "
    return "".join(c if c in kept else _escaped(c) for c in text).replace(" ", "+")


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def forms(pairs: Pairs) -> list[str]:
    encoded = [form(pairs, safe) for safe in (RFC_3986, URL_STANDARD, ECMASCRIPT)]
    return list(dict.fromkeys(encoded))


def bodies(pairs: Pairs, media_type: str) -> list[str]:
    if media_type == FORM:
        return forms(pairs)
    encoded = [
        json.dumps(dict(pairs), separators=(",", ":"), ensure_ascii=is_ascii)
        for is_ascii in (True, False)
    ]
    return list(dict.fromkeys(encoded))


def encodes(case_id: str, flags: str, comment: str, pairs: Pairs, media_type: str = FORM) -> Case:
    essence = media_type.partition(";")[0].strip().lower()
    expected = bodies(pairs, essence)
    given = {"media_type": media_type, "pairs": pairs}
    return case(f"encode-{case_id}", flags, comment, given, expected)


def form_text(case_id: str, flags: str, comment: str, text: str) -> Case:
    return encodes(f"form-{case_id}", flags, comment, [("text", text)])


def json_text(case_id: str, flags: str, comment: str, text: str) -> Case:
    return encodes(f"json-{case_id}", flags, comment, [("text", text)], JSON)


def refused(
    case_id: str,
    flags: str,
    comment: str,
    error: Refused,
    media_type: str,
    pairs: Pairs | None = None,
) -> Case:
    given = {"media_type": media_type, "pairs": [("a", "1")] if pairs is None else pairs}
    return case(f"encode-{case_id}", flags, comment, given, error)


SIMPLE: Pairs = [("message-id", "00A0B0C0"), ("delivered", "true")]

FORMS = [
    encodes("form", "MediaType", "the default of a POST", SIMPLE),
    encodes("form-empty", "MediaType", "no parameters", []),
    encodes("form-order", "Order", "not sorted", [("b", "2"), ("a", "1"), ("B", "3")]),
    encodes("form-sig", "Sent", "sig is sent", [("a", "1"), ("sig", "abc")]),
    encodes("form-name", "Escapes", "names are encoded, too", [("a b+c%", "1")]),
    encodes("form-name-unicode", "Escapes Unicode", "in UTF-8", [("\u00e9\U0001f600", "1")]),
    encodes("form-prototype", "Sent", "a name of JavaScript", [("__proto__", "1")]),
    form_text("blank", "Blank", "nothing after the =", ""),
    form_text("space", "Space", "a space", "a b"),
    form_text("plus", "Space", "a plus", "a+b"),
    form_text("spaces", "Space", "at the ends", " a "),
    form_text("percent", "Escapes", "a percent sign", "100%"),
    form_text("percent-encoded", "Escapes", "an escape is escaped again", "%20"),
    form_text("separators", "Escapes Sent", "& and = are sent, not _", "a&b=c"),
    form_text("reserved", "Escapes", "what URLs reserve", ":/?#[]@$,;"),
    form_text("quotes", "Escapes", "quotes and others", '"\\<>^`{|}'),
    form_text("unreserved", "Escapes", "what nobody escapes", "-._AZaz09"),
    form_text("newline", "Escapes", "line ends are not converted", "a\r\nb\n"),
    form_text("nul", "Escapes", "control characters", "\x00\x1f\x7f"),
    form_text("latin", "Escapes Unicode", "two bytes", "\u00e9"),
    form_text("euro", "Escapes Unicode", "three bytes", "\u20ac"),
    form_text("emoji", "Escapes Unicode", "four bytes", "\U0001f600"),
    form_text("last-code-point", "Escapes Unicode", "U+10FFFF", "\U0010ffff"),
    form_text("byte-order-mark", "Escapes Unicode", "is text", "\ufeff"),
    form_text("tilde", "SafeCharacters", "~", "~"),
    form_text("asterisk", "SafeCharacters", "*", "*"),
    form_text("exclamation-mark", "SafeCharacters", "!", "!"),
    form_text("apostrophe", "SafeCharacters", "'", "'"),
    form_text("parentheses", "SafeCharacters", "( and )", "()"),
]

OBJECTS = [
    *[
        encodes(
            f"type-{media_type.replace('/', '-')}", "MediaType", "a JSON type", SIMPLE, media_type
        )
        for media_type in JSON_TYPES
    ],
    encodes("json-empty", "MediaType", "no parameters", [], JSON),
    encodes("json-sig", "Sent", "sig is sent", [("a", "1"), ("sig", "abc")], JSON),
    encodes(
        "json-strings",
        "Strings",
        "all of them in quotes",
        [("a", "1"), ("b", "true"), ("c", "null"), ("d", "1.0"), ("e", "[]"), ("f", "{}")],
        JSON,
    ),
    encodes("json-name", "JSONEscapes", "names are escaped, too", [('a"\\', "1")], JSON),
    encodes("json-name-unicode", "Unicode", "a name", [("\u00e9\U0001f600", "1")], JSON),
    encodes("json-prototype", "Sent", "a name of JavaScript", [("__proto__", "1")], JSON),
    json_text("blank", "Blank Strings", "a blank value", ""),
    json_text("plus", "Sent", "neither + nor % means anything", "a+b %20"),
    json_text("separators", "Sent", "& and = are sent, not _", "a&b=c"),
    json_text("quotes", "JSONEscapes", "a quote and a backslash", '"\\'),
    json_text("slash", "JSONEscapes", "a slash needs no escape", "</a>"),
    json_text("controls", "JSONEscapes", "control characters", "\x00\x08\t\n\x0c\r\x1f\x7f"),
    json_text("latin", "Unicode", "escaped or in UTF-8", "\u00e9"),
    json_text("emoji", "Unicode", "a pair of escapes, or UTF-8", "\U0001f600"),
    json_text("line-separators", "Unicode", "U+2028 and U+2029", "\u2028\u2029"),
    json_text("byte-order-mark", "Unicode", "is text", "\ufeff"),
]

TYPES = [
    encodes("type-case", "MediaType", "without regard to case", SIMPLE, "Application/JSON"),
    encodes("type-charset", "MediaType", "utf-8", SIMPLE, f"{JSON}; charset=utf-8"),
    encodes("type-charset-case", "MediaType", "UTF-8", SIMPLE, f"{FORM};charset=UTF-8"),
    refused("type-empty", "MediaType", "none", Refused.MEDIA_TYPE, ""),
    refused("type-text", "MediaType", "not documented", Refused.MEDIA_TYPE, "text/plain"),
    refused(
        "type-multipart", "MediaType", "not documented", Refused.MEDIA_TYPE, "multipart/form-data"
    ),
    refused(
        "type-vendor-json",
        "MediaType",
        "not documented",
        Refused.MEDIA_TYPE,
        "application/vnd.api+json",
    ),
    refused(
        "type-latin-1", "MediaType", "a charset", Refused.MEDIA_TYPE, f"{FORM}; charset=iso-8859-1"
    ),
    refused("type-utf-16", "MediaType", "a charset", Refused.MEDIA_TYPE, f"{JSON}; charset=utf-16"),
]

PARAMETER, DUPLICATE = Refused.PARAMETER, Refused.DUPLICATE
REFUSALS = [
    refused("form-surrogate", "LoneSurrogate", "in a value", PARAMETER, FORM, [("a", "\ud800")]),
    refused("form-surrogate-name", "LoneSurrogate", "in a name", PARAMETER, FORM, [("\udc00", "")]),
    refused(
        "json-surrogate",
        "LoneSurrogate",
        "although JSON could escape it",
        PARAMETER,
        JSON,
        [("a", "\ud800")],
    ),
    refused("json-surrogate-name", "LoneSurrogate", "in a name", PARAMETER, JSON, [("\udc00", "")]),
    refused("form-empty-name", "EmptyName", "no name", PARAMETER, FORM, [("", "1")]),
    refused("json-empty-name", "EmptyName", "no name", PARAMETER, JSON, [("", "1")]),
    refused("form-folded", "FoldedName", "two in one", PARAMETER, FORM, [("a=1&b", "2")]),
    refused("json-folded", "FoldedName", "two in one", PARAMETER, JSON, [("a=1&b", "2")]),
    refused("form-duplicate", "Duplicate", "twice", DUPLICATE, FORM, [("a", "1"), ("a", "1")]),
    refused("json-duplicate", "Duplicate", "twice", DUPLICATE, JSON, [("a", "1"), ("a", "2")]),
]

TOPIC = Topic(
    "encode",
    "Parameters in the order in which they are sent, and the bodies that may carry them.",
    NOTES,
    FORMS + OBJECTS + TYPES + REFUSALS,
)
