"""This package passes every case of the test vectors."""

import base64
import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from vector_files import SCHEMA, Case, body_of, of, steps_of

import nexmo_sig
from nexmo_sig import (
    FORM,
    MEDIA_TYPES,
    MemoryReplayGuard,
    NexmoSigError,
    ParameterError,
    Request,
    SecretAuth,
    SignatureAuth,
    SignatureMethod,
    Signer,
    UsageError,
    Webhook,
    WebhookVerifier,
    build_request,
    canonicalize,
    conversion,
    decode,
    encode,
    read_request,
)


def kind_of(error: NexmoSigError) -> str:
    """Return the name of an error as the vectors write it: DuplicateParameter, duplicate-parameter."""
    # That the program is wrong, and not the request, is for other languages one kind of mistake.
    known = ParameterError if isinstance(error, UsageError) else type(error)
    name = known.__name__.replace("URL", "Url")
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def check(case: Case, call: Callable[[], Any]) -> None:
    """Hold what a call returns or raises against what a case allows."""
    try:
        got = "expected", call()
    except NexmoSigError as error:
        got = "error", kind_of(error)
    assert got in [(name, case[name]) for name in ("expected", "error") if name in case]


def request_of(given: Case) -> Request:
    return Request(given["method"], given["url"], given["headers"], body_of(given))


def received(case: Case) -> Any:
    return read_request(request_of(case["request"])) if "request" in case else case["pairs"]


VALUES: dict[str, Callable[[Any], Any]] = {
    "integer": int,
    "float": float,
    "datetime": datetime.fromisoformat,
    "bytes": bytes.fromhex,
}


@of("texts")
@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_the_package_gives_a_value_its_text(case: Case, media_type: str) -> None:
    value = VALUES.get(case["type"], lambda value: value)(case["value"])
    check(case, lambda: decode(encode({"p": value}, media_type), media_type).get("p"))


@of("canonical")
def test_the_package_makes_the_string_to_sign(case: Case) -> None:
    check(case, lambda: canonicalize(case["pairs"]))


@of("signatures")
def test_the_package_makes_the_signatures(case: Case) -> None:
    def signatures() -> dict[str, str]:
        return {
            method: Signer(case["secret"], method).signature(case["pairs"])
            for method in SignatureMethod
        }

    check(case, signatures)


@of("encode")
def test_the_package_writes_one_of_the_bodies(case: Case) -> None:
    def bodies() -> list[str]:
        body = encode(case["pairs"], case["media_type"]).decode("ascii")
        return case["expected"] if same_body(body, case) else [body]

    check(case, bodies)


def same_body(body: str, case: Case) -> bool:
    if case["media_type"].lower().startswith(FORM):
        return body in case["expected"]
    return json.loads(body) in [json.loads(allowed) for allowed in case["expected"]]


@of("decode")
def test_the_package_reads_the_body(case: Case) -> None:
    check(case, lambda: decode(body_of(case), case["media_type"]))


@of("build")
def test_the_package_builds_the_request(case: Case) -> None:
    def built() -> Case:
        arguments = {name: case[name] for name in ("media_type", "placement")}
        auth = auth_of(case["auth"])
        request = build_request(case["method"], case["url"], case["pairs"], auth=auth, **arguments)
        return {
            "method": request.method,
            "url": request.url,
            "headers": [[name, request.headers[name]] for name in sorted(request.headers)],
            "body": request.body.decode(),
        }

    check(case, built)


def auth_of(given: Case) -> SecretAuth | SignatureAuth:
    if "api_secret" in given:
        return SecretAuth(given["api_key"], given["api_secret"])
    signer = Signer(given["secret"], given["method"], clock=lambda: given["now"])
    return SignatureAuth(given["api_key"], signer)


@of("requests")
def test_the_package_reads_the_request(case: Case) -> None:
    check(case, lambda: received(case))


@of("verdicts")
def test_the_package_gives_the_verdict(case: Case) -> None:
    def verified() -> dict[str, str]:
        signer = Signer(case["secrets"], case["method"])
        return signer.verify(received(case), case["tolerance"], now=case["now"])

    check(case, verified)


@of("replays")
def test_the_package_tells_new_requests_from_replays(case: Case) -> None:
    moments: list[float] = []
    guard = MemoryReplayGuard(clock=lambda: moments[-1])
    signer = Signer(case["secrets"], case["method"], clock=lambda: moments[-1])

    def verified(step: Case) -> dict[str, str]:
        return signer.verify(received(step), case["tolerance"], replay_guard=guard)

    for step in case["steps"]:
        moments.append(step["now"])
        check(step, partial(verified, step))


@of("webhooks")
@pytest.mark.filterwarnings("ignore::nexmo_sig.InsecureSecretWarning")
def test_the_package_verifies_the_webhook(case: Case) -> None:
    options = {name: case[name] for name in ("application_id", "header") if name in case}
    verifier = WebhookVerifier(case["secrets"], **options)
    moments: list[float] = []
    guard = MemoryReplayGuard(clock=lambda: moments[-1])
    how = {"verify_payload": case.get("verify_payload", True)}
    if "steps" in case:
        how["replay_guard"] = guard

    def verified(step: Case) -> Case:
        request = request_of(step["request"])
        found = verifier.verify(request, case["tolerance"], now=step["now"], **how)
        return webhook_fields(found)

    for step in steps_of(case):
        moments.append(step["now"])
        check(step, partial(verified, step))


def webhook_fields(webhook: Webhook) -> Case:
    fields = {
        name: getattr(webhook, name) for name in ("api_key", "application_id", "id", "issued_at")
    }
    try:
        return fields | {"payload": webhook.payload.decode()}
    except UnicodeDecodeError:
        return fields | {"payload_base64": base64.b64encode(webhook.payload).decode()}


@of("statuses")
def test_the_package_knows_what_a_status_means(case: Case) -> None:
    def accepted() -> bool:
        conversion.check_status(case["status"])
        return True

    check(case, accepted)


def test_every_kind_of_rejection_is_an_error_of_the_package() -> None:
    errors = [getattr(nexmo_sig, name) for name in nexmo_sig.__all__]
    names = {
        kind_of(error("message"))
        for error in errors
        if isinstance(error, type) and issubclass(error, NexmoSigError)
    }
    assert set(SCHEMA["$defs"]["error"]["enum"]) <= names
