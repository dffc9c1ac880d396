"""Values and the one text that each has in the signature and on the wire."""

from typing import Any

from vectors.format import Case, Refused, Topic, case

NOTES = {
    "Absent": "A value that leaves the parameter out, of the signature and of the request.",
    "Boolean": "The text is true or false, whatever the language prints.",
    "Datetime": "A moment is written in UTC, yyyy-MM-dd HH:mm:ss. A language without such a type skips the case.",
    "Integer": "Decimal digits of any number of places. A language without big integers skips what it cannot hold.",
    "LoneSurrogate": "UTF-8 cannot encode a lone surrogate: whoever replaces it signs another text than the receiver reads. A language whose text cannot hold one skips the case.",
    "NoSingleText": "A type with several texts, or none: signer and receiver would write different ones. A language without the type skips the case.",
    "Unchanged": "A text is sent as it is: not trimmed, normalised or converted.",
    "Unicode": "Text beyond ASCII.",
}


def is_text(case_id: str, comment: str, text: str, flags: str = "Unchanged") -> Case:
    given = {"type": "string", "value": text}
    return case(f"text-{case_id}", flags, comment, given, text)


def becomes(case_id: str, flags: str, comment: str, kind: str, value: Any, text: Any) -> Case:
    given = {"type": kind, "value": value}
    return case(f"text-{case_id}", flags, comment, given, text)


def refused(case_id: str, flags: str, comment: str, kind: str, value: Any) -> Case:
    return becomes(case_id, flags, comment, kind, value, Refused.PARAMETER)


STRINGS = [
    is_text("plain", "ASCII letters", "Hello"),
    is_text("blank", "a blank text is a text, not an absent parameter", ""),
    is_text("spaces", "white space at the ends stays", "  a b  "),
    is_text("newlines", "line ends are not converted", "a\r\nb\nc\rd"),
    is_text("tab", "a tab", "\t"),
    is_text("nul", "a NUL character does not end the text", "a\x00b"),
    is_text("control", "control characters and DEL", "\x01\x1f\x7f"),
    is_text("looks-like-boolean", "the text True is no boolean", "True"),
    is_text("looks-like-null", "the text null is no absent parameter", "null"),
    is_text("looks-like-number", "a number in text keeps its zeros", "007.50"),
    is_text("percent", "a percent sign is no escape", "100%25"),
    is_text("plus", "a plus is no space", "+14155550100"),
    is_text("separators", "what is sent keeps & and =", "a&b=c"),
    is_text("latin", "two bytes in UTF-8", "caf\u00e9", "Unchanged Unicode"),
    is_text("decomposed", "a letter and a combining accent", "cafe\u0301", "Unchanged Unicode"),
    is_text("ligature", "compatibility characters stay", "\ufb01 \u2460", "Unchanged Unicode"),
    is_text("astral", "beyond the Basic Multilingual Plane", "\U0001f600", "Unchanged Unicode"),
    is_text("last-code-point", "the last code point", "\U0010ffff", "Unchanged Unicode"),
    is_text("noncharacter", "a noncharacter is legal", "\ufffe\uffff", "Unchanged Unicode"),
    is_text("byte-order-mark", "a byte order mark is text", "\ufeffa", "Unchanged Unicode"),
    is_text("separators-of-lines", "U+2028 and U+2029", "a\u2028b\u2029c", "Unchanged Unicode"),
    is_text("replacement", "the replacement character itself", "\ufffd", "Unchanged Unicode"),
    refused("high-surrogate", "LoneSurrogate", "a high surrogate alone", "string", "a\ud800b"),
    refused("low-surrogate", "LoneSurrogate", "a low surrogate alone", "string", "\udfff"),
    refused("swapped-surrogates", "LoneSurrogate", "low before high", "string", "\ude00\ud83d"),
]

SCALARS = [
    becomes("true", "Boolean", "true", "boolean", True, "true"),
    becomes("false", "Boolean", "false", "boolean", False, "false"),
    becomes("zero", "Integer", "zero", "integer", "0", "0"),
    becomes("one", "Integer", "one is not true", "integer", "1", "1"),
    becomes("negative", "Integer", "a sign", "integer", "-42", "-42"),
    becomes("thousands", "Integer", "no separators", "integer", "1234567", "1234567"),
    becomes(
        "beyond-double", "Integer", "2**53 + 1", "integer", "9007199254740993", "9007199254740993"
    ),
    becomes("beyond-64-bits", "Integer", "10**30", "integer", "1" + "0" * 30, "1" + "0" * 30),
    becomes("null", "Absent", "no value", "null", None, None),
    refused("float", "NoSingleText", "a fraction", "float", "1.5"),
    refused("whole-float", "NoSingleText", "1.0 is 1 elsewhere", "float", "1.0"),
    refused("nan", "NoSingleText", "not a number", "float", "NaN"),
    refused("infinity", "NoSingleText", "infinity", "float", "Infinity"),
    refused("bytes", "NoSingleText", "bytes that are text in UTF-8", "bytes", "61"),
    refused("other-bytes", "NoSingleText", "bytes that are no text", "bytes", "ff"),
    refused("no-bytes", "NoSingleText", "no bytes", "bytes", ""),
    refused("list", "NoSingleText", "a list", "array", ["a", "b"]),
    refused("list-of-one", "NoSingleText", "a list of one", "array", ["a"]),
    refused("no-list", "NoSingleText", "an empty list", "array", []),
    refused("mapping", "NoSingleText", "a mapping", "object", {"a": "b"}),
    refused("no-mapping", "NoSingleText", "an empty mapping", "object", {}),
]


def moment(case_id: str, comment: str, value: str, text: str | Refused) -> Case:
    return becomes(f"datetime-{case_id}", "Datetime", comment, "datetime", value, text)


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
    moment("too-early", "in year 0 when in UTC", "0001-01-01T00:30:00+01:00", Refused.PARAMETER),
    moment("too-late", "in year 10000 in UTC", "9999-12-31T23:30:00-01:00", Refused.PARAMETER),
    moment("naive", "no time zone: nobody knows when", "2023-11-14T22:13:20", Refused.PARAMETER),
]

TOPIC = Topic(
    "texts",
    "The text that a value has in the signature and, in every media type, on the wire.",
    NOTES,
    STRINGS + SCALARS + DATETIMES,
)
