# fmt: off
"""Values and the one text that each has in the signature and on the wire."""
from typing import Any

from vectors.errors import PARAM
from vectors.format import Case, case


def value(case_id: str, flags: str, comment: str, kind: str, given: Any, text: Any) -> Case:
    return case(f"text-{case_id}", flags, comment, {"type": kind, "value": given}, text)

def string(case_id: str, comment: str, text: str, flags: str = "Unchanged") -> Case:
    return value(case_id, flags, comment, "string", text, text)

def moment(case_id: str, comment: str, given: str, text: str) -> Case:
    return value(f"datetime-{case_id}", "Datetime", comment, "datetime", given, text)

STRINGS = [
    string("plain", "ASCII letters", "Hello"),
    string("blank", "a blank string is not an absent parameter", ""),
    string("spaces", "white space at the ends stays", "  a b  "),
    string("newlines", "line ends are not converted", "a\r\nb\nc\rd"),
    string("tab", "a tab", "\t"),
    string("nul", "a NUL character does not end the text", "a\x00b"),
    string("control", "control characters and DEL", "\x01\x1f\x7f"),
    string("looks-like-boolean", "the text True is not a boolean", "True"),
    string("looks-like-null", "the text null is not an absent parameter", "null"),
    string("looks-like-number", "a number in text keeps its zeros", "007.50"),
    string("percent", "a percent sign is not an escape", "100%25"),
    string("plus", "a plus is not a space", "+14155550100"),
    string("separators", "what is sent keeps & and =", "a&b=c"),
    string("latin", "two bytes in UTF-8", "caf\u00e9", "Unchanged Unicode"),
    string("decomposed", "a letter and a combining accent", "cafe\u0301", "Unchanged Unicode"),
    string("ligature", "compatibility characters stay", "\ufb01 \u2460", "Unchanged Unicode"),
    string("astral", "beyond the Basic Multilingual Plane", "\U0001f600", "Unchanged Unicode"),
    string("last-code-point", "the last code point", "\U0010ffff", "Unchanged Unicode"),
    string("noncharacter", "a noncharacter is legal", "\ufffe\uffff", "Unchanged Unicode"),
    string("byte-order-mark", "a byte order mark is text", "\ufeffa", "Unchanged Unicode"),
    string("separators-of-lines", "U+2028 and U+2029", "a\u2028b\u2029c", "Unchanged Unicode"),
    string("replacement", "the replacement character itself", "\ufffd", "Unchanged Unicode"),
    value("high-surrogate", "LoneSurrogate", "a high surrogate alone", "string", "a\ud800b", PARAM),
    value("low-surrogate", "LoneSurrogate", "a low surrogate alone", "string", "\udfff", PARAM),
    value("swapped-surrogates", "LoneSurrogate", "low before high", "string", "\ude00\ud83d",
        PARAM),
]
SCALARS = [
    value("true", "Boolean", "true", "boolean", True, "true"),
    value("false", "Boolean", "false", "boolean", False, "false"),
    value("zero", "Integer", "zero", "integer", "0", "0"),
    value("one", "Integer", "one is not true", "integer", "1", "1"),
    value("negative", "Integer", "a sign", "integer", "-42", "-42"),
    value("thousands", "Integer", "no separators", "integer", "1234567", "1234567"),
    value("beyond-double", "Integer", "2**53 + 1", "integer", str(2**53 + 1), str(2**53 + 1)),
    value("beyond-64-bits", "Integer", "10**30", "integer", "1" + "0" * 30, "1" + "0" * 30),
    value("null", "Absent", "no value", "null", None, None),
    value("float", "NoSingleText", "a fraction", "float", "1.5", PARAM),
    value("whole-float", "NoSingleText", "1.0 is 1 elsewhere", "float", "1.0", PARAM),
    value("nan", "NoSingleText", "not a number", "float", "NaN", PARAM),
    value("infinity", "NoSingleText", "infinity", "float", "Infinity", PARAM),
    value("bytes", "NoSingleText", "bytes that are text in UTF-8", "bytes", "61", PARAM),
    value("other-bytes", "NoSingleText", "bytes that are not text", "bytes", "ff", PARAM),
    value("no-bytes", "NoSingleText", "no bytes", "bytes", "", PARAM),
    value("list", "NoSingleText", "a list", "array", ["a", "b"], PARAM),
    value("list-of-one", "NoSingleText", "a list of one", "array", ["a"], PARAM),
    value("no-list", "NoSingleText", "an empty list", "array", [], PARAM),
    value("mapping", "NoSingleText", "a mapping", "object", {"a": "b"}, PARAM),
    value("no-mapping", "NoSingleText", "an empty mapping", "object", {}, PARAM),
]

DATETIMES = [
    moment("utc", "UTC", "2023-11-14T22:13:20Z", "2023-11-14 22:13:20"),
    moment("east", "converted", "2023-11-14T23:13:20+01:00", "2023-11-14 22:13:20"),
    moment("west", "to the next day", "2023-12-31T20:00:00-05:30", "2024-01-01 01:30:00"),
    moment("back", "to the day before", "2024-03-01T00:30:00+01:00", "2024-02-29 23:30:00"),
    moment("midnight", "zeros stay", "2024-01-02T00:00:00Z", "2024-01-02 00:00:00"),
    moment("fraction", "cut off, not rounded", "2023-11-14T22:13:20.999Z", "2023-11-14 22:13:20"),
    moment("before-1970", "cut towards the past", "1969-12-31T23:59:59.5Z", "1969-12-31 23:59:59"),
    moment("first", "the first year", "0001-01-01T00:00:00Z", "0001-01-01 00:00:00"),
    moment("last", "the last year", "9999-12-31T23:59:59Z", "9999-12-31 23:59:59"),
    moment("too-early", "in year 0 when in UTC", "0001-01-01T00:30:00+01:00", PARAM),
    moment("too-late", "in year 10000 in UTC", "9999-12-31T23:30:00-01:00", PARAM),
    moment("naive", "no time zone: nobody knows when", "2023-11-14T22:13:20", PARAM),
]
CASES = STRINGS + SCALARS + DATETIMES
