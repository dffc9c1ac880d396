# fmt: off
"""Parameters and their string to sign."""
from itertools import starmap
from typing import Any

import reference
from vectors.errors import PARAM, TWICE
from vectors.format import Case, Pairs, case


def string(case_id: str, flags: str, comment: str, pairs: Pairs, error: Any = None) -> Case:
    expected = error or reference.canonical_string(dict(pairs))
    return case(f"canonical-{case_id}", flags, comment, {"pairs": pairs}, expected)

def names(case_id: str, flags: str, comment: str, *names: str) -> Case:
    """Return a case about names, each of which has its position as value."""
    return string(case_id, flags, comment, [(name, str(n)) for n, name in enumerate(names)])

def value(case_id: str, flags: str, comment: str, text: str) -> Case:
    return string(case_id, flags, comment, [("text", text), ("to", "14155550100")])

def fields(case_id: str, flags: str, comment: str, text: str) -> Case:
    pairs = [field.split(": ") for field in text.split("; ")]
    return string(case_id, flags, comment, [(name, value) for name, value in pairs])

SORTING = [
    ("none", "SortByCodePoint", "no parameters: an empty string"),
    ("one", "SortByCodePoint", "a leading ampersand", "a"),
    ("sorted", "SortByCodePoint", "already in order", "a", "b", "c"),
    ("reversed", "SortByCodePoint", "in reverse order", "c", "b", "a"),
    ("ascii", "SortByCodePoint", "A < Z < _ < a", "a", "_", "Z", "A"),
    ("hyphen", "SortByCodePoint", "message-timestamp < messageId", "messageId",
        "message-timestamp"),
    ("digits", "SortByCodePoint", "10 < 2 < 9: text, not numbers", "9", "10", "2"),
    ("digits-before-letters", "SortByCodePoint", "9 < A < a", "a", "A", "9"),
    ("prefix", "SortByCodePoint", "a < aa < aaa", "aaa", "aa", "a"),
    ("case", "SortByCodePoint CaseSensitive", "a and A are two names", "a", "A", "b", "B"),
    ("punctuation", "SortByCodePoint", "! < - < . < : < _ < ~", "~", "_", ":", ".", "-", "!"),
    ("space-order", "SortByCodePoint Unchanged", "a space is the least that prints", "a", " a",
        "a "),
    ("underscore-order", "SortByCodePoint", "aB < a_ < ab", "a_", "ab", "aB"),
    ("brackets", "SortByCodePoint", "a < a[0] < a[1]", "a[1]", "a[0]", "a"),
    ("name-then-hyphen", "SortByName", "a before a-, although a- < a=", "a-", "a"),
    ("name-then-digit", "SortByName", "a before a0, although a0 < a=", "a0", "a"),
    ("name-then-space", "SortByName", "a before 'a ', although 'a ' < a=", "a ", "a"),
    ("name-then-dot", "SortByName", "id before id.x", "id.x", "id"),
    ("name-then-letter", "SortByName", "to before tot", "tot", "to"),
]
UNICODE_SORTING = [
    ("accent", "SortByCodePoint Unicode", "z before \u00e9", "\u00e9", "z", "e"),
    ("umlaut", "SortByCodePoint Unicode", "z before \u00e4 before \u00f6", "\u00f6", "\u00e4", "z"),
    ("turkish", "SortByCodePoint Unicode", "I < i < \u0130 < \u0131", "\u0131", "i", "\u0130", "I"),
    ("sharp-s", "SortByCodePoint Unicode", "ss before \u00df", "\u00df", "ss", "st"),
    ("scripts", "SortByCodePoint Unicode", "Greek, Cyrillic, CJK", "\u4e2d", "\u0436", "\u03b1"),
    ("astral-after-replacement", "SortUTF16 Unicode", "U+FFFD < U+10000", "\U00010000", "\ufffd"),
    ("astral-after-private", "SortUTF16 Unicode", "U+E000 < U+1F600", "\U0001f600", "\ue000"),
    ("astral-after-fullwidth", "SortUTF16 Unicode", "U+FF41 < U+1D41A", "\U0001d41a", "\uff41"),
    ("astral-after-cjk", "SortByCodePoint Unicode", "U+9FFF < U+20000", "\U00020000", "\u9fff"),
    ("astral-prefix", "SortUTF16 Unicode", "after a common start", "x\U0010ffff", "x\uffff", "x"),
    ("astral-last", "SortByCodePoint Unicode", "U+10FFFE < U+10FFFF", "\U0010ffff", "\U0010fffe"),
    ("nfc-nfd", "CaseSensitive Unicode", "two names that look the same", "\u00e9", "e\u0301"),
    ("kelvin", "CaseSensitive Unicode", "K and the Kelvin sign", "\u212a", "k", "K"),
    ("prototype", "JavaScriptName", "an object's prototype", "to", "__proto__", "prototype"),
    ("members", "JavaScriptName", "inherited members", "toString", "constructor", "hasOwnProperty"),
    ("length", "JavaScriptName", "looks like an array", "length", "1", "0"),
]
VALUES = [
    value("ampersand", "Sanitised", "& becomes _", "a&b"),
    value("equals", "Sanitised", "= becomes _", "a=b"),
    value("both", "Sanitised", "each by itself", "&=&="),
    value("every-one", "Sanitised", "all of them, not only the first", "&&&===&&&"),
    value("looks-like-parameter", "Sanitised", "no parameter can be smuggled in", "Hi&to=1"),
    value("underscore", "Sanitised", "an underscore stays", "a_b"),
    value("escaped-separators", "Sanitised NotEncoded", "%26 and %3D stay", "%26 %3D %3d"),
    value("entity", "Sanitised", "only the & of an HTML entity", "&amp; &#61;"),
    value("fullwidth-separators", "Sanitised Unicode", "U+FF06 and U+FF1D stay", "\uff06\uff1d"),
    value("small-separators", "Sanitised Unicode", "U+FE60 and U+FE66 stay", "\ufe60\ufe66"),
    value("not-equal", "Sanitised Unicode", "= with a combining stroke, not normalised", "=\u0338"),
    value("not-equal-sign", "Sanitised Unicode", "the one character for it stays", "\u2260"),
    string("sanitised-first", "Sanitised", "in the first value", [("a", "="), ("b", "x")]),
    string("sanitised-last", "Sanitised", "in the last value", [("a", "x"), ("b", "&")]),
    string("sanitised-all", "Sanitised", "in every value", [("a", "&"), ("b", "="), ("c", "&=")]),
    string("blank", "Blank", "a blank value", [("a", "")]),
    string("blanks", "Blank", "several", [("b", ""), ("a", ""), ("c", "")]),
    value("blank-text", "Blank Realistic", "a message without text", ""),
    value("space", "NotEncoded", "a space, not + and not %20", "a b"),
    value("plus", "NotEncoded", "a plus", "1+1"),
    value("percent", "NotEncoded", "a percent sign alone", "100%"),
    value("percent-encoded", "NotEncoded", "an escape is not decoded", "a%20b"),
    value("reserved", "NotEncoded", "what URLs reserve", ":/?#[]@!$'()*,;"),
    value("quotes", "NotEncoded", "quotes, backslash, angle brackets", "\"'`\\<>"),
    value("json", "NotEncoded", "what looks like JSON", '{"a": [1, null]}'),
    value("backslash-n", "NotEncoded", "no escape sequence", "a\\nb"),
    value("newline", "NotEncoded Unchanged", "line ends", "a\r\nb\n"),
    value("controls", "NotEncoded", "tab, escape, DEL", "\t\x1b\x7f"),
    value("nul", "NotEncoded", "NUL does not end the string", "a\x00b"),
    value("outer-space", "Unchanged", "white space at the ends", "  a  "),
    value("only-space", "Unchanged", "only a space", " "),
    value("nbsp", "Unchanged Unicode", "other spaces", "\u00a0a\u3000"),
    value("line-separators", "Unchanged Unicode", "U+0085, U+2028, U+2029", "\x85\u2028\u2029"),
    value("latin", "Unicode", "two bytes each in UTF-8", "\u00e9\u00df\u00f8"),
    value("decomposed", "Unicode Unchanged", "a combining accent, not composed", "e\u0301"),
    value("composed", "Unicode Unchanged", "the same letter composed", "\u00e9"),
    value("euro", "Unicode", "three bytes", "5 \u20ac"),
    value("chinese", "Unicode", "Chinese", "\u4f60\u597d"),
    value("arabic", "Unicode", "right to left, with a mark",
        "\u200f\u0645\u0631\u062d\u0628\u0627"),
    value("emoji", "Unicode", "four bytes", "\U0001f600"),
    value("family", "Unicode", "joined emoji", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
    value("flag", "Unicode", "regional indicators", "\U0001f1eb\U0001f1f7"),
    value("last-code-point", "Unicode", "U+10FFFF", "\U0010ffff"),
    value("noncharacter", "Unicode", "U+FFFE and U+FFFF", "\ufffe\uffff"),
    value("byte-order-mark", "Unicode Unchanged", "stays, also at the start", "\ufeffa"),
    value("long", "Unchanged", "1,000 characters", "0123456789" * 100),
]
NAMES = [
    names("name-percent", "NotEncoded", "a percent sign in a name", "a%20b", "100%"),
    names("name-plus", "NotEncoded", "a plus in a name", "a+b"),
    names("name-space", "NotEncoded Unchanged", "a name of one space", " "),
    names("name-reserved", "NotEncoded", "what URLs reserve", "a?b", "a#b", "a/b", "a;b"),
    names("name-nul", "NotEncoded", "NUL in a name", "a\x00", "a"),
    names("name-underscore", "Sanitised", "an underscore in a name", "a_b"),
    names("name-unicode", "Unicode", "a name in Chinese and one in emoji", "\u540d", "\U0001f600"),
    names("name-fullwidth", "Sanitised Unicode", "separators that look alike", "a\uff1d\uff06"),
    string("sig", "SigLeftOut", "sig is left out", [("a", "1"), ("sig", "abc")]),
    string("sig-blank", "SigLeftOut Blank", "a blank sig, too", [("sig", ""), ("a", "1")]),
    string("sig-only", "SigLeftOut", "nothing remains", [("sig", "abc")]),
    names("sig-alike", "SigLeftOut CaseSensitive", "other names", "Sig", "SIG", "sig ", "sig[]",
        "signature"),
    names("api-key", "Realistic", "credentials are signed", "api_key", "timestamp", "nonce"),
]
REQUESTS = [
    fields("conversion", "Realistic", "a conversion",
        "message-id: 00A0B0C0; delivered: true; timestamp: 2023-11-14 22:13:20; "
        "api_key: a1b2c3d4"),
    fields("sms", "Realistic Sanitised", "an SMS",
        "api_key: a1b2c3d4; to: 14155550100; from: AcmeInc; text: Q&A = fun; type: unicode; "
        "timestamp: 1700000000"),
    fields("delivery-receipt", "Realistic", "a delivery receipt",
        "msisdn: 14155550100; to: AcmeInc; network-code: 310090; messageId: 0C000000217B7F02; "
        "price: 0.03330000; status: delivered; scts: 2311142213; err-code: 0; "
        "message-timestamp: 2023-11-14 22:13:20; timestamp: 1700000000; "
        "nonce: 8f0f1d7e-3f2c-4c8e-9d57-0c1c2f3b4a59; sig: 0"),
    fields("inbound-sms", "Realistic Sanitised", "an inbound SMS",
        "msisdn: 14155550100; to: 14155550101; messageId: 0B00000057CC7BC7; text: yes & no; "
        "type: text; keyword: YES; message-timestamp: 2023-11-14 22:13:20; "
        "timestamp: 1700000000; nonce: 3b4a5c6d"),
]
REJECTED = [
    string("name-empty", "EmptyName", "an empty name", [("", "1")], PARAM),
    string("name-empty-beside", "EmptyName", "beside another", [("a", "1"), ("", "")], PARAM),
    string("name-ampersand", "FoldedName", "& in a name", [("a&b", "1")], PARAM),
    string("name-equals", "FoldedName", "= in a name", [("a=b", "1")], PARAM),
    string("name-folded", "FoldedName", "a=1 and b=2 folded", [("a=1&b", "2")], PARAM),
    string("name-only-ampersand", "FoldedName", "nothing else", [("&", "1")], PARAM),
    string("name-only-equals", "FoldedName", "nothing else", [("=", "")], PARAM),
    string("name-high-surrogate", "LoneSurrogate", "in a name", [("a\ud800", "1")], PARAM),
    string("name-low-surrogate", "LoneSurrogate", "in a name", [("\udc00", "1")], PARAM),
    string("value-high-surrogate", "LoneSurrogate", "in a value", [("a", "\ud83d")], PARAM),
    string("value-low-surrogate", "LoneSurrogate", "in a value", [("a", "\ude00!")], PARAM),
    string("swapped-surrogates", "LoneSurrogate", "reversed", [("a", "\ude00\ud83d")], PARAM),
    string("duplicate", "Duplicate", "two values", [("a", "1"), ("a", "2")], TWICE),
    string("duplicate-equal", "Duplicate", "the same value", [("a", "1"), ("a", "1")], TWICE),
    string("duplicate-blank", "Duplicate Blank", "one blank", [("a", ""), ("a", "1")], TWICE),
    string("duplicate-apart", "Duplicate", "apart", [("a", "1"), ("b", ""), ("a", "2")], TWICE),
    string("duplicate-sig", "Duplicate SigLeftOut", "two sig", [("sig", "1"), ("sig", "2")], TWICE),
    string("duplicate-unicode", "Duplicate Unicode", "beyond ASCII",
        [("\u00e9", "1"), ("\u00e9", "2")], TWICE),
]
CASES = [
    *starmap(names, SORTING),
    string("value-irrelevant", "SortByName", "values do not count", [("b", "1"), ("a", "2")]),
    *starmap(names, UNICODE_SORTING),
    *VALUES,
    *NAMES,
    *REQUESTS,
    *REJECTED,
]
