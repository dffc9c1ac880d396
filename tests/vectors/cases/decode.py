"""Bodies, and the parameters that they hold or the way in which they must be refused."""

from typing import Any

from vectors.format import Case, Either, Refused, Repeated, Topic, body_fields, case
from vectors.media_types import FORM, JSON, JSON_TYPES

NOTES = {
    "Blank": "A blank value is a parameter.",
    "BrokenEscape": "A % without two hexadecimal digits. Receivers keep it, drop it or guess.",
    "Charset": "UTF-8 only: a charset parameter that says otherwise is refused, wherever it stands.",
    "DeepNesting": "A JSON bomb: nested so deeply that a recursive parser falls over.",
    "Duplicate": "A name that occurs twice: receivers differ on which value wins.",
    "EmptyName": "A name must not be empty.",
    "Escapes": "Percent-encoding is decoded once, in UTF-8 (URL standard).",
    "Fields": "Fields without = or without anything: some receivers read a blank parameter, some nothing.",
    "Flat": "One object whose values are no arrays or objects.",
    "FoldedName": "A name that holds & or = stands for several parameters in the string to sign.",
    "JavaScriptName": "A name that means something in JavaScript objects.",
    "JSONEscapes": "The escapes of JSON strings (RFC 8259), and no others.",
    "JSONSyntax": "JSON (RFC 8259) and nothing that is only like it.",
    "Literals": "Booleans become true and false; null is an absent parameter.",
    "LoneSurrogate": "An escape of half a surrogate pair: there is no such text in UTF-8.",
    "MediaType": "Every documented media type, without regard to case, with or without parameters; and no other.",
    "NotUTF8": "Bytes that are not UTF-8, whether raw or percent-encoded: overlong, surrogates, beyond U+10FFFF, truncated, or of another charset.",
    "Numbers": "A number keeps the text with which it was written.",
    "Raw": "Characters that a URL must not hold as they are. Receivers mostly take them.",
    "Space": "A + and %20 are spaces, %2B is a plus.",
    "Unicode": "Text beyond ASCII.",
}

Body = str | bytes | Repeated
ENCODING, MEDIA_TYPE = Refused.ENCODING, Refused.MEDIA_TYPE
PARAMETER, DUPLICATE = Refused.PARAMETER, Refused.DUPLICATE


def reads(
    case_id: str, flags: str, comment: str, body: Body, expected: Any, media_type: str
) -> Case:
    given = {"media_type": media_type} | body_fields(body)
    return case(f"decode-{case_id}", flags, comment, given, expected)


def form(case_id: str, flags: str, comment: str, body: Body, expected: Any) -> Case:
    return reads(f"form-{case_id}", flags, comment, body, expected, FORM)


def json(case_id: str, flags: str, comment: str, body: Body, expected: Any) -> Case:
    return reads(f"json-{case_id}", flags, comment, body, expected, JSON)


FORMS = [
    form("one", "Escapes", "one field", "a=1", {"a": "1"}),
    form("two", "Escapes", "two fields", "a=1&b=2", {"a": "1", "b": "2"}),
    form("empty", "Fields", "no parameters", "", {}),
    form("blank", "Blank", "nothing after the =", "a=&b=", {"a": "", "b": ""}),
    form("case", "Escapes", "a and A are two names", "a=1&A=2", {"a": "1", "A": "2"}),
    form("plus", "Space", "a plus is a space", "a=b+c", {"a": "b c"}),
    form("percent-20", "Space", "and so is %20", "a=b%20c", {"a": "b c"}),
    form("percent-2b", "Space", "%2B is a plus", "a=b%2Bc", {"a": "b+c"}),
    form("percent-2b-lower", "Space", "in lower case, too", "a=b%2bc", {"a": "b+c"}),
    form("plus-name", "Space", "also in names", "a+b=1&c%2Bd=2", {"a b": "1", "c+d": "2"}),
    form("percent-25", "Escapes", "a percent sign", "a=100%25", {"a": "100%"}),
    form("once", "Escapes", "decoded once", "a=%2520", {"a": "%20"}),
    form("once-plus", "Escapes Space", "no plus from an escape", "a=%252B", {"a": "%2B"}),
    form("unneeded", "Escapes", "what needs no escape", "%61=%31", {"a": "1"}),
    form("mixed-case", "Escapes", "digits of either case", "a=%c3%A9", {"a": "\u00e9"}),
    form("separators", "Escapes", "in a value", "a=%26b%3D", {"a": "&b="}),
    form("second-equals", "Escapes", "the first = divides", "a=b=c==", {"a": "b=c=="}),
    form("semicolon", "Escapes", "no separator", "a=1;b=2", {"a": "1;b=2"}),
    form("nul", "Escapes", "a NUL", "a=%00b", {"a": "\x00b"}),
    form("newline", "Escapes", "line ends stay", "a=%0D%0A%0A", {"a": "\r\n\n"}),
    form(
        "reserved",
        "Escapes",
        "what needs no escape in a query",
        "a=:/?@!$'()*,",
        {"a": ":/?@!$'()*,"},
    ),
    form("brackets", "Escapes", "no list", "a%5B%5D=1&a[0]=2", {"a[]": "1", "a[0]": "2"}),
    form(
        "prototype",
        "JavaScriptName",
        "an object's prototype",
        "__proto__=1&toString=2",
        {"__proto__": "1", "toString": "2"},
    ),
    form("latin", "Escapes Unicode", "two bytes", "a=%C3%A9", {"a": "\u00e9"}),
    form("euro", "Escapes Unicode", "three bytes", "a=%E2%82%AC", {"a": "\u20ac"}),
    form("emoji", "Escapes Unicode", "four bytes", "a=%F0%9F%98%80", {"a": "\U0001f600"}),
    form("last-code-point", "Escapes Unicode", "U+10FFFF", "a=%F4%8F%BF%BF", {"a": "\U0010ffff"}),
    form("noncharacter", "Escapes Unicode", "U+FFFF", "a=%EF%BF%BF", {"a": "\uffff"}),
    form("byte-order-mark", "Escapes Unicode", "is text", "a=%EF%BB%BFb", {"a": "\ufeffb"}),
    form(
        "byte-order-mark-name",
        "Escapes Unicode",
        "in the first name, too",
        "%EF%BB%BFa=1",
        {"\ufeffa": "1"},
    ),
    form(
        "nfc-nfd",
        "Escapes Unicode",
        "two names that look the same",
        "%C3%A9=1&e%CC%81=2",
        {"\u00e9": "1", "e\u0301": "2"},
    ),
    form("name-unicode", "Escapes Unicode", "a name", "%F0%9F%98%80=1", {"\U0001f600": "1"}),
    form(
        "raw-unicode",
        "Raw Unicode",
        "UTF-8 as it is",
        "a=\u00e9\U0001f600",
        Either({"a": "\u00e9\U0001f600"}, ENCODING),
    ),
    form("raw-space", "Raw", "a space", "a=b c", Either({"a": "b c"}, ENCODING)),
    form(
        "raw-newline", "Raw", "a line end after the form", "a=1\n", Either({"a": "1\n"}, ENCODING)
    ),
    form(
        "raw-quotes",
        "Raw",
        "quotes and others",
        'a="<>\\^`{|}',
        Either({"a": '"<>\\^`{|}'}, ENCODING),
    ),
    form("raw-hash", "Raw", "a # in a body", "a=1#b", Either({"a": "1#b"}, ENCODING)),
    form("no-equals", "Fields", "a name alone", "a", Either({"a": ""}, ENCODING)),
    form(
        "no-equals-last", "Fields", "after another", "a=1&b", Either({"a": "1", "b": ""}, ENCODING)
    ),
    form(
        "empty-field",
        "Fields",
        "two ampersands",
        "a=1&&b=2",
        Either({"a": "1", "b": "2"}, ENCODING),
    ),
    form("empty-first", "Fields", "one at the start", "&a=1", Either({"a": "1"}, ENCODING)),
    form("empty-last", "Fields", "one at the end", "a=1&", Either({"a": "1"}, ENCODING)),
    form("only-ampersand", "Fields", "nothing else", "&", Either({}, ENCODING)),
    form("empty-name", "EmptyName", "nothing before the =", "=1", PARAMETER),
    form("empty-name-and-value", "EmptyName", "only the =", "a=1&=", PARAMETER),
    form("folded", "FoldedName", "%26 in a name", "a%3D1%26b=2", PARAMETER),
    form("folded-ampersand", "FoldedName", "only %26", "a%26=2", PARAMETER),
    form("folded-equals", "FoldedName", "only %3d", "a%3db=2", PARAMETER),
    form("duplicate", "Duplicate", "two values", "a=1&a=2", DUPLICATE),
    form("duplicate-equal", "Duplicate", "the same value", "a=1&a=1", DUPLICATE),
    form("duplicate-apart", "Duplicate", "others between", "a=1&b=2&a=3", DUPLICATE),
    form("duplicate-blank", "Duplicate Blank", "one of them blank", "a=&a=1", DUPLICATE),
    form("duplicate-escaped", "Duplicate Escapes", "written differently", "a=1&%61=2", DUPLICATE),
    form("duplicate-space", "Duplicate Space", "+ and %20", "a+b=1&a%20b=2", DUPLICATE),
    form("duplicate-sig", "Duplicate", "two sig", "a=1&sig=0&sig=1", DUPLICATE),
    form("duplicate-timestamp", "Duplicate", "two timestamp", "timestamp=1&timestamp=2", DUPLICATE),
    form("percent-alone", "BrokenEscape", "nothing follows", "a=%", ENCODING),
    form("percent-one-digit", "BrokenEscape", "one digit", "a=%4", ENCODING),
    form("percent-sign", "BrokenEscape", "in the middle", "a=100% sure", ENCODING),
    form("percent-letters", "BrokenEscape", "no digits", "a=%zz", ENCODING),
    form("percent-second", "BrokenEscape", "a bad second digit", "a=%4g", ENCODING),
    form("percent-u", "BrokenEscape", "an escape of old JavaScript", "a=%u0041", ENCODING),
    form("percent-percent", "BrokenEscape", "in the digits", "a=%4%31", ENCODING),
    form("percent-space", "BrokenEscape", "a space as digit", "a=%+1&b=% 1", ENCODING),
    form("percent-minus", "BrokenEscape", "a sign as digit", "a=%-1", ENCODING),
    form("percent-across", "BrokenEscape", "the next field is no digit", "a=%4&1=", ENCODING),
    form("percent-name", "BrokenEscape", "in a name", "a%=1", ENCODING),
    form(
        "percent-fullwidth",
        "BrokenEscape Unicode",
        "digits of another script",
        "a=%\uff14\uff11",
        ENCODING,
    ),
    form("utf8-ff", "NotUTF8", "never in UTF-8", "a=%FF", ENCODING),
    form("utf8-continuation", "NotUTF8", "nothing to continue", "a=%80", ENCODING),
    form("utf8-truncated-2", "NotUTF8", "one of two bytes", "a=%C3", ENCODING),
    form("utf8-truncated-4", "NotUTF8", "three of four bytes", "a=%F0%9F%98", ENCODING),
    form("utf8-interrupted", "NotUTF8", "a letter between", "a=%C3a%A9", ENCODING),
    form("utf8-across", "NotUTF8", "in two fields", "a=%C3&%A9=1", ENCODING),
    form("utf8-latin-1", "NotUTF8", "Latin-1", "a=caf%E9", ENCODING),
    form("utf8-windows", "NotUTF8", "Windows-1252", "a=%80+5", ENCODING),
    form("utf8-overlong-slash", "NotUTF8", "a slash in two bytes", "a=%C0%AF", ENCODING),
    form("utf8-overlong-slash-3", "NotUTF8", "a slash in three bytes", "a=%E0%80%AF", ENCODING),
    form("utf8-overlong-slash-4", "NotUTF8", "a slash in four bytes", "a=%F0%80%80%AF", ENCODING),
    form("utf8-overlong-nul", "NotUTF8", "NUL as Java writes it", "a=%C0%80", ENCODING),
    form("utf8-overlong-ampersand", "NotUTF8", "& in a name", "a%C0%A6b=1", ENCODING),
    form("utf8-surrogate", "NotUTF8", "half a pair", "a=%ED%A0%80", ENCODING),
    form("utf8-surrogates", "NotUTF8", "a pair (CESU-8)", "a=%ED%A0%BD%ED%B8%80", ENCODING),
    form("utf8-beyond", "NotUTF8", "U+110000", "a=%F4%90%80%80", ENCODING),
    form("utf8-five", "NotUTF8", "five bytes", "a=%F8%88%80%80%80", ENCODING),
    form("utf8-name", "NotUTF8", "in a name", "%FF=1", ENCODING),
    form("raw-latin-1", "NotUTF8 Raw", "Latin-1", b"a=caf\xe9", ENCODING),
    form("raw-overlong", "NotUTF8 Raw", "an overlong &", b"a=1\xc0\xa6b=2", ENCODING),
    form("raw-surrogate", "NotUTF8 Raw", "half a pair", b"a=\xed\xa0\x80", ENCODING),
    form("raw-and-escaped", "NotUTF8 Raw", "a raw start, an escaped end", b"a=\xc3%A9", ENCODING),
    form(
        "utf-16",
        "NotUTF8 Charset",
        "UTF-16 with a byte order mark",
        "\ufeffa=1".encode("utf-16-le"),
        ENCODING,
    ),
    form("gzip", "NotUTF8", "still compressed", bytes.fromhex("1f8b0800000000000003"), ENCODING),
]

OBJECTS = [
    json("one", "JSONSyntax", "one member", '{"a":"1"}', {"a": "1"}),
    json("two", "JSONSyntax", "two members", '{"a":"1","b":"2"}', {"a": "1", "b": "2"}),
    json("empty-object", "JSONSyntax", "no parameters", "{}", {}),
    json(
        "white-space",
        "JSONSyntax",
        "all four kinds",
        '\r\n\t { "a" : "1" \n,\t"b" :"2" } \n',
        {"a": "1", "b": "2"},
    ),
    json("blank", "Blank", "a blank value", '{"a":""}', {"a": ""}),
    json("case", "JSONSyntax", "a and A are two names", '{"a":"1","A":"2"}', {"a": "1", "A": "2"}),
    json("separators", "JSONSyntax", "& and = in a value", '{"a":"b&c=d"}', {"a": "b&c=d"}),
    json("not-a-form", "JSONSyntax", "+ and % mean nothing", '{"a":"b+c%20d%"}', {"a": "b+c%20d%"}),
    json(
        "punctuation",
        "JSONSyntax",
        "in strings",
        '{"a":"{[,:]}","b":"//"}',
        {"a": "{[,:]}", "b": "//"},
    ),
    json(
        "prototype",
        "JavaScriptName",
        "an object's prototype",
        '{"__proto__":"1","toString":"2"}',
        {"__proto__": "1", "toString": "2"},
    ),
    json(
        "escapes",
        "JSONEscapes",
        "the short ones",
        r'{"a":"\"\\\/\b\f\n\r\t"}',
        {"a": '"\\/\b\f\n\r\t'},
    ),
    json(
        "escape-unicode",
        "JSONEscapes Unicode",
        "four digits of either case",
        r'{"a":"\u00e9\u00E9A"}',
        {"a": "\u00e9\u00e9A"},
    ),
    json("escape-nul", "JSONEscapes", "a NUL", r'{"a":"\u0000"}', {"a": "\x00"}),
    json(
        "escape-pair",
        "JSONEscapes Unicode",
        "a surrogate pair",
        r'{"a":"\ud83d\ude00"}',
        {"a": "\U0001f600"},
    ),
    json("escape-name", "JSONEscapes", "in a name", r'{"\u0061\n":"1"}', {"a\n": "1"}),
    json(
        "escape-backslash",
        "JSONEscapes",
        "an escaped backslash",
        r'{"a":"\\u0061\\\""}',
        {"a": r"\u0061" + '\\"'},
    ),
    json("raw-unicode", "Unicode", "UTF-8", '{"\u00e9":"\U0001f600"}', {"\u00e9": "\U0001f600"}),
    json("raw-noncharacter", "Unicode", "U+FFFF", '{"a":"\uffff"}', {"a": "\uffff"}),
    json(
        "raw-line-separators",
        "Unicode",
        "U+2028 and U+2029",
        '{"a":"\u2028\u2029"}',
        {"a": "\u2028\u2029"},
    ),
    json("raw-delete", "JSONEscapes", "DEL needs no escape", '{"a":"\x7f"}', {"a": "\x7f"}),
    json("byte-order-mark-inside", "Unicode", "is text", '{"a":"\ufeff"}', {"a": "\ufeff"}),
    json("integer", "Numbers", "digits", '{"a":0,"b":42}', {"a": "0", "b": "42"}),
    json("negative", "Numbers", "a sign", '{"a":-1}', {"a": "-1"}),
    json("minus-zero", "Numbers", "not 0", '{"a":-0,"b":-0.0}', {"a": "-0", "b": "-0.0"}),
    json("one-point-zero", "Numbers", "not 1", '{"a":1.0}', {"a": "1.0"}),
    json(
        "trailing-zeros", "Numbers", "zeros stay", '{"price":0.03330000}', {"price": "0.03330000"}
    ),
    json(
        "exponent",
        "Numbers",
        "is not worked out",
        '{"a":1e3,"b":1E+3,"c":1.5e-07}',
        {"a": "1e3", "b": "1E+3", "c": "1.5e-07"},
    ),
    json(
        "beyond-double", "Numbers", "2**53 + 1", '{"a":9007199254740993}', {"a": "9007199254740993"}
    ),
    json(
        "beyond-64-bits",
        "Numbers",
        "30 digits",
        '{"a":123456789012345678901234567890}',
        {"a": "123456789012345678901234567890"},
    ),
    json("overflow", "Numbers", "infinite as a double", '{"a":1e400}', {"a": "1e400"}),
    json("underflow", "Numbers", "zero as a double", '{"a":1e-400}', {"a": "1e-400"}),
    json(
        "fraction",
        "Numbers",
        "more digits than a double has",
        '{"a":0.1000000000000000055511151231257827}',
        {"a": "0.1000000000000000055511151231257827"},
    ),
    json(
        "true-false", "Literals", "their text", '{"a":true,"b":false}', {"a": "true", "b": "false"}
    ),
    json("null", "Literals", "absent", '{"a":null,"b":"1"}', {"b": "1"}),
    json("only-null", "Literals", "nothing remains", '{"a":null}', {}),
    json(
        "literal-strings",
        "Literals",
        "in quotes they are texts",
        '{"a":"null","b":"true","c":"1.0"}',
        {"a": "null", "b": "true", "c": "1.0"},
    ),
    json(
        "byte-order-mark",
        "Unicode JSONSyntax",
        "RFC 8259 allows to ignore it",
        '\ufeff{"a":"1"}',
        Either({"a": "1"}, ENCODING),
    ),
    json("empty", "JSONSyntax", "no JSON text", "", ENCODING),
    json("only-white-space", "JSONSyntax", "no JSON text", " \n", ENCODING),
    json("form", "JSONSyntax", "a form", "a=1&b=2", ENCODING),
    json("array", "Flat", "an array", '[{"a":"1"}]', ENCODING),
    json("array-of-pairs", "Flat", "pairs are no object", '[["a","1"]]', ENCODING),
    json("string", "Flat", "a string", '"a=1"', ENCODING),
    json("number", "Flat", "a number", "1", ENCODING),
    json("top-null", "Flat", "null", "null", ENCODING),
    json("top-true", "Flat", "true", "true", ENCODING),
    json("value-array", "Flat", "an array as value", '{"a":["1","2"]}', ENCODING),
    json("value-array-of-one", "Flat", "an array of one", '{"sig":["0"]}', ENCODING),
    json("value-empty-array", "Flat", "an empty array", '{"a":[]}', ENCODING),
    json("value-object", "Flat", "an object as value", '{"a":{"b":"1"}}', ENCODING),
    json("value-empty-object", "Flat", "an empty object", '{"a":{}}', ENCODING),
    json(
        "bomb-of-arrays", "DeepNesting", "100,000 arrays", Repeated("", "[", 100_000, ""), ENCODING
    ),
    json(
        "bomb-of-values",
        "DeepNesting",
        "100,000 arrays as value",
        Repeated('{"a":', "[", 100_000, ""),
        ENCODING,
    ),
    json(
        "bomb-of-objects",
        "DeepNesting",
        "100,000 objects",
        Repeated("", '{"a":', 100_000, ""),
        ENCODING,
    ),
    json(
        "bomb-closed",
        "DeepNesting",
        "well-formed",
        Repeated('{"a":' + "[" * 500, "[],", 2_000, '""' + "]" * 500 + "}"),
        ENCODING,
    ),
    json("duplicate", "Duplicate", "two values", '{"a":"1","a":"2"}', DUPLICATE),
    json("duplicate-equal", "Duplicate", "the same value", '{"a":"1","a":"1"}', DUPLICATE),
    json("duplicate-apart", "Duplicate", "others between", '{"a":"1","b":"2","a":"3"}', DUPLICATE),
    json(
        "duplicate-escaped",
        "Duplicate JSONEscapes",
        "written differently",
        r'{"a":"1","\u0061":"2"}',
        DUPLICATE,
    ),
    json("duplicate-null", "Duplicate Literals", "one absent", '{"a":null,"a":"1"}', DUPLICATE),
    json(
        "duplicate-null-last",
        "Duplicate Literals",
        "the last one absent",
        '{"sig":"0","sig":null}',
        DUPLICATE,
    ),
    json(
        "duplicate-types",
        "Duplicate Literals",
        "a number and its text",
        '{"a":1,"a":"1"}',
        DUPLICATE,
    ),
    json("duplicate-sig", "Duplicate", "two sig", '{"sig":"0","a":"1","sig":"1"}', DUPLICATE),
    json("empty-name", "EmptyName", "no name", '{"":"1"}', PARAMETER),
    json("folded", "FoldedName", "two in one", '{"a=1&b":"2"}', PARAMETER),
    json("folded-ampersand", "FoldedName", "only &", '{"a&b":"2"}', PARAMETER),
    json("folded-equals", "FoldedName", "only =", '{"a=":"2"}', PARAMETER),
    json(
        "folded-escaped", "FoldedName JSONEscapes", "escaped", r'{"a\u003d1\u0026b":"2"}', PARAMETER
    ),
    json("high-surrogate", "LoneSurrogate", "high alone", r'{"a":"\ud83d"}', PARAMETER),
    json("low-surrogate", "LoneSurrogate", "low alone", r'{"a":"\ude00"}', PARAMETER),
    json(
        "swapped-surrogates", "LoneSurrogate", "low before high", r'{"a":"\ude00\ud83d"}', PARAMETER
    ),
    json("high-then-letter", "LoneSurrogate", "no low follows", r'{"a":"\ud83dx"}', PARAMETER),
    json("surrogate-name", "LoneSurrogate", "in a name", r'{"\ud83d":"1"}', PARAMETER),
    json("nan", "JSONSyntax Numbers", "no number of JSON", '{"a":NaN}', ENCODING),
    json("infinity", "JSONSyntax Numbers", "no number of JSON", '{"a":Infinity}', ENCODING),
    json("minus-infinity", "JSONSyntax Numbers", "no number of JSON", '{"a":-Infinity}', ENCODING),
    json("leading-zero", "JSONSyntax Numbers", "a zero in front", '{"a":01}', ENCODING),
    json("plus-sign", "JSONSyntax Numbers", "a plus", '{"a":+1}', ENCODING),
    json(
        "no-integer-part", "JSONSyntax Numbers", "no digit before the point", '{"a":.5}', ENCODING
    ),
    json("no-fraction", "JSONSyntax Numbers", "no digit after the point", '{"a":1.}', ENCODING),
    json("no-exponent", "JSONSyntax Numbers", "no digit after the e", '{"a":1e}', ENCODING),
    json("minus-alone", "JSONSyntax Numbers", "no digit at all", '{"a":-}', ENCODING),
    json("hexadecimal", "JSONSyntax Numbers", "hexadecimal", '{"a":0x10}', ENCODING),
    json("underscore", "JSONSyntax Numbers", "a separator", '{"a":1_000}', ENCODING),
    json(
        "arabic-digits",
        "JSONSyntax Numbers Unicode",
        "digits of another script",
        '{"a":\u0661}',
        ENCODING,
    ),
    json("python-literals", "JSONSyntax Literals", "None", '{"a":None}', ENCODING),
    json("literal-case", "JSONSyntax Literals", "True", '{"a":True}', ENCODING),
    json("undefined", "JSONSyntax Literals", "undefined", '{"a":undefined}', ENCODING),
    json("literal-then-letter", "JSONSyntax Literals", "nulls", '{"a":nulls}', ENCODING),
    json("single-quotes", "JSONSyntax", "single quotes", "{'a':'1'}", ENCODING),
    json("unquoted-name", "JSONSyntax", "a name without quotes", '{a:"1"}', ENCODING),
    json("number-name", "JSONSyntax", "a number as name", '{1:"1"}', ENCODING),
    json("trailing-comma", "JSONSyntax", "a comma at the end", '{"a":"1",}', ENCODING),
    json("leading-comma", "JSONSyntax", "a comma at the start", '{,"a":"1"}', ENCODING),
    json("two-commas", "JSONSyntax", "two commas", '{"a":"1",,"b":"2"}', ENCODING),
    json("no-comma", "JSONSyntax", "no comma", '{"a":"1" "b":"2"}', ENCODING),
    json("no-colon", "JSONSyntax", "no colon", '{"a" "1"}', ENCODING),
    json("no-value", "JSONSyntax", "no value", '{"a":}', ENCODING),
    json("equals-sign", "JSONSyntax", "= for a colon", '{"a"="1"}', ENCODING),
    json("unclosed", "JSONSyntax", "no brace at the end", '{"a":"1"', ENCODING),
    json("unclosed-string", "JSONSyntax", "no quote at the end", '{"a":"1}', ENCODING),
    json("two-objects", "JSONSyntax", "a second object", '{"a":"1"}{"b":"2"}', ENCODING),
    json("second-line", "JSONSyntax", "a second line", '{"a":"1"}\n{"b":"2"}', ENCODING),
    json("trailing-text", "JSONSyntax", "text after the object", '{"a":"1"}x', ENCODING),
    json("trailing-nul", "JSONSyntax", "NUL after the object", '{"a":"1"}\x00', ENCODING),
    json("comment", "JSONSyntax", "a comment", '{"a":"1"/* */}', ENCODING),
    json("line-comment", "JSONSyntax", "a comment after the object", '{"a":"1"}//', ENCODING),
    json("jsonp", "JSONSyntax", "a call", 'f({"a":"1"})', ENCODING),
    json("guard", "JSONSyntax", "a guard against scripts", ')]}\'\n{"a":"1"}', ENCODING),
    json("nbsp", "JSONSyntax Unicode", "no white space of JSON", '{\u00a0"a":"1"}', ENCODING),
    json("form-feed", "JSONSyntax", "no white space of JSON", '{\x0c"a":"1"}', ENCODING),
    json(
        "raw-newline", "JSONSyntax JSONEscapes", "a line end in a string", '{"a":"b\nc"}', ENCODING
    ),
    json("raw-tab", "JSONSyntax JSONEscapes", "a tab in a string", '{"a":"\t"}', ENCODING),
    json("raw-nul", "JSONSyntax JSONEscapes", "NUL in a string", '{"a":"\x00"}', ENCODING),
    json("escape-x", "JSONSyntax JSONEscapes", r"\x", r'{"a":"\x41"}', ENCODING),
    json("escape-quote", "JSONSyntax JSONEscapes", r"\'", r'{"a":"\'"}', ENCODING),
    json("escape-zero", "JSONSyntax JSONEscapes", r"\0", r'{"a":"\0"}', ENCODING),
    json("escape-short", "JSONSyntax JSONEscapes", "three digits", r'{"a":"\u004"}', ENCODING),
    json("escape-upper", "JSONSyntax JSONEscapes", r"\U", r'{"a":"\U00000041"}', ENCODING),
    json("escape-braces", "JSONSyntax JSONEscapes", r"\u{41}", r'{"a":"\u{41}"}', ENCODING),
    json("escape-no-digits", "JSONSyntax JSONEscapes", "no digits", r'{"a":"\u+041"}', ENCODING),
    json("utf8-latin-1", "NotUTF8", "Latin-1", b'{"a":"\xe9"}', ENCODING),
    json("utf8-overlong", "NotUTF8", 'an overlong "', b'{"a":"1\xc0\xa2"}', ENCODING),
    json("utf8-surrogate", "NotUTF8", "half a pair", b'{"a":"\xed\xa0\x80"}', ENCODING),
    json("utf8-truncated", "NotUTF8", "cut off", b'{"a":"\xf0\x9f', ENCODING),
    json("utf8-beyond", "NotUTF8", "U+110000", b'{"a":"\xf4\x90\x80\x80"}', ENCODING),
    json(
        "utf-16",
        "NotUTF8 Charset",
        "UTF-16 with a byte order mark",
        '\ufeff{"a":"1"}'.encode("utf-16-le"),
        ENCODING,
    ),
    json(
        "utf-16-le",
        "Charset JSONSyntax",
        "UTF-16, little-endian",
        '{"a":"1"}'.encode("utf-16-le"),
        ENCODING,
    ),
    json(
        "utf-16-be",
        "Charset JSONSyntax",
        "UTF-16, big-endian",
        '{"a":"1"}'.encode("utf-16-be"),
        ENCODING,
    ),
    json(
        "utf-32-le",
        "Charset JSONSyntax",
        "UTF-32, little-endian",
        '{"a":"1"}'.encode("utf-32-le"),
        ENCODING,
    ),
    json("utf-7", "Charset", "is ASCII, and read as such", '{"a":"+AOk-"}', {"a": "+AOk-"}),
]


def typed(case_id: str, flags: str, comment: str, media_type: str, accepted: Any = True) -> Case:
    """Return a case about a media type: `accepted`, or how it is refused."""
    is_form = "form" in media_type.lower()
    body, params = ("a=b+c", {"a": "b c"}) if is_form else ('{"a":"b c"}', {"a": "b c"})
    if accepted is True:
        expected: Any = params
    elif accepted is None:
        expected = Either(params, MEDIA_TYPE)
    else:
        expected = accepted
    return reads(f"type-{case_id}", flags, comment, body, expected, media_type)


TYPES = [
    *[
        typed(media_type.replace("/", "-"), "MediaType", "a JSON type", media_type)
        for media_type in JSON_TYPES
    ],
    typed("form", "MediaType", "the form's type", FORM),
    typed("upper-case", "MediaType", "in upper case", "APPLICATION/JSON"),
    typed("mixed-case", "MediaType", "in mixed case", "Application/X-WWW-Form-URLEncoded"),
    typed("charset", "Charset", "utf-8", f"{JSON}; charset=utf-8"),
    typed("charset-upper-case", "Charset", "UTF-8", f"{JSON}; charset=UTF-8"),
    typed("charset-name-case", "Charset", "CHARSET", f"{FORM}; CHARSET=utf-8"),
    typed("charset-quoted", "Charset", "in quotes", f'{JSON}; charset="utf-8"'),
    typed("charset-no-space", "Charset", "no space", f"{FORM};charset=UTF-8"),
    typed("charset-twice", "Charset", "both utf-8", f"{JSON}; charset=utf-8; charset=utf-8", None),
    typed("other-parameter", "MediaType", "is ignored", f"{JSON}; version=1"),
    typed(
        "charset-second", "Charset MediaType", "after another", f"{JSON}; version=1; charset=utf-8"
    ),
    typed("spaces", "MediaType", "around the semicolon", f"{JSON}  ;  charset=utf-8"),
    typed("outer-spaces", "MediaType", "at the ends", f" {JSON} ", None),
    typed("tab", "MediaType", "a tab for a space", f"{JSON};\tcharset=utf-8", None),
    typed("semicolon", "MediaType", "nothing after it", f"{JSON};", None),
    typed("charset-spaces", "Charset", "spaces around the =", f"{JSON}; charset = utf-8", None),
    typed("charset-alias", "Charset", "utf8 is no registered name", f"{JSON}; charset=utf8", None),
    typed(
        "charset-in-quotes",
        "Charset MediaType",
        "in another's value",
        f'{JSON}; x="; charset=utf-7"',
        None,
    ),
    typed(
        "charset-extended", "Charset", "RFC 8187 notation", f"{JSON}; charset*=utf-8''utf-7", None
    ),
    typed("charset-latin-1", "Charset", "ISO-8859-1", f"{FORM}; charset=ISO-8859-1", MEDIA_TYPE),
    typed(
        "charset-windows", "Charset", "Windows-1252", f"{JSON}; charset=windows-1252", MEDIA_TYPE
    ),
    typed("charset-ascii", "Charset", "US-ASCII", f"{JSON}; charset=us-ascii", MEDIA_TYPE),
    typed(
        "charset-utf-7", "Charset", "UTF-7 hides separators", f"{FORM}; charset=utf-7", MEDIA_TYPE
    ),
    typed("charset-utf-7-case", "Charset", "UTF-7", f"{JSON};CHARSET=UTF-7", MEDIA_TYPE),
    typed("charset-utf-16", "Charset", "UTF-16", f"{JSON}; charset=utf-16", MEDIA_TYPE),
    typed("charset-utf-32", "Charset", "UTF-32", f"{JSON}; charset=utf-32", MEDIA_TYPE),
    typed("charset-quoted-other", "Charset", "in quotes", f'{JSON}; charset="utf-7"', MEDIA_TYPE),
    typed(
        "charset-single-quotes",
        "Charset",
        "no quotes of HTTP",
        f"{JSON}; charset='utf-8'",
        MEDIA_TYPE,
    ),
    typed("charset-empty", "Charset", "no name", f"{JSON}; charset=", MEDIA_TYPE),
    typed(
        "charset-first-wins",
        "Charset",
        "the second differs",
        f"{JSON}; charset=utf-8; charset=utf-7",
        MEDIA_TYPE,
    ),
    typed(
        "charset-last-wins",
        "Charset",
        "the first differs",
        f"{JSON}; charset=utf-7; charset=utf-8",
        MEDIA_TYPE,
    ),
    typed(
        "charset-hidden", "Charset", "spaces around the =", f"{JSON}; charset = utf-7", MEDIA_TYPE
    ),
    typed(
        "charset-after-others",
        "Charset",
        "after another",
        f"{FORM}; a=b; charset=utf-7",
        MEDIA_TYPE,
    ),
    typed("charset-unicode", "Charset Unicode", "a long s", f"{JSON}; char\u017fet=utf-7", None),
    typed("empty", "MediaType", "no media type", "", MEDIA_TYPE),
    typed("only-parameter", "MediaType", "no media type", "; charset=utf-8", MEDIA_TYPE),
    typed("text", "MediaType", "text/plain", "text/plain", MEDIA_TYPE),
    typed("html", "MediaType", "text/html", "text/html", MEDIA_TYPE),
    typed("multipart", "MediaType", "multipart", "multipart/form-data; boundary=b", MEDIA_TYPE),
    typed("bytes", "MediaType", "unknown", "application/octet-stream", MEDIA_TYPE),
    typed("xml", "MediaType", "text/xml", "text/xml", MEDIA_TYPE),
    typed("vendor-json", "MediaType", "a +json type", "application/vnd.api+json", MEDIA_TYPE),
    typed("json-lines", "MediaType", "begins like JSON", "application/json-seq", MEDIA_TYPE),
    typed("javascript", "MediaType", "not one of those", "application/javascript", MEDIA_TYPE),
    typed("wildcard", "MediaType", "a wildcard", "*/*", MEDIA_TYPE),
    typed("subtype-only", "MediaType", "no type", "json", MEDIA_TYPE),
    typed("list", "MediaType", "two types", f"{JSON}, text/plain", MEDIA_TYPE),
    typed("list-of-same", "MediaType", "one type twice", f"{JSON}, {JSON}", MEDIA_TYPE),
    typed("inner-space", "MediaType", "a space inside", "application/ json", MEDIA_TYPE),
    typed("newline", "MediaType", "another header", f"{JSON}\r\nX: y", MEDIA_TYPE),
    typed("nul", "MediaType", "a NUL", f"{JSON}\x00", MEDIA_TYPE),
    typed(
        "long-s", "MediaType Unicode", "upper case of it is S", "application/j\u017fon", MEDIA_TYPE
    ),
    typed(
        "fullwidth",
        "MediaType Unicode",
        "letters that look alike",
        "\uff41pplication/json",
        MEDIA_TYPE,
    ),
]

TOPIC = Topic(
    "decode",
    "A body and its media type, and the parameters that it holds.",
    NOTES,
    FORMS + OBJECTS + TYPES,
)
