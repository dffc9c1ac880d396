"""Signed webhooks: what is signed is accepted, what is near it is not, and only our errors leave."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import strategies
import tokens
from hypothesis import example, given
from hypothesis import strategies as st
from tokens import ABSENT, CLAIMS, HEADER, NOW, SECRET

from nexmo_sig import (
    EncodingError,
    MemoryReplayGuard,
    NexmoSigError,
    Request,
    SignatureError,
    Webhook,
    WebhookVerifier,
    replay_key,
)

VERIFIER = WebhookVerifier(SECRET, clock=lambda: NOW)
VERIFIERS = [
    VERIFIER,
    WebhookVerifier({"a1b2c3d": SECRET}, lambda: NOW, application_id="x", header="X-Token"),
]
OTHER_CLAIM = "CLAIMVALUE"

identities = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
times = st.integers(NOW - 400, NOW + 400) | st.integers() | json_values
changes = st.fixed_dictionaries(
    {},
    optional={name: json_values | st.just(ABSENT) for name in [*HEADER, *CLAIMS, "crit", "aud"]}
    | dict.fromkeys(["iat", "exp", "nbf"], times),
)


@given(identities, identities, st.none() | identities, st.binary(max_size=200))
def test_a_token_that_others_make_verifies(
    api_key: str, token_id: str, application_id: str | None, payload: bytes
) -> None:
    application = ABSENT if application_id is None else application_id
    claims = {"api_key": api_key, "jti": token_id, "application_id": application}
    request = tokens.webhook(tokens.token(claims, payload=payload), body=payload)
    webhook = VERIFIER.verify(request)
    assert webhook == Webhook(api_key, application_id, token_id, NOW, payload)
    if api_key.strip() and not api_key.startswith("\ufeff"):
        by_account = WebhookVerifier({api_key: SECRET}, lambda: NOW)
        assert by_account.verify(request) == webhook


@given(strategies.text_params)
def test_a_query_that_others_bind_verifies(params: dict[str, str]) -> None:
    url = f"/answer?{urlencode(params)}"
    bound = (
        json.dumps(params, ensure_ascii=False, separators=(",", ":")).encode() if params else b""
    )
    request = tokens.webhook(tokens.token(payload=bound), method="GET", url=url, body=b"")
    assert VERIFIER.verify(request).payload == bound


CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ,\n\x00\u00e9"


@given(st.data())
def test_a_token_with_one_character_changed_is_rejected(data: st.DataObject) -> None:
    genuine = tokens.token()
    position = data.draw(st.integers(0, len(genuine)))
    new = data.draw(st.sampled_from(["", *CHARACTERS]))
    cut = data.draw(st.integers(0, 1))
    changed = genuine[:position] + new + genuine[position + cut :]
    if changed in (genuine, f" {genuine}"):  # more spaces after "Bearer" are the same
        return
    try:
        VERIFIER.verify(tokens.webhook(changed))
    except SignatureError:
        return
    raise AssertionError(f"accepted with {new!r} at {position}")


@given(st.lists(st.tuples(identities, identities), unique=True, min_size=2), st.binary(max_size=64))
@example([("a", "bc"), ("ab", "c"), ('a", "b', "c"), ("a", 'b", "c')], b"")
def test_no_two_webhooks_and_no_request_of_the_other_scheme_share_a_key(
    pairs: list[tuple[str, str]], digest: bytes
) -> None:
    keys = [Webhook(account, None, token_id, NOW, b"").replay_key for account, token_id in pairs]
    sigs = {
        digest.hex(),
        *(f"{number:0{size}x}" for number in (0, 1) for size in (32, 40, 64, 128)),
    }
    others = {replay_key({"sig": sig}) for sig in sigs if sig}
    assert len({*keys, *others}) == len(keys) + len(others)
    assert all(len(key) == 64 and int(key, 16) >= 0 for key in keys)


@given(changes, st.sampled_from(VERIFIERS), st.sampled_from([300, None]))
def test_of_an_authentic_token_only_our_errors_leave(
    change: dict[str, Any], verifier: WebhookVerifier, tolerance: float | None
) -> None:
    header = {name: change[name] for name in HEADER.keys() & change.keys()}
    text = tokens.token({**change, "other": OTHER_CLAIM}, header)
    check_errors(
        verifier, tokens.webhook(text, headers={verifier.header: f"Bearer {text}"}), tolerance
    )


@given(
    st.text() | st.from_regex(r"[\w-]{0,9}\.[\w-]{0,9}\.[\w-]{0,9}") | strategies.bearer_tokens,
    st.text() | strategies.forms,
    st.binary() | strategies.bodies,
)
def test_of_any_request_only_our_errors_leave(text: str, query: str, body: bytes) -> None:
    for verifier in VERIFIERS:
        headers = {verifier.header: f"Bearer {text}"}
        check_errors(verifier, Request("GET", f"/?{query}", headers, body), 300)
    bound = tokens.token({"payload_hash": "0" * 64})
    check_errors(VERIFIER, tokens.webhook(bound, method="GET", url=f"/?{query}", body=b""), 300)


@given(st.binary() | st.text().map(str.encode) | json_values.map(json.dumps).map(str.encode))
def test_of_reading_any_payload_as_json_only_our_error_leaves(payload: bytes) -> None:
    try:
        value = Webhook("key", None, "id", NOW, payload).json()
    except EncodingError as error:
        found: Exception | None = error
    else:
        found = None
        assert repr(value) == repr(json.loads(payload.decode()))
    assert found is None or found.__context__ is None


def check_errors(verifier: WebhookVerifier, request: Request, tolerance: float | None) -> None:
    guard = None if tolerance is None else MemoryReplayGuard(clock=lambda: NOW)
    try:
        webhook = verifier.verify(request, tolerance, replay_guard=guard)
    except NexmoSigError as error:
        found = error
    else:
        assert webhook.payload == request.body
        return
    assert found.__context__ is found.__cause__ is None
    assert "\n" not in str(found)
    assert SECRET not in str(found)
    assert OTHER_CLAIM not in str(found)
