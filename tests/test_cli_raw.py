"""A raw request of either scheme, saved from a browser's or a proxy's tools, and tokens by hand."""

import json
from pathlib import Path

import pytest
from command_line import call

from nexmo_sig import Request, SignatureMethod
from nexmo_sig.testing import webhook_request

SECRET = "the signature secret of the account"
SETTINGS = {"NEXMO_SIGNATURE_SECRET": SECRET, "NEXMO_SIGNATURE_METHOD": "sha256"}
NOW = "1700000000"
KINDS = ("messages-inbound", "voice-answer", "sms-inbound", "sms-delivery-receipt")
TOKEN_FLAWS = ("body-swapped", "alg-none", "other-issuer")


def raw(request: Request, newline: bytes = b"\r\n", version: bytes = b"HTTP/1.1") -> bytes:
    lines = [b"%s %s %s" % (request.method.encode(), request.url.encode(), version)]
    lines += [f"{name}: {value}".encode("latin-1") for name, value in request.headers.items()]
    return newline.join([*lines, b"", request.body])


def saved(path: Path, request: Request, **options: bytes) -> str:
    file = path / "request.http"
    file.write_bytes(raw(request, **options))
    return str(file)


@pytest.mark.parametrize("method", SignatureMethod)
@pytest.mark.parametrize("kind", KINDS)
def test_one_command_without_options_judges_a_raw_request(
    kind: str, method: SignatureMethod, tmp_path: Path
) -> None:
    """The secret is all that it is given: the time is the present, the method is found out."""
    settings = {"NEXMO_SIGNATURE_SECRET": SECRET}
    file = saved(tmp_path, webhook_request(kind, SECRET, method=method))
    assert call("verify", "--file", file, settings=settings) == (0, "authentic\n", "")
    file = saved(tmp_path, webhook_request(kind, SECRET, "altered", method=method))
    status, out, err = call("verify", "--file", file, settings=settings)
    assert (status, err) == (1, "")
    assert out.startswith("not authentic: ")


@pytest.mark.parametrize("newline", [b"\r\n", b"\n"])
@pytest.mark.parametrize("version", [b"HTTP/1.0", b"HTTP/1.1", b"HTTP/2", b"HTTP/2.0"])
@pytest.mark.parametrize("kind", KINDS)
def test_tools_write_lines_and_versions_differently(
    kind: str, version: bytes, newline: bytes, tmp_path: Path
) -> None:
    request = webhook_request(kind, SECRET, now=int(NOW), url="https://example.com/callback")
    file = saved(tmp_path, request, newline=newline, version=version)
    assert call("verify", "--now", NOW, "--file", file, settings=SETTINGS).status == 0
    data = raw(request, newline=newline, version=version)
    assert call("verify", "--now", NOW, "-", stdin=data, settings=SETTINGS).status == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded"])
def test_a_newline_that_an_editor_added_is_not_of_the_body(
    kind: str, media_type: str, tmp_path: Path
) -> None:
    request = webhook_request(kind, SECRET, now=int(NOW), media_type=media_type)
    file = tmp_path / "request.http"
    file.write_bytes(raw(request) + b"\n")
    assert call("verify", "--now", NOW, "--file", str(file), settings=SETTINGS).status == 0


@pytest.mark.parametrize("command", ["verify", "explain"])
def test_what_follows_the_length_of_a_body_is_not_left_out(command: str, tmp_path: Path) -> None:
    """A reviewer adds to a saved body, forgets its length, and was told that it is authentic."""
    request = webhook_request("messages-inbound", SECRET, now=int(NOW))
    file = tmp_path / "request.http"
    file.write_bytes(raw(request) + b',"amount":"9"}')
    outcome = call(command, "--now", NOW, "--file", str(file), settings=SETTINGS)
    assert (outcome.status, outcome.out) == (2, "")
    size = len(request.body)
    problem = f"is {size + 14} bytes long, but its Content-Length is {size}: it was cut or changed"
    assert problem in outcome.err


def test_a_body_without_a_length_is_taken_byte_for_byte(tmp_path: Path) -> None:
    request = webhook_request("messages-inbound", SECRET, now=int(NOW))
    headers = {name: text for name, text in request.headers.items() if name != "Content-Length"}
    file = tmp_path / "request.http"
    for end, status in ((b"", 0), (b"\n", 1)):
        bare = Request(request.method, request.url, headers, request.body + end)
        file.write_bytes(raw(bare))
        outcome = call("explain", "--now", NOW, "--file", str(file), settings=SETTINGS)
        assert outcome.status == status
        assert ("payload-newline" in outcome.out) == bool(end)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}", "the body in the file is 2 bytes long"),
        (
            b"POST / HTTP/1.1\r\nno colon\r\n\r\n{}",
            "a header line of the file is not 'Name: value'",
        ),
        (b"\xef\xbb\xbfPOST / HTTP/1.1\r\n\r\n", "the file begins with a byte order mark (UTF-8)"),
        ("a=1".encode("utf-16"), "the file begins with a byte order mark (UTF-16)"),
        (b"\xef\xbb\xbf{}", "the file begins with a byte order mark (UTF-8)"),
        (b"", "the input is empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "request.http"
    file.write_bytes(data)
    status, out, err = call("verify", "--file", str(file), settings=SETTINGS)
    assert (status, out) == (2, "")
    assert err.startswith(f"nexmo-sig: {message}")


def test_a_file_that_is_not_there_is_not_named() -> None:
    """It may be a secret that was given in its place."""
    outcome = call("verify", "--file", "/nowhere/hunter2", settings=SETTINGS)
    assert outcome == (2, "", "nexmo-sig: the file cannot be read: No such file or directory\n")


@pytest.mark.parametrize("command", ["verify", "explain"])
def test_a_path_in_place_of_the_input_is_told(command: str, tmp_path: Path) -> None:
    """It was taken for a query, and found "not authentic", with a wrong hint."""
    file = saved(tmp_path, webhook_request("sms-inbound", SECRET))
    outcome = call(command, file, settings=SETTINGS)
    message = "nexmo-sig: INPUT is the name of a file: to read it, write --file FILE\n"
    assert outcome == (2, "", message)


def test_what_input_would_hold_is_read_from_a_file(tmp_path: Path) -> None:
    request = webhook_request("sms-inbound", SECRET, now=int(NOW), media_type="application/json")
    query = webhook_request("sms-inbound", SECRET, now=int(NOW)).url
    file = tmp_path / "input"
    for data in (request.body, query.encode(), query.partition("?")[2].encode() + b"\n"):
        file.write_bytes(data)
        assert call("verify", "--now", NOW, "--file", str(file), settings=SETTINGS).status == 0
    assert call("verify", "--now", NOW, "--url", query, settings=SETTINGS).status == 0


@pytest.mark.parametrize("kind", ["messages-inbound", "voice-answer"])
@pytest.mark.parametrize("flaw", [None, *TOKEN_FLAWS])
def test_a_token_is_given_by_header_or_alone(kind: str, flaw: str | None, tmp_path: Path) -> None:
    request = webhook_request(kind, SECRET, flaw, now=int(NOW))
    authorization = request.headers["Authorization"]
    file = tmp_path / "body.json"
    file.write_bytes(request.body)
    source = ["--file", str(file)] if request.body else ["--url", request.url]
    ways = [
        ["--header", f"Authorization: {authorization}", *source],
        [authorization, *source],
        [authorization.partition(" ")[2], *source],
        ["--header", f"X-Vonage-Webhook-Auth-Token: {authorization}", *source],
    ]
    if not request.body:
        ways.append(["--header", f"Authorization: {authorization}", request.url])
    for way in ways:
        outcome = call("verify", "--now", NOW, *way, settings=SETTINGS)
        assert outcome.status == (flaw is not None), way


def test_a_body_from_the_standard_input_is_taken_byte_for_byte() -> None:
    request = webhook_request("messages-inbound", SECRET, now=int(NOW))
    header = f"Authorization: {request.headers['Authorization']}"
    way = ("verify", "--now", NOW, "--header", header, "-")
    assert call(*way, stdin=request.body, settings=SETTINGS).status == 0
    assert call(*way, stdin=request.body + b"\n", settings=SETTINGS).status == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["a=1", "--file", "x"], ["--header", "Authorization"], ["--header", "x: y"]],
)
def test_options_that_do_not_make_a_request(arguments: list[str]) -> None:
    assert call("verify", *arguments, settings=SETTINGS).status == 2


def test_a_header_names_the_type_of_a_form() -> None:
    query = webhook_request("sms-inbound", SECRET, now=int(NOW)).url.partition("?")[2]
    way = ("verify", "--now", NOW, "--header")
    form = "Content-Type: application/x-www-form-urlencoded; charset=utf-8"
    assert call(*way, form, query, settings=SETTINGS).status == 0
    outcome = call(*way, "Content-Type: text/plain", query, settings=SETTINGS)
    assert "unsupported media type" in outcome.err


def test_a_method_that_is_set_is_the_only_one() -> None:
    """What an account does not use is not authentic for it, even by the right secret."""
    query = webhook_request("sms-inbound", SECRET, method="md5hash", now=int(NOW)).url
    for method, status in (("md5hash", 0), ("sha256", 1), ("md5", 1)):
        way = ("verify", "--now", NOW, "--method", method, query)
        assert call(*way, settings={"NEXMO_SIGNATURE_SECRET": SECRET}).status == status


@pytest.mark.parametrize(
    ("sig", "method"), [("0" * 128, "sha512"), ("0" * 40, "sha1"), ("x", "sha256")]
)
def test_a_method_that_is_not_set_is_guessed_from_the_length(sig: str, method: str) -> None:
    outcome = call("explain", f"a=1&sig={sig}", settings={"NEXMO_SIGNATURE_SECRET": SECRET})
    assert f"Method\n  {method}\n" in outcome.out


# Accounts


def test_the_secrets_of_accounts_come_from_a_file(tmp_path: Path) -> None:
    accounts = tmp_path / "accounts.txt"
    accounts.write_bytes(f"other=another secret=1\n\na1b2c3d4={SECRET}\n".encode())
    options = ("--now", NOW, "--accounts-file", str(accounts))
    settings = {"NEXMO_SIGNATURE_METHOD": "sha256"}
    for kind in KINDS:
        file = saved(tmp_path, webhook_request(kind, SECRET, now=int(NOW), api_key="a1b2c3d4"))
        assert call("verify", *options, "--file", file, settings=settings).status == 0
    request = webhook_request("voice-answer", SECRET, now=int(NOW), api_key="other")
    outcome = call("explain", *options, "--file", saved(tmp_path, request), settings=settings)
    assert outcome.status == 1
    assert "  wrong-secret: The sender used secret 2 of those given" in outcome.out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a=b\nhunter2\n", "line 2 of the accounts file is not API_KEY=SECRET"),
        ("=hunter2\n", "line 1 of the accounts file is not API_KEY=SECRET"),
        ("", "accounts file is empty"),
        ("\ufeffa=b", "accounts file begins with a byte order mark (UTF-8)"),
    ],
)
def test_an_accounts_file_that_cannot_be_used(text: str, message: str, tmp_path: Path) -> None:
    accounts = tmp_path / "accounts.txt"
    accounts.write_text(text, encoding="utf-8")
    outcome = call("verify", "a=1", "--accounts-file", str(accounts), settings=SETTINGS)
    assert outcome.status == 2
    assert outcome.err.startswith(f"nexmo-sig: {message}")
    assert "hunter2" not in outcome.err
    both = ["--accounts-file", str(accounts), "--secret-file", str(accounts)]
    assert call("verify", "a=1", *both, settings=SETTINGS).status == 2


# For programs


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("flaw", [None, "altered", "stale", "unsigned"])
def test_verify_prints_json(kind: str, flaw: str | None, tmp_path: Path) -> None:
    request = webhook_request(kind, SECRET, flaw, now=int(NOW))
    if kind == "messages-inbound" and flaw == "unsigned":
        return  # its nested JSON can only be one of a signed webhook
    options = ("--json", "--now", NOW, "--file", saved(tmp_path, request))
    outcome = call("verify", *options, settings=SETTINGS)
    members = json.loads(outcome.out)
    assert members["authentic"] == (outcome.status == 0) == (flaw is None)
    scheme = "token" if kind in ("messages-inbound", "voice-answer") else "sig"
    assert members["scheme"] == (None if flaw == "unsigned" else scheme)
    assert (members["error"] is None) == (flaw is None)
    assert members["verdict"].startswith("not authentic" if flaw else "authentic")
