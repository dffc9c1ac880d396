"""``explain_webhook``: the verdict of every vector, and its steps."""

import copy
import json
import pickle
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nexmo_sig import (
    Explanation,
    NexmoSigError,
    Request,
    SignatureError,
    UsageError,
    WebhookVerifier,
    explain_webhook,
)
from nexmo_sig.explanation import WebhookExplanation
from nexmo_sig.testing import webhook_request

SECRET = "the signature secret of the account"
OTHER = "the signature secret of another account"
NOW = 1_700_000_000
VECTORS: list[dict[str, Any]] = [
    case
    for case in json.loads((Path(__file__).parent / "vectors" / "webhooks.json").read_bytes())[
        "cases"
    ]
    if "request" in case
]


def verifier_of(case: dict[str, Any]) -> WebhookVerifier:
    options = {name: case[name] for name in ("application_id", "header") if name in case}
    return WebhookVerifier(case["secrets"], **options)


def request_of(case: dict[str, Any]) -> Request:
    given = case["request"]
    body = b64decode(given["body_base64"]) if "body_base64" in given else given["body"].encode()
    return Request(given["method"], given["url"], [*map(tuple, given["headers"])], body)


@pytest.mark.parametrize("case", VECTORS, ids=[case["id"] for case in VECTORS])
def test_the_verdict_of_every_vector_is_that_of_verify(case: dict[str, Any]) -> None:
    verifier, request = verifier_of(case), request_of(case)
    options = {"tolerance": case["tolerance"], "now": case["now"]}
    wanted: NexmoSigError | None = None
    try:
        verifier.verify(request, **options)
    except NexmoSigError as error:
        wanted = error
    if wanted is not None and not isinstance(wanted, SignatureError):
        with pytest.raises(type(wanted)):
            explain_webhook(request, verifier, **options)
        return
    explanation = explain_webhook(request, verifier, **options)
    assert (type(explanation.error), str(explanation.error)) == (type(wanted), str(wanted))
    assert all(line.isprintable() for line in str(explanation).split("\n"))
    assert json.loads(json.dumps(explanation.as_dict()))["authentic"] == (wanted is None)
    if wanted is None:
        assert explanation.matched_secret is not None
        assert explanation.findings == ()
        assert explanation.expected == explanation.received


def steps(explanation: Explanation, **options: bool) -> dict[str, list[str]]:
    return {
        title: [line.removeprefix("  ") for line in lines]
        for title, lines in explanation.steps(**options)
    }


def test_the_text_shows_each_step() -> None:
    request = webhook_request("voice-answer", SECRET, now=NOW, request_id="an id")
    explanation = explain_webhook(request, WebhookVerifier(SECRET), now=NOW + 1)
    assert explanation.payload is not None
    told = steps(explanation)
    assert list(told) == [
        *("Header of the token", "Claims", "Hash that the token names", "Hash of the payload"),
        *("Expected signature", "Received signature", "Signed", "Verdict"),
    ]
    assert told["Header of the token"] == ['alg = "HS256"', 'typ = "JWT"']
    assert "iat = 1700000000 (2023-11-14 22:13:20 UTC)" in told["Claims"]
    assert 'jti = "an id"' in told["Claims"]
    assert told["Signed"] == ["2023-11-14 22:13:20 UTC, 1 second ago (up to 5 minutes is accepted)"]
    assert told["Hash of the payload"] == [
        f"{explanation.payload_hash} ({len(explanation.payload)} bytes)"
    ]
    assert told["Verdict"] == ["authentic"]


@pytest.mark.parametrize(("account", "position"), [("a", 1), ("b", 3)])
def test_secrets_are_counted_over_all_accounts(account: str, position: int) -> None:
    secrets = {"a": [SECRET, OTHER], "b": [f"{SECRET} of b"]}
    request = webhook_request("voice-answer", secrets[account][0], now=NOW, api_key=account)
    explanation = explain_webhook(request, WebhookVerifier(secrets), now=NOW)
    assert (explanation.matched_secret, explanation.secret_count) == (position, 3)
    assert "the one that matches" in steps(explanation)["Expected signature"][0]


def test_an_unknown_account_has_no_expected_signature() -> None:
    request = webhook_request("voice-answer", SECRET, now=NOW, api_key="unknown")
    explanation = explain_webhook(request, WebhookVerifier({"a": SECRET, "b": OTHER}), now=NOW)
    assert (explanation.expected, explanation.matched_secret) == ("", None)
    assert [finding.codes for finding in explanation.findings] == [("wrong-secret",)]


def test_a_request_without_a_token_is_explained() -> None:
    explanation = explain_webhook(Request("GET", "/?a=1"), WebhookVerifier(SECRET), now=NOW)
    assert steps(explanation)["Received signature"] == ["none"]
    assert steps(explanation)["Claims"] == ["none"]
    assert explanation.as_dict()["error"] == "SignatureMissing"


def test_no_secret_and_no_signature_is_shown() -> None:
    request = webhook_request("messages-inbound", f"{SECRET}\n", now=NOW)
    explanation = explain_webhook(request, WebhookVerifier([SECRET, OTHER]), now=NOW)
    signature = request.headers["Authorization"].rpartition(".")[2]
    shown = f"{explanation}{explanation.as_dict()}{explanation!r}"
    assert explanation.findings
    for hidden in (SECRET, OTHER, signature, explanation.expected):
        assert hidden not in shown
    assert signature in explanation.text(show_signature=True)
    assert explanation.expected in str(explanation.as_dict(show_signature=True))


@pytest.mark.parametrize("flaw", [None, "body-swapped", "other-secret", "unsigned"])
@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))]
)
def test_it_can_be_copied_and_pickled(
    flaw: str | None, duplicate: Callable[[WebhookExplanation], WebhookExplanation]
) -> None:
    request = webhook_request("messages-inbound", SECRET, flaw, now=NOW)
    explanation = explain_webhook(request, WebhookVerifier(SECRET), now=NOW)
    assert b"nexmo_sig._" not in pickle.dumps(explanation)
    assert duplicate(explanation).as_dict() == explanation.as_dict()
    with pytest.raises(TypeError):
        duplicate(explanation).claims["a"] = 1  # type: ignore[index]  # a read-only mapping


def test_wrong_arguments_are_of_the_program() -> None:
    request = webhook_request("voice-answer", SECRET)
    verifier = WebhookVerifier(SECRET)
    with pytest.raises(UsageError, match="tolerance must be 0 or more"):
        explain_webhook(request, verifier, tolerance=-1)
    with pytest.raises(UsageError, match="secret is empty"):
        explain_webhook(request, verifier, candidate_secrets=[""])
