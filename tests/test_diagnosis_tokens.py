"""Mistakes of token makers, written here without the code that looks for them."""

import base64
import hashlib
import json
import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from command_line import SECRET as SHORT
from common import NOW

from nexmo_sig import (
    Request,
    SignatureError,
    WebhookVerifier,
    explain_webhook,
)
from nexmo_sig.testing import webhook_request
from nexmo_sig.testing.tokens import TOKEN_HEADER, bearer_token, token_claims

SECRET = "c2lnbmF0dXJlIHNlY3JldCBvZiB0aGUgYWNjb3VudA=="  # in base64, as some are
OTHER = "the signature secret of another account, long enough"
ACCOUNTS = {"a1b2c3d4": SECRET, "e5f6a7b8": OTHER}
BODIES: list[dict[str, Any]] = [
    {
        "channel": "sms",
        "to": "447700900000",
        "text": "Ça va? 1 < 2 & 2 / 1",
        "n": {"z": 1, "a": [2.0]},
    },
    {
        "status": "answered",
        "uuid": "aaaa",
        "from": "447700900001",
        "price": 0.1,
        "emoji": "\U0001f600",
    },
    {"b": [], "a": {}, "to": "x/y", "text": "né", "empty": "", "flag": True, "none": None},
]


def compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def request_with(
    hashed: bytes,
    body: bytes,
    *,
    secret: str | bytes = SECRET,
    url: str = "/inbound",
    header: Mapping[str, object] = TOKEN_HEADER,
    digest: str = "sha256",
    method: str = "POST",
) -> Request:
    claims = token_claims(
        hashed, api_key="a1b2c3d4", token_id="an id", issued_at=NOW, application_id="an application"
    )
    text = secret if isinstance(secret, str) else secret.decode("latin-1")
    token = bearer_token(text, claims, header, digest)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return Request(method, url, headers, body)


def codes(request: Request, secrets: Any = ACCOUNTS, **options: Any) -> list[tuple[str, ...]]:
    explanation = explain_webhook(request, WebhookVerifier(secrets), now=NOW, **options)
    return [finding.codes for finding in explanation.findings]


def php(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode()


def go(value: object) -> bytes:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e").encode()


def javascript(value: object) -> bytes:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.replace("2.0", "2").encode()


REWRITERS: dict[str, Callable[[object], bytes]] = {
    "compact": compact,
    "spaced": lambda value: json.dumps(value, ensure_ascii=False).encode(),
    "Python": lambda value: json.dumps(value).encode(),
    "sorted": lambda value: json.dumps(value, sort_keys=True, separators=(",", ":")).encode(),
    "sorted, as they are": lambda value: json.dumps(
        value, sort_keys=True, ensure_ascii=False
    ).encode(),
    "indented": lambda value: json.dumps(value, indent=2, ensure_ascii=False).encode(),
    "PHP": php,
    "Go": go,
    "JavaScript": javascript,
}


@pytest.mark.parametrize("body", BODIES, ids=["messages", "voice", "odd"])
@pytest.mark.parametrize("sent", ["compact", "Python", "PHP"])
@pytest.mark.parametrize("hashed", REWRITERS)
def test_json_that_was_written_again_is_told(hashed: str, sent: str, body: object) -> None:
    request = request_with(REWRITERS[hashed](body), REWRITERS[sent](body))
    same = REWRITERS[hashed](body) == REWRITERS[sent](body)
    assert codes(request) == ([] if same else [("payload-rewritten",)])


@pytest.mark.parametrize(("size", "found"), [(60_000, [("payload-rewritten",)]), (66_000, [])])
def test_a_large_body_is_not_indented(size: int, found: list[tuple[str, ...]]) -> None:
    """Python takes long to indent: a diagnosis stays fast without it."""
    body = {"text": "x" * size}
    assert codes(request_with(REWRITERS["indented"](body), compact(body))) == found


@pytest.mark.parametrize(
    ("code", "hashed", "sent"),
    [
        ("payload-newline", b'{"a":1}\n', b'{"a":1}'),
        ("payload-newline", b'{"a":1}\r\n', b'{"a":1}'),
        ("payload-newline", b'{"a":1}', b'{"a":1}\n'),
        ("payload-mark", b'\xef\xbb\xbf{"a":1}', b'{"a":1}'),
        ("payload-mark", b'{"a":1}', b'\xef\xbb\xbf{"a":1}'),
        ("payload-empty", b"", b'{"a":1}'),
        ("wrong-charset", '{"a":"é"}'.encode("latin-1"), '{"a":"é"}'.encode()),
        ("payload-rewritten", b'{"a":"1","b":"x y"}', b"a=1&b=x+y"),
    ],
)
def test_other_bytes_are_told(code: str, hashed: bytes, sent: bytes) -> None:
    assert codes(request_with(hashed, sent)) == [(code,)]


@pytest.mark.parametrize("hashed", [b"to=1&from=2", b'{"to":"1","from":"2"}'])
def test_the_query_in_place_of_the_body_is_told(hashed: bytes) -> None:
    request = request_with(hashed, b'{"a":1}', url="/inbound?to=1&from=2")
    assert codes(request) == [("payload-query",)]


@pytest.mark.parametrize(
    ("code", "hashed"),
    [
        ("payload-query", b"to=1&from=%C3%A9"),
        ("payload-empty", b""),
        ("payload-rewritten", '{"from": "é", "to": "1"}'.encode()),
        ("payload-rewritten", b'{"to":"1","from":"\\u00e9"}'),
    ],
)
def test_mistakes_with_a_query_are_told(code: str, hashed: bytes) -> None:
    request = request_with(hashed, b"", url="/answer?to=1&from=%C3%A9", method="GET")
    assert codes(request) == [(code,)]


@pytest.mark.parametrize(
    ("code", "secret"),
    [
        ("wrong-secret", OTHER),
        ("secret-whitespace", f"{SECRET}\n"),
        ("secret-whitespace", f" {SECRET}"),
        ("secret-decoded", base64.b64decode(SECRET)),
    ],
)
def test_a_wrong_key_is_told(code: str, secret: str | bytes) -> None:
    body = compact(BODIES[0])
    request = request_with(body, body, secret=secret)
    assert codes(request) == [(code,)]
    text = str(explain_webhook(request, WebhookVerifier(ACCOUNTS), now=NOW))
    assert SECRET not in text
    assert OTHER not in text


def test_a_candidate_is_counted_after_the_verifiers_secrets() -> None:
    request = request_with(b"", b"", secret="a candidate that is long enough")
    options = {"candidate_secrets": ["another candidate", "a candidate that is long enough"]}
    verifier = WebhookVerifier(ACCOUNTS)
    [finding] = explain_webhook(request, verifier, now=NOW, **options).findings  # type: ignore[arg-type]  # two kinds
    assert (finding.codes, finding.secret_position) == (("wrong-secret",), 4)


@pytest.mark.parametrize("digest", ["sha384", "sha512"])
def test_another_algorithm_with_the_secret_is_told(digest: str) -> None:
    header = {**TOKEN_HEADER, "alg": f"HS{digest[3:]}"}
    assert codes(request_with(b"", b"", header=header, digest=digest)) == [("wrong-algorithm",)]


def test_rs256_is_told() -> None:
    """As applications sign, and the router of the vendor's cloud runtime."""
    claims = base64.urlsafe_b64encode(b'{"application_id":"x"}').rstrip(b"=").decode()
    head = base64.urlsafe_b64encode(b'{"alg":"RS256","typ":"JWT"}').rstrip(b"=").decode()
    signature = base64.urlsafe_b64encode(random.Random(1).randbytes(256)).rstrip(b"=").decode()
    request = Request("POST", "/", {"Authorization": f"Bearer {head}.{claims}.{signature}"}, b"{}")
    explanation = explain_webhook(request, WebhookVerifier(SECRET), now=NOW)
    [finding] = explanation.findings
    assert finding.codes == ("wrong-algorithm",)
    assert "X-Vonage-Webhook-Auth-Token" in finding.message


FORGED = [
    "altered",
    "other-secret",
    "unsigned",
    "stale",
    "body-swapped",
    "alg-none",
    "other-issuer",
]


@pytest.mark.parametrize("kind", ["messages-inbound", "voice-answer"])
@pytest.mark.parametrize("flaw", FORGED)
def test_no_forgery_has_a_finding(kind: str, flaw: str) -> None:
    request = webhook_request(kind, SECRET, flaw, now=NOW, api_key="a1b2c3d4")
    explanation = explain_webhook(request, WebhookVerifier(ACCOUNTS), now=NOW)
    assert explanation.error is not None
    assert explanation.findings == ()


def test_an_unknown_key_and_an_altered_payload_have_no_finding() -> None:
    source = random.Random(2)
    for body in map(compact, BODIES):
        assert codes(request_with(body, body, secret=source.randbytes(32).hex())) == []
        for position in range(1, len(body) - 1, 7):
            altered = body[:position] + bytes([body[position] ^ 1]) + body[position + 1 :]
            assert codes(request_with(body, altered)) == []


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":"' + b"x" * 1_000_000 + b'"}',
        b"[" + b"[]," * 349_000 + b"[]]",
        ('{"a":"' + "é" * 500_000 + '"}').encode(),
        b"&".join(b"%d=1" % n for n in range(100_000)),
        b"[" + b"1.5," * 250_000 + b"1]",
        ('{"a":"' + "é" * 32_000 + '"}').encode(),
    ],
    ids=["string", "arrays", "beyond ASCII", "form", "numbers", "beyond ASCII, all escapes"],
)
def test_no_payload_within_the_limits_takes_more_than_a_second(body: bytes) -> None:
    import time

    start = time.process_time()
    assert codes(request_with(b"another payload", body)) == []
    assert time.process_time() - start < 1


def test_the_error_is_that_of_verify_for_every_flaw() -> None:
    verifier = WebhookVerifier(ACCOUNTS)
    for kind in ("messages-inbound", "voice-answer"):
        for flaw in (None, *FORGED, "alg-rs256"):
            request = webhook_request(kind, SECRET, flaw, now=NOW, api_key="a1b2c3d4")
            error = explain_webhook(request, verifier, now=NOW).error
            if error is None:
                assert flaw is None
                verifier.verify(request, now=NOW)
            else:
                with pytest.raises(SignatureError) as raised:
                    verifier.verify(request, now=NOW)
                assert (type(error), str(error)) == (type(raised.value), str(raised.value))


def test_the_hash_of_the_payload_is_shown() -> None:
    body = compact(BODIES[1])
    explanation = explain_webhook(request_with(body, body), WebhookVerifier(SHORT), now=NOW)
    assert explanation.payload_hash == explanation.claimed_hash == hashlib.sha256(body).hexdigest()
