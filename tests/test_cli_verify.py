"""``nexmo-sig verify``, and how INPUT is read."""

from typing import Any

import pytest
from command_line import METHOD, PUBLISHED, SECRET, SETTINGS, SIGNER, call, run, shell
from hypothesis import given
from strategies import media_types, text_params

from nexmo_sig import FORM, JSON, MEDIA_TYPES, encode

SIGNED = SIGNER.sign({"text": "why? see https://example.com/?a=b", "timestamp": "1700000000"})
QUERY = encode(SIGNED).decode()
AT_THE_TIME = ("--now", "1700000000")
UNENCODED = SIGNER.sign({"u": "://?{", "timestamp": "1700000000"})

AUTHENTIC = (0, "authentic\n", "")


def test_an_authentic_request_is_status_0() -> None:
    assert run("verify", QUERY, *AT_THE_TIME) == AUTHENTIC


def test_an_altered_request_is_status_1_and_says_why() -> None:
    status, out, err = run("verify", QUERY.replace("why", "who"), *AT_THE_TIME)
    assert (status, err) == (1, "")
    assert out.startswith("not authentic: sig is not the signature of these parameters")


def test_unusable_input_is_status_2() -> None:
    status, out, err = run("verify", "a=%zz", *AT_THE_TIME)
    assert (status, out) == (2, "")
    assert err.startswith(
        "nexmo-sig: field 1 of the query or form has a '%' without two hexadecimal digits"
    )


@pytest.mark.parametrize("vector", PUBLISHED, ids=range(len(PUBLISHED)))
@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_every_published_vector_is_authentic(vector: dict[str, Any], case: Any) -> None:
    query = encode(vector["params"] | {"sig": case(vector["sig"])}).decode()
    settings = {
        "NEXMO_SIGNATURE_SECRET": vector["secret"],
        "NEXMO_SIGNATURE_METHOD": vector["method"],
    }
    assert call("verify", query, "--any-age", settings=settings) == AUTHENTIC


@pytest.mark.parametrize(
    "text",
    [
        QUERY,
        f"?{QUERY}",
        f"/?{QUERY}",
        f"/a=b?{QUERY}",
        f"callback?{QUERY}",
        f"https://example.com/a=b?{QUERY}",
        encode(SIGNED, JSON).decode(),
        " \r\n\t" + encode(SIGNED, JSON).decode(),
        "&".join(f"{name}={value}" for name, value in UNENCODED.items()),
    ],
)
def test_input_is_a_url_or_a_query_or_a_form_or_json(text: str) -> None:
    assert call("verify", text, *AT_THE_TIME) == AUTHENTIC
    assert call("verify", "-", *AT_THE_TIME, stdin=text.encode()) == AUTHENTIC


@given(text_params, media_types)
def test_a_body_of_a_known_type_is_read_as_that(params: dict[str, str], media_type: str) -> None:
    body = encode(SIGNER.sign(params), media_type)
    options = ("--media-type", f"{media_type}; charset=utf-8", "--any-age")
    assert call("verify", "-", *options, stdin=body) == AUTHENTIC


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_a_media_type_wins_over_the_first_characters(media_type: str) -> None:
    odd_form = b"why?=1&sig=0"
    assert call("verify", "-", stdin=odd_form).status == 2
    expected = 1 if media_type == FORM else 2
    assert call("verify", "-", "--media-type", media_type, stdin=odd_form).status == expected


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_one_newline_at_the_end_of_the_standard_input_is_left_out(newline: bytes) -> None:
    once = call("verify", "-", *AT_THE_TIME, stdin=QUERY.encode() + newline)
    assert once == AUTHENTIC
    assert call("verify", "-", *AT_THE_TIME, stdin=QUERY.encode() + 2 * newline).status == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the input is empty: give a URL, a query string or a body"),
        (b"\n", "the input is empty: give a URL, a query string or a body"),
        (b"a=\xff", "the standard input is not UTF-8 at byte 2"),
        (b"a" * 1_200_000, "the standard input is too large: the limit is 1048576 bytes"),
        (b"a=" + b"1" * 1_048_575, "1048577 bytes: the limit is 1048576"),
        (b"?a=" + b"1" * 1_048_575, "1048577 bytes: the limit is 1048576"),
        (b"&".join(b"%d=1" % n for n in range(1_001)), "too many parameters: the limit is 1000"),
        (b"a=1&a=2", "parameter 'a' occurs more than once: send each name once"),
        (b"/?a=1#b", "the URL holds a '#': a request carries no fragment"),
        (b"{", "the body is not JSON at character 1"),
        (
            b"[" * 100_000,
            "the input is not a URL, query, form, JSON object, token or HTTP request",
        ),
        (b"file.json", "the input is not a URL, query, form, JSON object, token or HTTP request"),
        (b" a=1", "white space in a URL, a query or a form: was it pasted along?"),
        (b"a=1\n\n", "white space in a URL, a query or a form: was it pasted along?"),
        (b"GET /?a=1", "white space in a URL, a query or a form: was it pasted along?"),
        (
            b"a=1&b",
            "field 2 of the query or form has no '=': write it as name=value, and a plain '&' as %26",
        ),
        (b'{"a":' * 100_000, "the JSON body is nested too deeply: send one flat object"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_input_that_cannot_be_used(data: bytes, message: str) -> None:
    status, out, err = call("verify", "-", stdin=data)
    assert (status, out) == (2, "")
    assert err.startswith(f"nexmo-sig: {message}")
    assert err.count("\n") == 1


def test_a_media_type_that_cannot_be_used() -> None:
    outcome = call("verify", "a=1", "--media-type", "text/plain")
    assert outcome.status == 2
    assert outcome.err.startswith("nexmo-sig: unsupported media type: use one of ")


@pytest.mark.posix
@pytest.mark.parametrize(
    ("redirection", "message"),
    [
        ("<&-", "the standard input is closed"),
        ("0>/dev/null", "the standard input cannot be read: Bad file descriptor"),
    ],
)
def test_a_standard_input_that_cannot_be_read(redirection: str, message: str) -> None:
    done = shell(f"nexmo_sig verify - {redirection}")
    assert (done.returncode, done.stderr.decode()) == (2, f"nexmo-sig: {message}\n")


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--now", "1700000300"], 0),
        (["--now", "1699999700"], 0),
        (["--now", "1700000301"], 1),
        (["--now", "1699999699"], 1),
        (["--now", "2023-11-14 22:13:20"], 0),
        (["--now", "2023-11-14 23:13:20"], 1),
        (["--now", "1700000001", "--tolerance", "0.5"], 1),
        (["--now", "1700000000", "--tolerance", "0"], 0),
        (["--any-age"], 0),
        ([], 1),
    ],
)
def test_the_age_is_within_the_tolerance(options: list[str], status: int) -> None:
    outcome = call("verify", QUERY, *options)
    assert outcome.status == status
    assert ("the signature is right, but was made" in outcome.out) == (status == 1)


@pytest.mark.parametrize("tolerance", ["-1", "nan", "inf", "1e999", "five"])
def test_a_tolerance_is_a_number_of_seconds(tolerance: str) -> None:
    outcome = call("verify", QUERY, f"--tolerance={tolerance}")
    assert outcome.status == 2
    assert "argument --tolerance: give seconds: 0 or more" in outcome.err


@pytest.mark.parametrize("now", ["today", "-1", "1.5", "2023-02-30 00:00:00", "9" * 19, ""])
def test_now_is_a_timestamp(now: str) -> None:
    outcome = call("verify", QUERY, f"--now={now}")
    assert outcome.status == 2
    assert "argument --now: give Unix seconds, or yyyy-MM-dd HH:mm:ss in UTC" in outcome.err


def test_neither_the_secret_nor_the_right_signature_is_shown() -> None:
    outcome = call("verify", QUERY.replace("why", "who"), *AT_THE_TIME)
    right = SIGNER.signature(SIGNED | {"text": SIGNED["text"].replace("why", "who")})
    for hidden in (SECRET, right, SIGNED["sig"]):
        assert hidden not in outcome.out + outcome.err


def test_a_secret_for_another_method_does_not_match() -> None:
    settings = SETTINGS | {"NEXMO_SIGNATURE_METHOD": "sha512"}
    assert METHOD != "sha512"
    assert call("verify", QUERY, *AT_THE_TIME, settings=settings).status == 1


@pytest.mark.parametrize("url", ["https://example.com/?to=1", "/hook?to=1"])
def test_a_url_that_a_shell_has_cut_gets_a_hint(url: str) -> None:
    status, out, err = call("verify", url)
    assert (status, err) == (1, "")
    assert out == (
        "not authentic: the request carries no sig: it was not signed, or is a signed webhook, "
        "whose bearer token WebhookVerifier verifies\n"
        "(In a shell, put a URL in quotes: it is cut at the first &.)\n"
    )
    assert call("verify", "to=1").out == out.partition("\n")[0] + "\n"
