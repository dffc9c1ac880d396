# fmt: off
"""Parameters and the bodies that may carry them."""
import json
from functools import partial
from urllib.parse import urlencode

from vectors.errors import PARAM, TWICE, TYPE, Rejected
from vectors.format import Case, Pairs, case
from vectors.given import FORM, JSON, JSON_TYPES

# The characters besides letters, digits and -._ that encoders leave as they are.
RFC_3986, URL_STANDARD, ECMASCRIPT = "~", "*", "~*!'()"

def form(pairs: Pairs, safe: str) -> str:
    encoded = urlencode(pairs, safe=safe)
    return encoded if "~" in safe else encoded.replace("~", "%7E")

def bodies(pairs: Pairs, media_type: str) -> list[str]:
    if media_type == FORM:
        encoded = [form(pairs, safe) for safe in (RFC_3986, URL_STANDARD, ECMASCRIPT)]
    else:
        encoder = partial(json.dumps, dict(pairs), separators=(",", ":"))
        encoded = [encoder(ensure_ascii=escape) for escape in (True, False)]
    return list(dict.fromkeys(encoded))

def encodes(case_id: str, flags: str, comment: str, pairs: Pairs, media_type: str = FORM,
        error: Rejected | None = None) -> Case:
    plain_type = media_type.partition(";")[0].strip().lower()
    given = {"media_type": media_type, "pairs": pairs}
    return case(f"encode-{case_id}", flags, comment, given, error or bodies(pairs, plain_type))

def text(kind: str, media_type: str, case_id: str, flags: str, comment: str, value: str) -> Case:
    return encodes(f"{kind}-{case_id}", flags, comment, [("text", value)], media_type)

def rejected(case_id: str, flags: str, comment: str, error: Rejected, media_type: str,
        pairs: Pairs | None = None) -> Case:
    given = [("a", "1")] if pairs is None else pairs
    return encodes(case_id, flags, comment, given, media_type, error)

form_text, json_text = partial(text, "form", FORM), partial(text, "json", JSON)
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
    *[encodes(f"type-{name.replace('/', '-')}", "MediaType", "a JSON type", SIMPLE, name)
        for name in JSON_TYPES],
    encodes("json-empty", "MediaType", "no parameters", [], JSON),
    encodes("json-sig", "Sent", "sig is sent", [("a", "1"), ("sig", "abc")], JSON),
    encodes("json-strings", "Strings", "all of them in quotes",
        [("a", "1"), ("b", "true"), ("c", "null"), ("d", "1.0"), ("e", "[]"), ("f", "{}")], JSON),
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
    rejected("type-empty", "MediaType", "none", TYPE, ""),
    rejected("type-text", "MediaType", "not documented", TYPE, "text/plain"),
    rejected("type-multipart", "MediaType", "not documented", TYPE, "multipart/form-data"),
    rejected("type-vendor-json", "MediaType", "not documented", TYPE, "application/vnd.api+json"),
    rejected("type-latin-1", "MediaType", "a charset", TYPE, f"{FORM}; charset=iso-8859-1"),
    rejected("type-utf-16", "MediaType", "a charset", TYPE, f"{JSON}; charset=utf-16"),
]
REJECTED = [
    rejected("form-surrogate", "LoneSurrogate", "in a value", PARAM, FORM, [("a", "\ud800")]),
    rejected("form-surrogate-name", "LoneSurrogate", "in a name", PARAM, FORM, [("\udc00", "")]),
    rejected("json-surrogate", "LoneSurrogate", "although JSON could escape it", PARAM, JSON,
        [("a", "\ud800")]),
    rejected("json-surrogate-name", "LoneSurrogate", "in a name", PARAM, JSON, [("\udc00", "")]),
    rejected("form-empty-name", "EmptyName", "no name", PARAM, FORM, [("", "1")]),
    rejected("json-empty-name", "EmptyName", "no name", PARAM, JSON, [("", "1")]),
    rejected("form-folded", "FoldedName", "two in one", PARAM, FORM, [("a=1&b", "2")]),
    rejected("json-folded", "FoldedName", "two in one", PARAM, JSON, [("a=1&b", "2")]),
    rejected("form-duplicate", "Duplicate", "twice", TWICE, FORM, [("a", "1"), ("a", "1")]),
    rejected("json-duplicate", "Duplicate", "twice", TWICE, JSON, [("a", "1"), ("a", "2")]),
]
CASES = FORMS + OBJECTS + TYPES + REJECTED
