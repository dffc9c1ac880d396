"""Mistakes of signers that are written here without the package, on other requests than its own.

Each takes a genuine request and returns what a receiver gets. None is made of the code that looks
for it: they follow what programs were seen to do.
"""

import base64
import hashlib
import hmac
import random
import re
from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wrong_signers import METHODS, hexdigest

from nexmo_sig import Signer, diagnose, explain
from nexmo_sig.diagnosis._values import _CHARACTERS, _LETTERS, _with_entities
from nexmo_sig.testing.samples import sms_delivery_receipt, sms_inbound

SECRET = "the secret of the account, long enough"
Params: TypeAlias = dict[str, str]
Maker: TypeAlias = Callable[[Params, str], tuple[Params, str]]


def string_of(params: Params) -> str:
    clean = {name: value.replace("&", "_").replace("=", "_") for name, value in params.items()}
    return "".join(f"&{name}={clean[name]}" for name in sorted(clean))


def sig_of(params: Params, method: str) -> str:
    return hexdigest(string_of(params).encode(), SECRET.encode(), method)


def hash_named(method: str) -> str:
    return "md5" if method == "md5hash" else method


def entity_in_string(params: Params, method: str) -> tuple[Params, str]:
    string = string_of(params).replace("&timestamp", "×tamp")
    return params, hexdigest(string.encode(), SECRET.encode(), method)


def entity_in_url(params: Params, method: str) -> tuple[Params, str]:
    """A URL that was pasted into a page: ``&timestamp`` is not a parameter any more."""
    sig = sig_of(params, method)
    names = list(params)
    before = names[names.index("timestamp") - 1]
    received = {name: value for name, value in params.items() if name != "timestamp"}
    return received | {before: f"{params[before]}×tamp={params['timestamp']}"}, sig


def in_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_html(params: Params, method: str) -> tuple[Params, str]:
    string = in_html(string_of(params))
    return params, hexdigest(string.encode(), SECRET.encode(), method)


def escaped_value(params: Params, method: str) -> tuple[Params, str]:
    return params, sig_of({name: in_html(value) for name, value in params.items()}, method)


def plain_hash(params: Params, method: str) -> tuple[Params, str]:
    data = (string_of(params) + SECRET).encode()
    return params, hashlib.new(hash_named(method), data).hexdigest()


def separator(params: Params, method: str) -> tuple[Params, str]:
    return params, hashlib.md5(f"{string_of(params)}&{SECRET}".encode()).hexdigest()


def in_base64(params: Params, method: str) -> tuple[Params, str]:
    return params, base64.b64encode(bytes.fromhex(sig_of(params, method))).decode()


def cut(params: Params, method: str) -> tuple[Params, str]:
    sig = sig_of(params, method)
    return params, sig[: len(sig) - 1 - len(params["nonce"]) % 7]


def cut_to_32(params: Params, method: str) -> tuple[Params, str]:
    return params, sig_of(params, method)[:32]


def added(*names: str) -> Maker:
    def make(params: Params, method: str) -> tuple[Params, str]:
        return params | dict.fromkeys(names, "index"), sig_of(params, method)

    return make


def altered(name: str, change: Callable[[str], str], original: Callable[[str], str] = str) -> Maker:
    """What was sent is the original; on its way it was changed."""

    def make(params: Params, method: str) -> tuple[Params, str]:
        sent = params | {name: original(params[name])}
        return sent | {name: change(sent[name])}, sig_of(sent, method)

    return make


MAKERS: list[tuple[str, str, Maker]] = [
    ("html-entity", "×tamp in the string", entity_in_string),
    ("html-entity", "×tamp in the URL", entity_in_url),
    ("html-entity", "&amp; in the string", escaped_html),
    ("html-entity", "&amp; in values", escaped_value),
    ("not-hmac", "plain hash", plain_hash),
    ("secret-separator", "& before the secret", separator),
    ("signature-base64", "base64", in_base64),
    ("signature-cut", "a few digits less", cut),
    ("signature-cut", "32 digits", cut_to_32),
    ("parameter-added", "router", added("controller")),
    ("parameter-added", "unknown name", added("x-shop")),
    ("parameter-added", "tracker", added("utm_source")),
    ("parameter-added", "router and tracker", added("controller", "action", "utm_medium", "gclid")),
    ("value-trimmed", "newline after", altered("text", str.strip, lambda text: f"{text}\n")),
    ("value-trimmed", "space after", altered("text", str.strip, lambda text: f"{text} ")),
    ("value-trimmed", "space before", altered("msisdn", str.strip, lambda text: f" {text}")),
    (
        "leading-zero",
        "lost",
        altered("msisdn", lambda text: text.lstrip("0"), lambda text: f"0{text}"),
    ),
    (
        "leading-zero",
        "two",
        altered("msisdn", lambda text: text.lstrip("0"), lambda text: f"00{text}"),
    ),
    (
        "plus-dropped",
        "lost",
        altered("msisdn", lambda text: text.strip("+"), lambda text: f"+{text}"),
    ),
    ("encoded-twice", "text", altered("text", lambda text: quote(text, ""))),
]
REQUESTS = [
    sms_inbound(f"00000000-0000-4000-8000-{number:012}", 1_700_000_000 + number * 7_919)
    for number in range(2)
] + [
    sms_delivery_receipt(f"{number}-nonce", 1_700_000_000 + number, "a1b2c3d4")
    | {"text": "a & <b>"}
    for number in range(2)
]


def applies(code: str, method: str) -> bool:
    if code == "not-hmac":
        return method not in ("md5hash", "md5")  # of md5, that is the method md5hash
    return code != "secret-separator" or method == "md5hash"


def right_cause(code: str, make: Maker, params: Params, method: str) -> bool:
    received, sig = make(dict(params), method)
    findings = diagnose(received | {"sig": sig}, SECRET, method)
    return any(code in finding.codes for finding in findings)


@pytest.mark.parametrize(("code", "name", "make"), MAKERS, ids=[name for _, name, _ in MAKERS])
def test_at_least_95_percent_get_the_right_cause(code: str, name: str, make: Maker) -> None:
    told = [
        right_cause(code, make, params, method)
        for params in REQUESTS
        for method in METHODS
        if applies(code, method) and make(dict(params), method) != (params, sig_of(params, method))
        if not (name == "32 digits" and len(sig_of(params, method)) == 32)
    ]
    assert told
    assert sum(told) >= 0.95 * len(told)


def forgeries(method: str) -> list[Params]:
    """Requests that nobody signed: by another secret, and altered in ways that no program does."""
    source = random.Random(method)
    result = []
    for params in REQUESTS:
        genuine = params | {"sig": sig_of(params, method)}
        other = hmac.new(b"another secret", string_of(params).encode(), "sha512").hexdigest()
        sizes = (len(genuine["sig"]), 16, 32, 40, 64, 128)
        result += [params | {"sig": other[:size]} for size in sizes]
        result += [genuine | {"to": "447700900999"}, genuine | {"timestamp": "1800000000"}]
        result += [genuine | {"text": "send money"}, {**genuine, "to": genuine["msisdn"] + "1"}]
        result += [params | {"sig": f"{source.getrandbits(256):064x}"}]
        result += [params | {"sig": base64.b64encode(source.randbytes(32)).decode()}]
        result += [params | {"sig": genuine["sig"][:8]}]  # anybody could try them all
    return result


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("step", [40, pytest.param(5, marks=pytest.mark.exhaustive)])
def test_no_forgery_has_a_finding(method: str, step: int) -> None:
    for forged in forgeries(method)[::step]:
        assert diagnose(forged, [SECRET, "an old secret that is long"], method) == []


def test_the_text_of_a_value_is_restored_with_its_entity() -> None:
    params = {"to": "447700900000", "timestamp": "1700000000"}
    received, sig = entity_in_url(params, "sha256")
    assert unquote(received["to"]) == "447700900000×tamp=1700000000"
    [finding] = diagnose(received | {"sig": sig}, SECRET, "sha256")
    assert finding.codes == ("html-entity",)
    assert finding.canonical == "&timestamp=1700000000&to=447700900000"


def test_an_entity_with_more_digits_than_python_reads() -> None:
    """One hostile request ended a diagnosis, an explanation or an audit with ValueError.

    ``html.unescape`` reads the number of ``&#9;`` by ``int``, which takes at most 4,300 digits.
    """
    params = {"text": f"&#{'9' * 4_301};", "timestamp": "1700000000", "sig": "ab" * 32}
    assert diagnose(params, SECRET, "sha256") == []
    assert explain(params, Signer(SECRET, "sha256")).findings == ()


def test_a_long_word_of_letters_that_are_entities() -> None:
    """The rest of the word was read again at each letter: 8 s for 80,000 letters, minutes for these.

    The limit on hashes does not count the search for entities.
    """
    params = {"text": "é" * 500_000, "sig": "ab" * 32}
    assert diagnose(params, SECRET, "sha256") == []


@given(st.text(st.sampled_from("aé×=-_&<. ½²\n漢\u0301") | st.characters(max_codepoint=0x17F)))
def test_entities_are_where_the_regular_expression_finds_them(text: str) -> None:
    letters = re.escape("".join(sorted(_LETTERS)))
    entity = re.compile(rf"[{letters}](?=[\w-]*=)")
    assert _with_entities(text) == entity.sub(lambda found: f"&{_CHARACTERS[found[0]]}", text)
