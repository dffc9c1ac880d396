from __future__ import annotations

import hashlib
import threading
import time
from typing import TYPE_CHECKING

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from nexmo_sig import (
    MemoryReplayGuard,
    NexmoSigError,
    ParameterError,
    ReplayDetected,
    ReplayGuard,
    ReplayGuardError,
    SignatureError,
    SignatureExpired,
    SignatureMethod,
    SignatureMismatch,
    SignatureMissing,
    Signer,
    TimestampInvalid,
    TimestampMissing,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from nexmo_sig.types import Params

NOW = 1_700_000_000
SIGNER = Signer("secret", "sha256", clock=lambda: NOW)
KEY = "0" * 64
OTHER_KEY = "1" * 64


class SetClock:
    """A clock that a test sets."""

    def __init__(self, now: float = NOW) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Recorder:
    """A guard that answers as it is told, and shows what it was asked."""

    def __init__(self, answer: bool = True) -> None:
        self.answer = answer
        self.asked: list[tuple[str, int]] = []

    def remember(self, key: str, seconds: int) -> bool:
        self.asked.append((key, seconds))
        return self.answer


# Verifying with a guard


@pytest.mark.parametrize("method", SignatureMethod)
def test_a_request_is_accepted_once(method: SignatureMethod) -> None:
    signer = Signer("secret", method, clock=lambda: NOW)
    guard = MemoryReplayGuard(clock=lambda: NOW)
    signed = signer.sign({"text": "a"})
    assert signer.verify(signed, replay_guard=guard) == {"text": "a", "timestamp": str(NOW)}
    with pytest.raises(ReplayDetected, match="seen before"):
        signer.verify(signed, replay_guard=guard)


def test_without_a_guard_nothing_is_remembered() -> None:
    signed = SIGNER.sign({"text": "a"})
    assert SIGNER.verify(signed) == SIGNER.verify(signed)


def test_a_replay_is_a_signature_error_and_a_guard_that_fails_is_none() -> None:
    assert issubclass(ReplayDetected, SignatureError)
    assert issubclass(ReplayGuardError, NexmoSigError)
    assert not issubclass(ReplayGuardError, (SignatureError, ValueError))


def test_requests_that_differ_are_each_accepted() -> None:
    guard = MemoryReplayGuard(clock=lambda: NOW)
    for nonce in range(10):
        SIGNER.verify(SIGNER.sign({"nonce": nonce}), replay_guard=guard)


def upper_case_sig(signed: dict[str, str]) -> Params:
    return {**signed, "sig": signed["sig"].upper()}


def mixed_case_sig(signed: dict[str, str]) -> Params:
    return {**signed, "sig": signed["sig"].title()}


def reversed_order(signed: dict[str, str]) -> Params:
    return dict(reversed(signed.items()))


def pairs(signed: dict[str, str]) -> Params:
    return list(signed.items())


def absent_parameters(signed: dict[str, str]) -> Params:
    return {**signed, "absent": None}


def interchangeable_characters(signed: dict[str, str]) -> Params:
    return {**signed, "text": signed["text"].replace("&", "_")}


@pytest.mark.parametrize(
    "changed",
    [
        upper_case_sig,
        mixed_case_sig,
        reversed_order,
        pairs,
        absent_parameters,
        interchangeable_characters,
    ],
)
def test_what_the_signature_does_not_tell_apart_is_no_new_request(
    changed: Callable[[dict[str, str]], Params],
) -> None:
    guard = MemoryReplayGuard(clock=lambda: NOW)
    signed = SIGNER.sign({"text": "a&b", "to": "1"})
    SIGNER.verify(signed, replay_guard=guard)
    SIGNER.verify(changed(signed))  # authentic and fresh
    with pytest.raises(ReplayDetected):
        SIGNER.verify(changed(signed), replay_guard=guard)


def test_a_request_signed_with_an_older_secret_is_accepted_once() -> None:
    guard = MemoryReplayGuard(clock=lambda: NOW)
    receiver = Signer(["new", "old"], "sha256", clock=lambda: NOW)
    signed = Signer("old", "sha256", clock=lambda: NOW).sign({"text": "a"})
    receiver.verify(signed, replay_guard=guard)
    with pytest.raises(ReplayDetected):
        receiver.verify(signed, replay_guard=guard)


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"timestamp": str(NOW)}, SignatureMissing),
        ({"timestamp": str(NOW), "sig": "0" * 64}, SignatureMismatch),
        ({"sig": SIGNER.signature({})}, TimestampMissing),
        ({"timestamp": "", "sig": SIGNER.signature({"timestamp": ""})}, TimestampInvalid),
        (SIGNER.sign({}, timestamp=NOW - 301), SignatureExpired),
        (SIGNER.sign({}, timestamp=NOW + 301), SignatureExpired),
    ],
)
def test_only_an_authentic_and_fresh_request_is_remembered(
    params: dict[str, str], error: type[SignatureError]
) -> None:
    guard = Recorder()
    with pytest.raises(error):
        SIGNER.verify(params, replay_guard=guard)
    assert guard.asked == []


def test_a_forgery_does_not_use_up_the_request_it_imitates() -> None:
    guard = MemoryReplayGuard(clock=lambda: NOW)
    signed = SIGNER.sign({"text": "a"})
    with pytest.raises(SignatureMismatch):
        SIGNER.verify({**signed, "text": "b"}, replay_guard=guard)
    assert SIGNER.verify(signed, replay_guard=guard)["text"] == "a"


def test_what_is_remembered_is_of_no_use_to_who_reads_it() -> None:
    guard = Recorder()
    signed = SIGNER.sign({"text": "a"})
    SIGNER.verify(signed, replay_guard=guard)
    ((key, _),) = guard.asked
    assert len(key) == 64
    assert set(key) <= set("0123456789abcdef")
    assert signed["sig"] not in key
    with pytest.raises(SignatureMismatch):
        SIGNER.verify({**signed, "sig": key})


@pytest.mark.parametrize(
    ("signed_at", "tolerance", "seconds"),
    [
        (NOW, 300, 302),
        (NOW - 300, 300, 2),
        (NOW + 300, 300, 602),
        (NOW, 0, 2),
        (NOW, 0.25, 2),
        (NOW - 1, 1.75, 2),
    ],
)
def test_a_request_is_remembered_until_it_is_stale_and_a_little_longer(
    signed_at: int, tolerance: float, seconds: int
) -> None:
    guard = Recorder()
    SIGNER.verify(SIGNER.sign({}, timestamp=signed_at), tolerance, NOW, replay_guard=guard)
    assert [asked[1] for asked in guard.asked] == [seconds]
    assert type(guard.asked[0][1]) is int


@given(
    tolerance=st.floats(0, 100_000),
    signed_at=st.integers(0, 10**11),
    moments=st.tuples(st.floats(-1, 1), st.floats(-1, 1)).map(sorted),
)
def test_no_request_is_accepted_twice_at_any_two_moments(
    tolerance: float, signed_at: int, moments: list[float]
) -> None:
    clock = SetClock()
    signer = Signer("secret", "md5hash", clock)
    guard = MemoryReplayGuard(clock=clock)
    signed = signer.sign({}, timestamp=signed_at)
    accepted = 0
    for moment in moments:
        clock.now = signed_at + moment * tolerance
        try:
            signer.verify(signed, tolerance, replay_guard=guard)
        except (SignatureExpired, ReplayDetected):
            continue
        accepted += 1
    assert accepted <= 1


def test_a_request_at_the_last_moment_of_its_freshness_is_still_remembered() -> None:
    clock = SetClock(NOW - 300)
    signer = Signer("secret", "sha256", clock)
    guard = MemoryReplayGuard(clock=clock)
    signed = signer.sign({}, timestamp=NOW)
    signer.verify(signed, replay_guard=guard)
    clock.now = NOW + 300
    assert signer.verify(signed)
    with pytest.raises(ReplayDetected):
        signer.verify(signed, replay_guard=guard)
    clock.now = NOW + 300.001
    with pytest.raises(SignatureExpired):
        signer.verify(signed, replay_guard=guard)


def test_a_clock_that_is_set_back_lets_no_remembered_request_in() -> None:
    clock = SetClock()
    signer = Signer("secret", "sha256", clock)
    guard = MemoryReplayGuard(clock=clock)
    signed = signer.sign({})
    signer.verify(signed, replay_guard=guard)
    clock.now -= 200
    with pytest.raises(ReplayDetected):
        signer.verify(signed, replay_guard=guard)


@pytest.mark.parametrize("tolerance", [None, float("inf")])
def test_a_guard_without_a_limited_tolerance_is_refused(tolerance: float | None) -> None:
    guard = Recorder()
    with pytest.raises(ParameterError, match="needs a limited tolerance") as caught:
        SIGNER.verify(SIGNER.sign({}), tolerance, replay_guard=guard)
    assert caught.value.name == "tolerance"
    assert guard.asked == []


def test_a_request_of_any_age_is_accepted_again_and_again_without_a_guard() -> None:
    signed = SIGNER.sign({}, timestamp=0)
    assert SIGNER.verify(signed, tolerance=None) == SIGNER.verify(signed, tolerance=None)


def test_a_guard_that_does_not_say_yes_refuses_the_request() -> None:
    with pytest.raises(ReplayDetected):
        SIGNER.verify(SIGNER.sign({}), replay_guard=Recorder(answer=False))


def test_a_guard_that_cannot_tell_refuses_the_request() -> None:
    class Failing:
        def remember(self, key: str, seconds: int) -> bool:
            raise ReplayGuardError("the store is down")

    with pytest.raises(ReplayGuardError, match="the store is down"):
        SIGNER.verify(SIGNER.sign({}), replay_guard=Failing())


# The guard in memory


def test_a_key_is_new_once() -> None:
    guard: ReplayGuard = MemoryReplayGuard(clock=lambda: NOW)
    assert guard.remember(KEY, 10) is True
    assert guard.remember(KEY, 10) is False
    assert guard.remember(OTHER_KEY, 10) is True
    assert guard.remember(KEY, 10) is False


def test_a_key_is_remembered_for_its_seconds_and_no_longer() -> None:
    clock = SetClock()
    guard = MemoryReplayGuard(clock=clock)
    guard.remember(KEY, 10)
    clock.now = NOW + 10
    assert guard.remember(KEY, 10) is False
    clock.now = NOW + 10.5
    assert guard.remember(KEY, 10) is True
    assert guard.remember(KEY, 10) is False


def test_a_key_that_is_seen_again_is_not_remembered_for_longer() -> None:
    clock = SetClock()
    guard = MemoryReplayGuard(clock=clock)
    guard.remember(KEY, 10)
    clock.now = NOW + 9
    assert guard.remember(KEY, 100) is False
    clock.now = NOW + 11
    assert guard.remember(KEY, 10) is True


def test_a_full_guard_refuses_what_is_new_and_forgets_nothing_that_is_fresh() -> None:
    clock = SetClock()
    guard = MemoryReplayGuard(max_entries=2, clock=clock)
    guard.remember(KEY, 20)
    guard.remember(OTHER_KEY, 10)
    with pytest.raises(ReplayGuardError, match=r"remembers 2 requests .* raise max_entries"):
        guard.remember("2" * 64, 10)
    assert guard.remember(KEY, 20) is False
    assert guard.remember(OTHER_KEY, 10) is False


def test_a_full_guard_has_room_again_when_a_request_is_stale() -> None:
    clock = SetClock()
    guard = MemoryReplayGuard(max_entries=2, clock=clock)
    guard.remember(KEY, 20)
    guard.remember(OTHER_KEY, 10)  # the later one is the first to go
    clock.now = NOW + 11
    assert guard.remember("2" * 64, 10) is True
    assert guard.remember(KEY, 10) is False
    with pytest.raises(ReplayGuardError):
        guard.remember("3" * 64, 10)


def test_a_full_guard_lets_no_request_through_verify() -> None:
    guard = MemoryReplayGuard(max_entries=1, clock=lambda: NOW)
    first, second = SIGNER.sign({"nonce": 1}), SIGNER.sign({"nonce": 2})
    SIGNER.verify(first, replay_guard=guard)
    with pytest.raises(ReplayGuardError):
        SIGNER.verify(second, replay_guard=guard)
    with pytest.raises(ReplayDetected):
        SIGNER.verify(first, replay_guard=guard)


@pytest.mark.parametrize("max_entries", [0, -1])
def test_a_guard_without_room_is_refused(max_entries: int) -> None:
    with pytest.raises(ParameterError, match="1 or more") as caught:
        MemoryReplayGuard(max_entries)
    assert caught.value.name == "max_entries"


def test_the_smallest_guard_remembers_one_request() -> None:
    guard = MemoryReplayGuard(1, clock=lambda: NOW)
    assert guard.remember(KEY, 1) is True
    assert guard.remember(KEY, 1) is False


def test_a_guard_reads_the_time_of_day_by_default() -> None:
    signer = Signer("secret", "sha256")
    guard = MemoryReplayGuard()
    signed = signer.sign({})
    signer.verify(signed, replay_guard=guard)
    with pytest.raises(ReplayDetected):
        signer.verify(signed, replay_guard=guard)


def test_a_guard_shows_its_size_and_nothing_that_it_remembers() -> None:
    guard = MemoryReplayGuard(12)
    guard.remember(KEY, 1)
    assert repr(guard) == "<MemoryReplayGuard of 12 entries>"


steps = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 10), st.sampled_from("abcdef")), max_size=60
)


@given(steps)
def test_a_guard_behaves_as_a_list_of_what_was_seen(steps: list[tuple[int, int, str]]) -> None:
    clock = SetClock()
    guard = MemoryReplayGuard(max_entries=3, clock=clock)
    remembered: dict[str, float] = {}
    for passed, seconds, key in steps:
        clock.now += passed
        remembered = {k: until for k, until in remembered.items() if clock.now <= until}
        if key not in remembered and len(remembered) == 3:
            with pytest.raises(ReplayGuardError):
                guard.remember(key, seconds)
        else:
            assert guard.remember(key, seconds) is (key not in remembered)
            remembered.setdefault(key, clock.now + seconds)


@given(strategies.text_params, strategies.methods)
def test_any_request_is_accepted_exactly_once(
    params: dict[str, str], method: SignatureMethod
) -> None:
    signer = Signer("secret", method, clock=lambda: NOW)
    guard = MemoryReplayGuard(clock=lambda: NOW)
    signed = signer.sign(params)
    signer.verify(signed, replay_guard=guard)
    with pytest.raises(ReplayDetected):
        signer.verify(signed, replay_guard=guard)


class SlowKey(str):
    """A key that lets another thread run whenever it is looked up or stored."""

    __slots__ = ()

    def __hash__(self) -> int:
        time.sleep(0.001)
        return super().__hash__()


def test_of_threads_that_race_for_a_request_one_wins() -> None:
    guard = MemoryReplayGuard()
    keys = [SlowKey(number) for number in range(20)]
    accepted: list[str] = []
    start = threading.Barrier(4)

    def receive() -> None:
        start.wait()
        accepted.extend(key for key in keys if guard.remember(key, 60))

    threads = [threading.Thread(target=receive) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(accepted) == sorted(keys)


def test_the_key_of_a_request_is_the_hash_of_its_signature_in_lower_case() -> None:
    """Receivers of different versions may share a store while one replaces the other."""
    keys: list[str] = []

    class Recorder:
        def remember(self, key: str, seconds: int) -> bool:
            keys.append(key)
            return True

    signer = Signer("secret", "sha256", clock=lambda: 1_385_047_698)
    signed = signer.sign({"text": "hello"})
    signer.verify(signed | {"sig": signed["sig"].upper()}, replay_guard=Recorder())
    assert keys == [hashlib.sha256(signed["sig"].encode()).hexdigest()]


def test_a_guard_in_memory_remembers_a_hundred_thousand_requests_unless_told_otherwise() -> None:
    assert repr(MemoryReplayGuard()) == "<MemoryReplayGuard of 100000 entries>"
