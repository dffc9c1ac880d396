"""This package, all of it: an example of an adapter that answers every kind of a receiver."""

import base64
import warnings
from collections.abc import Callable
from typing import Any

from vector_files import body_of

from nexmo_sig import (
    InsecureSecretWarning,
    MemoryReplayGuard,
    NexmoSigError,
    Request,
    SignatureMethod,
    Signer,
    WebhookVerifier,
    canonicalize,
    decode,
    read_request,
)
from scoreboard.protocol import Answer, Case, serve


def request_of(case: Case) -> Request:
    given = case["request"]
    return Request(given["method"], given["url"], given["headers"], body_of(given))


def received(case: Case) -> Any:
    return read_request(request_of(case)) if "request" in case else case["pairs"]


def signatures(case: Case) -> dict[str, str]:
    return {
        method: Signer(case["secret"], method).signature(case["pairs"])
        for method in SignatureMethod
    }


ANSWERS: dict[str, Callable[[Case], Any]] = {
    "canonical": lambda case: canonicalize(case["pairs"]),
    "signatures": signatures,
    "decode": lambda case: decode(body_of(case), case["media_type"]),
    "requests": received,
}


def attempt(work: Callable[[], Any]) -> Answer:
    try:
        return {"answer": work()}
    except NexmoSigError as error:
        return {"error": type(error).__name__}


def verdict(case: Case, guard: MemoryReplayGuard | None = None) -> Answer:
    signer = Signer(case["secrets"], case["method"])
    return attempt(
        lambda: signer.verify(received(case), case["tolerance"], case["now"], replay_guard=guard)
    )


def webhook(case: Case, guard: MemoryReplayGuard | None = None) -> Answer:
    verifier = WebhookVerifier(
        case["secrets"],
        application_id=case.get("application_id"),
        header=case.get("header", "Authorization"),
    )

    def verified() -> Answer:
        found = verifier.verify(
            request_of(case),
            case["tolerance"],
            case["now"],
            guard,
            verify_payload=case.get("verify_payload", True),
        )
        members = ("api_key", "application_id", "id", "issued_at")
        return {name: getattr(found, name) for name in members} | payload(found.payload, case)

    return attempt(verified)


def payload(received: bytes, case: Case) -> Answer:
    """Write bytes as text, or in base64 if the request did so."""
    if "body_base64" in case["request"]:
        return {"payload_base64": base64.b64encode(received).decode("ascii")}
    return {"payload": received.decode()}


def answer(case: Case) -> Answer:
    kind = case["kind"]
    if kind in ANSWERS:
        return attempt(lambda: ANSWERS[kind](case))
    check = webhook if kind == "webhooks" else verdict
    if "steps" not in case:
        return check(case)
    moments: list[float] = []
    guard = MemoryReplayGuard(clock=lambda: moments[-1])
    answers = []
    for step in case["steps"]:
        moments.append(step["now"])
        answers.append(check(case | step, guard))
    return {"steps": answers}


if __name__ == "__main__":
    warnings.simplefilter("ignore", InsecureSecretWarning)  # the secrets of some cases are short
    serve(answer)
