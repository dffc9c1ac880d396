# fmt: off
"""How the cases are put together; signatures that are right, and timestamps."""
from typing import Any

import reference
from vectors.errors import EXPIRED, FORGED, MISSING, NO_TIME, ODD_TIME, Rejected
from vectors.format import Case, Pairs, case
from vectors.given import AT_NOW, METHODS, NEW, NOW, ODD_TEXT, OLD, OLDEST, PARAMS, SECRET, but


def sign(params: dict[str, str], method: str = "sha256", secret: str = SECRET) -> str:
    return reference.signature(params, secret, method)

RIGHT, WRONG = sign(PARAMS), "0" * 64

def verdict(case_id: str, flags: str, comment: str, given: Case, expected: Any,
        method: str = "sha256", secrets: tuple[str, ...] = (SECRET,), now: float = NOW,
        tolerance: float | None = 300) -> Case:
    how = {"secrets": secrets, "method": method, "now": now, "tolerance": tolerance}
    return case(f"verdict-{case_id}", flags, comment, how | given, expected)

def authentic(case_id: str, flags: str, comment: str, params: dict[str, str],
        sig: str | None = None, **how: Any) -> Case:
    """Return a case whose signature is right, and whose timestamp is fresh."""
    made = sign(params, how.get("method", "sha256")) if sig is None else sig
    return verdict(case_id, flags, comment, {"pairs": pairs(params | {"sig": made})}, params, **how)

def fails(case_id: str, flags: str, comment: str, error: Rejected, params: dict[str, str] | Pairs,
        sig: str | None = None, **how: Any) -> Case:
    received = list(params) if isinstance(params, list) else pairs(params)
    received += [] if sig is None else [("sig", sig)]
    return verdict(case_id, flags, comment, {"pairs": received}, error, **how)

def pairs(params: dict[str, str]) -> Pairs:
    return list(params.items())

INBOUND = {
    "keyword": "TEST", "message-timestamp": "2017-04-04 22:57:47", "messageId": "0B00000042AC53BD",
    "msisdn": "14843472194", "nonce": "929d6744-bd28-42c8-b6cf-31d5b4f43732",
    "text": "Test with & and =", "timestamp": "1491346667", "to": "12192259404", "type": "text",
}
UNICODE = but(text="caf\u00e9 \u4f60\u597d \U0001f600")
ASTRAL = {"\U00010000": "2", "\ufffd": "1", "timestamp": str(NOW)}

def spelled(sig: str) -> dict[str, str]:
    mixed = "".join(c.upper() if n % 2 else c for n, c in enumerate(sig))
    return {"lower": sig, "upper": sig.upper(), "mixed": mixed}

AUTHENTIC = [
    *[authentic(f"{method}-{name}", "LetterCase", f"{name} case", PARAMS, sig, method=method)
        for method in METHODS for name, sig in spelled(sign(PARAMS, method)).items()],
    authentic("published", "Realistic", "as the official PHP SDK publishes it", INBOUND,
        "e06d9763e3fd0b9c31beb5fc2fcb011c", method="md5hash",
        secrets=("my_secret_key_for_testing",), now=1491346667),
    verdict("order", "Order", "the sig first, the rest reversed",
        {"pairs": [("sig", sign(PARAMS)), *reversed(PARAMS.items())]}, PARAMS),
    authentic("unicode", "Unicode", "up to four bytes", UNICODE),
    authentic("astral-order", "Unicode Order", "U+FFFD before U+10000", ASTRAL),
    authentic("odd-text", "Blank", "controls, escapes, a blank", ODD_TEXT),
    authentic("separators", "Realistic", "& and = in a text", but(text="a&b=c")),
    authentic("only-timestamp", "Realistic", "nothing else", {"timestamp": str(NOW)}),
    authentic("sig-alike", "LetterCase", "Sig is signed as any other", but(Sig="x")),
    verdict("ampersand-to-underscore", "KnownWeakness", "signed with &, received with _",
        {"pairs": pairs(PARAMS | {"text": "a_b", "sig": sign(but(text="a&b"))})}, but(text="a_b")),
    verdict("underscore-to-equals", "KnownWeakness", "signed with _, received with =",
        {"pairs": pairs(PARAMS | {"text": "a=b", "sig": sign(but(text="a_b"))})}, but(text="a=b")),
    authentic("nul-padded-secret", "KnownWeakness", "HMAC fills a key up with NULs", PARAMS,
        sign(PARAMS, secret=f"{SECRET}\x00")),
    authentic("first-secret", "Rotation", "the new one", PARAMS, sign(PARAMS, secret=NEW),
        secrets=(NEW, OLD)),
    authentic("second-secret", "Rotation", "the old one", PARAMS, sign(PARAMS, secret=OLD),
        secrets=(NEW, OLD)),
    authentic("third-secret", "Rotation LetterCase", "the oldest one, in upper case", PARAMS,
        sign(PARAMS, secret=OLDEST).upper(), secrets=(NEW, OLD, OLDEST)),
]

def aged(case_id: str, flags: str, comment: str, timestamp: str, **how: Any) -> Case:
    return authentic(f"fresh-{case_id}", flags, comment, but(timestamp=timestamp), **how)

def at(case_id: str, flags: str, comment: str, timestamp: str, error: Rejected, **how: Any) -> Case:
    params = but(timestamp=timestamp)
    return fails(case_id, flags, comment, error, params, sign(params), **how)

def stale(case_id: str, flags: str, comment: str, timestamp: str, **how: Any) -> Case:
    return at(f"stale-{case_id}", f"Expired {flags}", comment, timestamp, EXPIRED, **how)

def unreadable(case_id: str, flags: str, comment: str, timestamp: str, **how: Any) -> Case:
    return at(f"unreadable-{case_id}", flags, comment, timestamp, ODD_TIME, **how)

UNIX, UTC = "UnixTimestamp", "UTCTimestamp"
FRESHNESS = [
    aged("oldest", f"{UNIX} Boundary", "300 s old", str(NOW - 300)),
    aged("newest", f"{UNIX} Boundary", "300 s ahead", str(NOW + 300)),
    aged("fraction", f"{UNIX} Boundary", "299.5 s old", str(NOW), now=NOW + 299.5),
    aged("zero-tolerance", f"{UNIX} Boundary", "this second", str(NOW), tolerance=0),
    aged("fractional-tolerance", f"{UNIX} Boundary", "0.25 s old", str(NOW), tolerance=0.25,
        now=NOW + 0.25),
    aged("wide-tolerance", UNIX, "an hour old", str(NOW - 3600), tolerance=3600),
    aged("epoch", UNIX, "1970", "0", now=10),
    aged("leading-zeros", UNIX, "digits and nothing else", f"00{NOW}"),
    aged("year-2100", UNIX, "more than 32 bits", "4102444800", now=4102444800),
    aged("utc", UTC, "the other form", AT_NOW),
    aged("utc-oldest", f"{UTC} Boundary", "300 s old", "2023-11-14 22:08:20"),
    aged("utc-newest", f"{UTC} Boundary", "300 s ahead", "2023-11-14 22:18:20"),
    aged("utc-leap-day", UTC, "29 February", "2024-02-29 00:00:00", now=1709164800),
    aged("utc-midnight", UTC, "before 1970", "1969-12-31 23:59:59", now=0),
    aged("any-age", f"{UNIX} AnyAge", "13 years old", "1286841600", tolerance=None),
    aged("any-age-ahead", f"{UNIX} AnyAge", "centuries ahead", "99999999999", tolerance=None),
    aged("any-age-utc", f"{UTC} AnyAge", "the first second", "0001-01-01 00:00:00", tolerance=None),
    stale("too-old", f"{UNIX} Boundary", "301 s old", str(NOW - 301)),
    stale("too-new", f"{UNIX} Boundary", "301 s ahead", str(NOW + 301)),
    stale("fraction-too-old", f"{UNIX} Boundary", "300.5 s old", str(NOW), now=NOW + 300.5),
    stale("fraction-too-new", f"{UNIX} Boundary", "300.5 s ahead", str(NOW), now=NOW - 300.5),
    stale("zero-tolerance-old", f"{UNIX} Boundary", "1 s old", str(NOW - 1), tolerance=0),
    stale("zero-tolerance-new", f"{UNIX} Boundary", "1 s ahead", str(NOW + 1), tolerance=0),
    stale("years", UNIX, "13 years old, as one official SDK accepts", "1286841600"),
    stale("epoch-now", UNIX, "1970", "0"),
    stale("milliseconds", UNIX, "milliseconds are far ahead", f"{NOW}000"),
    stale("eighteen-digits", UNIX, "far ahead", "9" * 18),
    stale("utc-too-old", f"{UTC} Boundary", "301 s old", "2023-11-14 22:08:19"),
    stale("utc-too-new", f"{UTC} Boundary", "301 s ahead", "2023-11-14 22:18:21"),
    stale("utc-other-zone", UTC, "local time, an hour ahead", "2023-11-14 23:13:20"),
    stale("utc-first", UTC, "the first second", "0001-01-01 00:00:00"),
    stale("utc-last", UTC, "the last second", "9999-12-31 23:59:59"),
    unreadable("blank", f"{UNIX} Blank", "blank", ""),
    unreadable("blank-any-age", f"{UNIX} AnyAge", "blank", "", tolerance=None),
    unreadable("space-before", UNIX, "a space before", f" {NOW}"),
    unreadable("space-after", UNIX, "a space after", f"{NOW} "),
    unreadable("newline", UNIX, "a line end after", f"{NOW}\n"),
    unreadable("nul", UNIX, "a NUL after", f"{NOW}\x00"),
    unreadable("plus", UNIX, "a sign", f"+{NOW}"),
    unreadable("minus", UNIX, "a sign", "-1", now=-1),
    unreadable("minus-zero", UNIX, "a sign", "-0", now=0),
    unreadable("underscores", UNIX, "as in source code", "1_700_000_000"),
    unreadable("commas", UNIX, "separators", "1,700,000,000"),
    unreadable("fraction", UNIX, "a fraction", f"{NOW}.0"),
    unreadable("exponent", UNIX, "an exponent", "17e8"),
    unreadable("hexadecimal", UNIX, "hexadecimal", "0x6553f100"),
    unreadable("arabic-digits", f"{UNIX} Unicode", "digits of another script",
        "\u0661\u0667\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660"),
    unreadable("fullwidth-digits", f"{UNIX} Unicode", "digits that look alike",
        "\uff11\uff17\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff10"),
    unreadable("superscript", f"{UNIX} Unicode", "no decimal digit", "170000000\u00b2"),
    unreadable("nan", UNIX, "not a number", "NaN"),
    unreadable("infinity", UNIX, "infinity", "Infinity", tolerance=None),
    unreadable("word", UNIX, "a word", "now"),
    unreadable("nineteen-digits", UNIX, "beyond 64 bits soon", "1" + "0" * 18),
    unreadable("thousand-digits", UNIX, "far beyond", "1" * 1_000),
    unreadable("iso", UTC, "a T between", "2023-11-14T22:13:20"),
    unreadable("iso-z", UTC, "a Z after", "2023-11-14 22:13:20Z"),
    unreadable("iso-offset", UTC, "an offset", "2023-11-14 22:13:20+00:00"),
    unreadable("utc-fraction", UTC, "a fraction", "2023-11-14 22:13:20.5"),
    unreadable("utc-no-seconds", UTC, "no seconds", "2023-11-14 22:13"),
    unreadable("utc-no-time", UTC, "no time", "2023-11-14"),
    unreadable("utc-short", UTC, "one digit", "2023-11-4 22:13:20"),
    unreadable("utc-padded", UTC, "a space for a digit", "2023-11-14  2:13:20"),
    unreadable("utc-two-spaces", UTC, "two spaces", "2023-11-14  22:13:20"),
    unreadable("utc-space-after", UTC, "a space after", f"{AT_NOW} "),
    unreadable("utc-newline", UTC, "a line end after", f"{AT_NOW}\n"),
    unreadable("utc-slashes", UTC, "slashes", "2023/11/14 22:13:20"),
    unreadable("utc-american", UTC, "another order", "14-11-2023 22:13:20"),
    unreadable("utc-week", UTC, "a week of ISO 8601", "2023-W46-2 22:13:20"),
    unreadable("utc-nbsp", f"{UTC} Unicode", "another space", "2023-11-14\u00a022:13:20"),
    unreadable("utc-arabic-digits", f"{UTC} Unicode", "digits of another script",
        "202\u0663-11-14 22:13:20"),
    unreadable("utc-month-13", UTC, "no such month", "2023-13-14 22:13:20"),
    unreadable("utc-month-0", UTC, "no such month", "2023-00-14 22:13:20"),
    unreadable("utc-day-0", UTC, "no such day", "2023-11-00 22:13:20"),
    unreadable("utc-day-31", UTC, "no such day", "2023-11-31 22:13:20"),
    unreadable("utc-no-leap-year", UTC, "no such day", "2023-02-29 22:13:20"),
    unreadable("utc-hour-24", UTC, "no such hour", "2023-11-14 24:00:00"),
    unreadable("utc-minute-60", UTC, "no such minute", "2023-11-14 22:60:20"),
    unreadable("utc-leap-second", UTC, "Unix time has none", "2016-12-31 23:59:60"),
    unreadable("utc-year-0", UTC, "no such year", "0000-01-01 00:00:00"),
]
TIMELESS = {name: value for name, value in PARAMS.items() if name != "timestamp"}
OTHER_NAME = TIMELESS | {"Timestamp": str(NOW), "message-timestamp": AT_NOW}
PRECEDENCE = [
    fails("no-timestamp", "NoTimestamp", "none", NO_TIME, TIMELESS, sign(TIMELESS)),
    fails("no-timestamp-any-age", "NoTimestamp AnyAge", "none", NO_TIME, TIMELESS, sign(TIMELESS),
        tolerance=None),
    fails("other-timestamps", "NoTimestamp", "other names", NO_TIME, OTHER_NAME, sign(OTHER_NAME)),
    fails("only-sig", "NoTimestamp", "nothing else", NO_TIME, {}, sign({})),
    fails("wrong-and-stale", "SignatureFirst", "stale", FORGED, but(timestamp="1"), WRONG),
    fails("wrong-and-no-time", "SignatureFirst", "no timestamp", FORGED, TIMELESS, WRONG),
    fails("wrong-and-unreadable", "SignatureFirst", "unreadable", FORGED, but(timestamp="x"),
        WRONG),
    fails("no-sig-and-stale", "NoSig SignatureFirst", "stale", MISSING, but(timestamp="1")),
]
