"""The time and the replays of signed webhooks, and the order of all its checks."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
import tokens
from common import label
from tokens import ABSENT, API_KEY, APPLICATION, BODY, CLAIMS, NOW, OTHER_SECRET, SECRET

from nexmo_sig import (
    EncodingError,
    MemoryReplayGuard,
    NexmoSigError,
    ParameterError,
    PayloadMismatch,
    ReplayDetected,
    ReplayGuardError,
    Request,
    RequestError,
    SignatureExpired,
    SignatureMismatch,
    SignatureMissing,
    Signer,
    TimestampInvalid,
    TimestampMissing,
    TokenInvalid,
    WebhookVerifier,
)

VERIFIER = WebhookVerifier(SECRET, clock=lambda: NOW)
Members = dict[str, Any]


def new_guard() -> MemoryReplayGuard:
    return MemoryReplayGuard(clock=lambda: NOW)


# The time


@pytest.mark.parametrize("age", [300, -300, 0, 299.5])
def test_a_token_within_the_tolerance_is_fresh(age: float) -> None:
    assert VERIFIER.verify(tokens.webhook(), now=NOW + age).issued_at == NOW


@pytest.mark.parametrize("age", [300.5, -300.5, 10**9, -(10**9)])
def test_a_token_beyond_the_tolerance_is_expired_on_both_sides_of_now(age: float) -> None:
    with pytest.raises(SignatureExpired) as caught:
        VERIFIER.verify(tokens.webhook(), now=NOW + age)
    assert (caught.value.timestamp, caught.value.age) == (NOW, age)
    VERIFIER.verify(tokens.webhook(), tolerance=None, now=NOW + age)


def test_the_tolerance_and_the_present_may_be_given_as_dates() -> None:
    moment = datetime.fromtimestamp(NOW + 60, UTC)
    VERIFIER.verify(tokens.webhook(), timedelta(minutes=1), moment)
    with pytest.raises(SignatureExpired):
        VERIFIER.verify(tokens.webhook(), timedelta(seconds=59), moment)


def test_a_token_without_a_time_is_rejected_at_any_tolerance() -> None:
    for tolerance in (300, None):
        with pytest.raises(TimestampMissing):
            VERIFIER.verify(tokens.webhook(tokens.token({"iat": ABSENT})), tolerance)


@pytest.mark.parametrize("name", ["iat", "exp", "nbf"])
@pytest.mark.parametrize("value", [None, True, NOW + 0.0, 1e300, str(NOW), [NOW], {}, float(NOW)])
def test_a_time_that_is_not_an_integer_is_rejected(name: str, value: object) -> None:
    for tolerance in (300, None):
        with pytest.raises(TimestampInvalid, match=name):
            VERIFIER.verify(tokens.webhook(tokens.token({name: value})), tolerance)


@pytest.mark.parametrize("seconds", [10**18 + 1, 10**400, -(10**400), 0, -1])
def test_a_time_far_away_is_expired(seconds: int) -> None:
    request = tokens.webhook(tokens.token({"iat": seconds}))
    with pytest.raises(SignatureExpired):
        VERIFIER.verify(request)
    assert VERIFIER.verify(request, None).issued_at == seconds
    late = tokens.webhook(tokens.token({"iat": seconds, "exp": 1}))
    with pytest.raises(SignatureExpired):
        VERIFIER.verify(late, None)


@pytest.mark.parametrize("tolerance", [300, 0, None])
def test_an_expiry_has_no_leeway(tolerance: float | None) -> None:
    VERIFIER.verify(tokens.webhook(tokens.token({"exp": NOW + 1})), tolerance)
    VERIFIER.verify(tokens.webhook(tokens.token({"exp": 10**400})), tolerance)
    for exp in (NOW, NOW - 1, 0, -(10**400)):
        request = tokens.webhook(tokens.token({"iat": NOW, "exp": exp}))
        with pytest.raises(SignatureExpired, match="exp") as caught:
            VERIFIER.verify(request, tolerance, NOW + (tolerance or 0))
        assert (caught.value.timestamp, caught.value.age) == (NOW, tolerance or 0)


@pytest.mark.parametrize(("tolerance", "leeway"), [(300, 300), (10, 10), (0, 0), (None, 0)])
def test_a_beginning_may_lie_ahead_by_the_tolerance(tolerance: float | None, leeway: int) -> None:
    for nbf in (NOW + leeway, 0, -(10**400)):
        VERIFIER.verify(tokens.webhook(tokens.token({"nbf": nbf})), tolerance)
    for nbf in (NOW + leeway + 1, 10**400):
        with pytest.raises(SignatureExpired, match="nbf") as caught:
            VERIFIER.verify(
                tokens.webhook(tokens.token({"iat": NOW - leeway, "nbf": nbf})), tolerance
            )
        assert (caught.value.timestamp, caught.value.age) == (NOW - leeway, leeway)


# Replays


def test_a_webhook_is_accepted_once() -> None:
    guard = new_guard()
    VERIFIER.verify(tokens.webhook(), replay_guard=guard)
    with pytest.raises(ReplayDetected):
        VERIFIER.verify(tokens.webhook(tokens.token({"iat": NOW + 1})), replay_guard=guard)
    VERIFIER.verify(tokens.webhook(tokens.token({"jti": "other"})), replay_guard=guard)


def test_accounts_do_not_share_ids() -> None:
    guard = new_guard()
    verifier = WebhookVerifier({API_KEY: SECRET, "b2": OTHER_SECRET}, lambda: NOW)
    verifier.verify(tokens.webhook(), replay_guard=guard)
    theirs = tokens.token({"api_key": "b2"}, secret=OTHER_SECRET)
    verifier.verify(tokens.webhook(theirs), replay_guard=guard)


class RecordingGuard:
    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def remember(self, key: str, seconds: int) -> bool:
        self.asked.append((key, seconds))
        return True


def test_the_key_is_remembered_for_twice_the_tolerance_and_two_seconds() -> None:
    guard = RecordingGuard()
    webhook = VERIFIER.verify(tokens.webhook(), 10, replay_guard=guard)
    assert guard.asked == [(webhook.replay_key, 22)]
    assert len(webhook.replay_key) == 64


def test_the_replay_key_stays_the_same_between_releases() -> None:
    """Stores hold keys: one that changed with an upgrade would let a replay in."""
    identity = '["webhook", "a1b2c3d", "c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5"]'
    expected = hashlib.sha256(identity.encode()).hexdigest()
    assert VERIFIER.verify(tokens.webhook()).replay_key == expected


def test_one_guard_serves_both_schemes() -> None:
    guard = new_guard()
    signer = Signer(SECRET, "sha256", clock=lambda: NOW)
    signed = signer.sign({"text": "Hello"})
    signer.verify(signed, replay_guard=guard)
    VERIFIER.verify(tokens.webhook(), replay_guard=guard)
    with pytest.raises(ReplayDetected):
        signer.verify(signed, replay_guard=guard)


@pytest.mark.parametrize("answer", [None, 1, "yes"])
def test_a_guard_that_cannot_tell_lets_nothing_in(answer: Any) -> None:
    class Vague:
        def remember(self, key: str, seconds: int) -> bool:
            return answer  # type: ignore[no-any-return]

    with pytest.raises(ReplayGuardError):
        VERIFIER.verify(tokens.webhook(), replay_guard=Vague())


# The order of the checks


@dataclasses.dataclass
class Fault:
    """A fault that one check finds, and what it changes."""

    check: float
    error: type[NexmoSigError]
    change: Members


def fault(check: float, error: type[NexmoSigError], **change: Any) -> Fault:
    return Fault(check, error, change)


FAULTS = [
    fault(0, RequestError, body=b"", length="58"),
    fault(1, SignatureMissing, authorization=None),
    fault(1, SignatureMissing, authorization="Basic dXNlcjpwYXNz"),
    fault(2, TokenInvalid, alg="none"),
    fault(2, TokenInvalid, typ="JWE"),
    fault(2, TokenInvalid, crit=["exp"]),
    fault(2, TokenInvalid, suffix="="),
    fault(2, TokenInvalid, suffix=".."),
    fault(2, TokenInvalid, suffix=", Bearer x"),
    fault(2, TokenInvalid, padding="x" * 9_000),
    fault(2, TokenInvalid, api_key=5),
    fault(3, SignatureMismatch, secret=OTHER_SECRET),
    fault(3, SignatureMismatch, api_key="unknown"),
    fault(4, TokenInvalid, iss="Mallory"),
    fault(4, TokenInvalid, jti=""),
    fault(4, TokenInvalid, payload_hash="0" * 63),
    fault(4, TokenInvalid, application_id="another"),
    fault(4, TokenInvalid, application_id=None),
    fault(5, PayloadMismatch, body=b"another body"),
    fault(5, EncodingError, method="GET", url="/?a=%zz", body=b""),
    fault(5, ParameterError, method="GET", url="/?a=1&a=1", body=b""),
    fault(6.1, TimestampMissing, iat=ABSENT),
    fault(6.2, TimestampInvalid, iat=str(NOW)),
    fault(6.2, TimestampInvalid, iat=float(NOW)),
    fault(6.3, SignatureExpired, iat=NOW - 301),
    fault(6.3, SignatureExpired, iat=NOW + 301),
    fault(6.4, TimestampInvalid, exp=None),
    fault(6.4, SignatureExpired, exp=NOW),
    fault(6.5, TimestampInvalid, nbf=True),
    fault(6.5, SignatureExpired, nbf=NOW + 301),
    fault(7, ReplayDetected, seen=True),
]


HEADER_MEMBERS = {"alg", "typ", "crit"}
CLAIM_NAMES = {*CLAIMS, "exp", "nbf"}


def outcome_of(change: Members) -> NexmoSigError:
    """Verify the genuine webhook with some changes, and return the error."""
    header = {name: change[name] for name in HEADER_MEMBERS & change.keys()}
    claims = {name: change[name] for name in CLAIM_NAMES & change.keys()}
    claims["padding"] = change.get("padding", "")
    text = tokens.token(claims, header, secret=change.get("secret", SECRET))
    bearer = f"Bearer {text}{change.get('suffix', '')}"
    headers = {"Authorization": change.get("authorization", bearer)}
    headers["Content-Length"] = change.get("length")
    request = Request(
        change.get("method", "POST"),
        change.get("url", "/"),
        {name: value for name, value in headers.items() if value is not None},
        change.get("body", BODY),
    )
    guard = new_guard()
    if change.get("seen"):
        guard.remember(VERIFIER.verify(tokens.webhook()).replay_key, 1_000)
    verifier = WebhookVerifier({API_KEY: SECRET}, lambda: NOW, application_id=APPLICATION)
    with pytest.raises(NexmoSigError) as caught:
        verifier.verify(request, replay_guard=guard)
    return caught.value


@pytest.mark.parametrize("single", FAULTS, ids=lambda single: label(single.change))
def test_each_fault_has_its_error(single: Fault) -> None:
    error = outcome_of(single.change)
    assert isinstance(error, single.error)
    assert str(error).isprintable()
    assert 20 < len(str(error)) < 250


PAIRS = [
    (first, second)
    for first, second in combinations(FAULTS, 2)
    if first.check < second.check and not first.change.keys() & second.change.keys()
]


def test_of_two_faults_the_earlier_check_decides_the_error() -> None:
    assert len(PAIRS) > 300
    for first, second in PAIRS:
        error = outcome_of(first.change | second.change)
        assert isinstance(error, first.error), (first, second)
