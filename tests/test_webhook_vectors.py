"""The test vectors of the kind `webhooks`, passed by this package."""

from __future__ import annotations

import base64
import json
import re
import warnings
from pathlib import Path
from typing import Any

import pytest

from nexmo_sig import (
    InsecureSecretWarning,
    MemoryReplayGuard,
    NexmoSigError,
    Request,
    Webhook,
    WebhookVerifier,
)

Case = dict[str, Any]
FILE = Path(__file__).parent / "vectors" / "webhooks.json"
CASES: list[Case] = json.loads(FILE.read_text(encoding="utf-8"))["cases"]


def request_of(given: Case) -> Request:
    encoded = given.get("body_base64")
    body = given["body"].encode() if encoded is None else base64.b64decode(encoded)
    return Request(given["method"], given["url"], given["headers"], body)


def verifier_of(case: Case) -> WebhookVerifier:
    optional = {name: case[name] for name in ("application_id", "header") if name in case}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InsecureSecretWarning)
        return WebhookVerifier(case["secrets"], **optional)


def proven(webhook: Webhook) -> Case:
    found: Case = {
        "api_key": webhook.api_key,
        "application_id": webhook.application_id,
        "id": webhook.id,
        "issued_at": webhook.issued_at,
    }
    try:
        return found | {"payload": webhook.payload.decode()}
    except UnicodeDecodeError:
        return found | {"payload_base64": base64.b64encode(webhook.payload).decode()}


def outcome(case: Case, step: Case, guard: MemoryReplayGuard | None) -> Case | str:
    verifier = verifier_of(case)
    how = {name: case[name] for name in ("verify_payload",) if name in case}
    request = request_of(step["request"])
    try:
        return proven(verifier.verify(request, case["tolerance"], step["now"], guard, **how))
    except NexmoSigError as error:
        return re.sub("(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_has_the_outcome_that_it_must_have(case: Case) -> None:
    guard = MemoryReplayGuard(clock=lambda: 0) if "steps" in case else None
    for step in case.get("steps", [case]):
        allowed = [step[name] for name in ("expected", "error") if name in step]
        assert outcome(case, step, guard) in allowed


def test_there_are_cases_of_every_result() -> None:
    assert len(CASES) >= 150
    steps = [step for case in CASES for step in case.get("steps", [case])]
    assert {step["result"] for step in steps} == {"valid", "invalid", "acceptable"}
