"""What is received as sig."""

import base64

from vectors.cases.verdicts.verdict import METHODS, PARAMS, RIGHT, WRONG, pairs, refused, sign
from vectors.format import Case, Refused


def with_sig(case_id: str, comment: str, sig: str, flags: str = "OddSig") -> Case:
    return refused(f"sig-{case_id}", flags, comment, Refused.MISMATCH, PARAMS, sig)


def by_other(method: str, others: tuple[str, ...] = METHODS) -> list[Case]:
    return [
        refused(
            f"{method}-got-{other}",
            "OtherMethod",
            f"{other} for {method}",
            Refused.MISMATCH,
            PARAMS,
            sign(PARAMS, other),
            method=method,
        )
        for other in others
        if other != method
    ]


SIGNATURES = [
    refused("sig-missing", "NoSig", "none", Refused.NO_SIGNATURE, PARAMS),
    refused("sig-missing-all", "NoSig", "no parameters at all", Refused.NO_SIGNATURE, {}),
    refused(
        "sig-title-case",
        "NoSig LetterCase",
        "Sig is another name",
        Refused.NO_SIGNATURE,
        PARAMS | {"Sig": RIGHT},
    ),
    refused(
        "sig-upper-case",
        "NoSig LetterCase",
        "SIG is another name",
        Refused.NO_SIGNATURE,
        PARAMS | {"SIG": RIGHT},
    ),
    refused(
        "sig-other-name",
        "NoSig",
        "signature is another name",
        Refused.NO_SIGNATURE,
        PARAMS | {"signature": RIGHT},
    ),
    refused(
        "sig-brackets",
        "NoSig",
        "sig[] is another name",
        Refused.NO_SIGNATURE,
        PARAMS | {"sig[]": RIGHT},
    ),
    with_sig("blank", "blank", "", "OddSig Blank"),
    with_sig(
        "first-digit", "the first digit differs", ("1" if RIGHT[0] == "0" else "0") + RIGHT[1:]
    ),
    with_sig(
        "last-digit", "the last digit differs", RIGHT[:-1] + ("1" if RIGHT[-1] == "0" else "0")
    ),
    with_sig("truncated", "the last digit is missing", RIGHT[:-1]),
    with_sig("one-digit", "only the first digit", RIGHT[0]),
    with_sig("half", "half of it", RIGHT[:32]),
    with_sig("longer", "a digit more", RIGHT + "0"),
    with_sig("twice", "twice over", RIGHT * 2),
    with_sig("comma", "two of them, joined", f"{RIGHT},{RIGHT}"),
    with_sig("space-before", "a space before", f" {RIGHT}"),
    with_sig("space-after", "a space after", f"{RIGHT} "),
    with_sig("newline", "a line end after", f"{RIGHT}\n"),
    with_sig("nul", "a NUL after", f"{RIGHT}\x00"),
    with_sig("prefix", "0x before", f"0x{RIGHT}"),
    with_sig("named", "the method before", f"sha256={RIGHT}"),
    with_sig("quoted", "in quotes", f'"{RIGHT}"'),
    with_sig("base64", "in base64", base64.b64encode(bytes.fromhex(RIGHT)).decode()),
    with_sig("zeros", "zeros", WRONG),
    with_sig("no-hex", "no hexadecimal digits", "z" * 64),
    with_sig("spaces", "spaces of its length", " " * 64),
    with_sig("long", "a thousand digits", "0" * 1_000),
    with_sig("null", "the text null", "null"),
    with_sig("none", "the text None", "None"),
    with_sig("true", "the text true", "true"),
    with_sig("array", "the text of an array", f'["{RIGHT}"]'),
    with_sig("wildcard", "a wildcard", "%"),
    with_sig("not-ascii", "its length, not ASCII", "\u00e9" * 64, "OddSig Unicode"),
    with_sig("astral", "its length, beyond the BMP", "\U0001f600" * 64, "OddSig Unicode"),
    with_sig(
        "fullwidth",
        "digits that look alike",
        "".join(chr(ord(c) + 0xFEE0) for c in RIGHT),
        "OddSig Unicode",
    ),
    with_sig(
        "one-fullwidth",
        "only one of them",
        RIGHT[:-1] + chr(ord(RIGHT[-1]) + 0xFEE0),
        "OddSig Unicode",
    ),
    with_sig("combining", "a combining mark after", RIGHT + "\u0301", "OddSig Unicode"),
    with_sig(
        "zero-width",
        "a zero-width space within",
        f"{RIGHT[:32]}\u200b{RIGHT[32:]}",
        "OddSig Unicode",
    ),
    refused(
        "sig-surrogate",
        "OddSig LoneSurrogate",
        "half a pair",
        Refused.PARAMETER,
        PARAMS,
        "\ud800" * 64,
    ),
    refused(
        "sig-twice-right-first",
        "Duplicate",
        "right, wrong",
        Refused.DUPLICATE,
        [*pairs(PARAMS), ("sig", RIGHT)],
        WRONG,
    ),
    refused(
        "sig-twice-right-last",
        "Duplicate",
        "wrong, right",
        Refused.DUPLICATE,
        [*pairs(PARAMS), ("sig", WRONG)],
        RIGHT,
    ),
    refused(
        "sig-twice-right",
        "Duplicate",
        "right twice",
        Refused.DUPLICATE,
        [*pairs(PARAMS), ("sig", RIGHT)],
        RIGHT,
    ),
    *[case for method in METHODS for case in by_other(method)],
]
