from __future__ import annotations

import gc
import hashlib
import math
import os
import pickle
import subprocess
import sys
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
import strategies
from common import NOW
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule

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
    UsageError,
    replay_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from nexmo_sig.types import Params

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


def clock_and_guard(max_entries: int = 200_000) -> tuple[SetClock, MemoryReplayGuard]:
    """Return a clock that a test sets, and a guard that goes by it."""
    clock = SetClock()
    return clock, MemoryReplayGuard(max_entries, clock=clock)


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


def test_a_replay_is_a_signature_error_and_a_guard_that_fails_is_not() -> None:
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
def test_two_requests_with_one_signature_are_the_same_request(
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


def test_no_signature_can_be_read_from_what_is_remembered() -> None:
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
    ("tolerance", "seconds"),
    [(300, 602), (0, 2), (0.25, 3), (1.75, 6), (timedelta(minutes=5), 602)],
)
@pytest.mark.parametrize("age", [-1, 0, 1])
def test_a_request_is_remembered_for_twice_the_tolerance_and_two_seconds_whatever_its_age(
    tolerance: float | timedelta, seconds: int, age: int
) -> None:
    """A receiver with a slow clock takes a request for fresh that another takes for stale."""
    guard = Recorder()
    signed = SIGNER.sign({}, timestamp=NOW)
    limit = tolerance if isinstance(tolerance, (int, float)) else tolerance.total_seconds()
    SIGNER.verify(signed, tolerance, NOW + age * limit, replay_guard=guard)
    assert [asked[1] for asked in guard.asked] == [seconds]
    assert type(guard.asked[0][1]) is int


EIGHTHS = st.integers(-8, 8).map(lambda part: part / 8)


@given(
    tolerance=st.integers(0, 1_000),
    differences=st.tuples(EIGHTHS, EIGHTHS),
    passed=EIGHTHS.map(lambda part: part + 1),
)
def test_no_request_is_accepted_twice_by_hosts_whose_clocks_differ_by_the_tolerance_at_most(
    tolerance: int, differences: tuple[float, float], passed: float
) -> None:
    """The store has a clock of its own; the first host remembers for as long as any can accept."""
    store = SetClock()
    guard = MemoryReplayGuard(clock=store)
    signed = SIGNER.sign({}, timestamp=NOW)
    accepted = 0
    for moment, difference in zip((0.0, passed * tolerance), differences, strict=True):
        store.now = NOW + moment
        guard.remember(str(moment), 1)  # another request, so that what is stale is forgotten
        try:
            # Each clock is half the tolerance from the true time, at most.
            SIGNER.verify(signed, tolerance, store.now + difference * tolerance / 2, guard)
        except (SignatureExpired, ReplayDetected):
            continue
        accepted += 1
    assert accepted <= 1


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
    clock, guard = clock_and_guard()
    signer = Signer("secret", "sha256", clock)
    signed = signer.sign({})
    signer.verify(signed, replay_guard=guard)
    clock.now -= 200
    with pytest.raises(ReplayDetected):
        signer.verify(signed, replay_guard=guard)


@pytest.mark.parametrize("tolerance", [None, float("inf")])
def test_a_guard_without_a_limited_tolerance_is_refused(tolerance: float | None) -> None:
    guard = Recorder()
    with pytest.raises(UsageError, match="needs a limited tolerance") as caught:
        SIGNER.verify(SIGNER.sign({}), tolerance, replay_guard=guard)
    assert caught.value.name == "tolerance"
    assert guard.asked == []


def test_a_request_of_any_age_is_accepted_again_and_again_without_a_guard() -> None:
    signed = SIGNER.sign({}, timestamp=0)
    assert SIGNER.verify(signed, tolerance=None) == SIGNER.verify(signed, tolerance=None)


async def true() -> bool:
    return True


@pytest.mark.parametrize(
    "answer",
    [1, 0, None, "", "OK", b"OK", [], Mock(), true],
    ids=lambda answer: type(answer).__name__,
)
def test_an_answer_that_is_not_true_or_false_accepts_nothing(answer: Any) -> None:
    """A coroutine is true: `async def remember` accepted a request three times of three."""

    class Odd:
        def remember(self, key: str, seconds: int) -> Any:
            return answer() if answer is true else answer

    signed = SIGNER.sign({})
    for _ in range(3):
        with pytest.raises(ReplayGuardError, match="must be True or False"):
            SIGNER.verify(signed, replay_guard=Odd())
    if answer is true:
        gc.collect()  # a coroutine that was not closed would warn


def test_a_guard_that_knows_the_request_rejects_it() -> None:
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


def test_a_key_is_forgotten_when_another_comes_after_its_seconds() -> None:
    clock, guard = clock_and_guard()
    guard.remember(KEY, 10)
    clock.now = NOW + 10
    guard.remember(OTHER_KEY, 10)
    assert guard.remember(KEY, 10) is False
    clock.now = NOW + 10.5
    guard.remember("2" * 64, 10)
    assert guard.remember(KEY, 10) is True
    assert guard.remember(KEY, 10) is False


def test_a_key_that_is_seen_again_is_not_remembered_for_longer() -> None:
    clock, guard = clock_and_guard()
    guard.remember(KEY, 10)
    clock.now = NOW + 9
    assert guard.remember(KEY, 100) is False
    clock.now = NOW + 11
    guard.remember(OTHER_KEY, 10)
    assert guard.remember(KEY, 10) is True


def test_a_full_guard_refuses_what_is_new_and_forgets_nothing_that_is_fresh() -> None:
    _, guard = clock_and_guard(max_entries=2)
    guard.remember(KEY, 20)
    guard.remember(OTHER_KEY, 10)
    with pytest.raises(ReplayGuardError, match=r"remembers 2 requests .* raise max_entries"):
        guard.remember("2" * 64, 10)
    assert guard.remember(KEY, 20) is False
    assert guard.remember(OTHER_KEY, 10) is False


def test_a_full_guard_accepts_again_when_a_request_is_stale() -> None:
    clock, guard = clock_and_guard(max_entries=2)
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


@pytest.mark.parametrize("max_entries", [0, -1, math.nan, math.inf, 2.0, "3", True, None])
def test_a_guard_without_a_number_of_entries_is_an_error_of_the_program(max_entries: Any) -> None:
    """NaN passed the comparison with 1, and made a guard that is never full."""
    with pytest.raises(UsageError, match="1 or more") as caught:
        MemoryReplayGuard(max_entries)
    assert caught.value.name == "max_entries"


@pytest.mark.parametrize("clock", [None, 0, "time"])
def test_a_clock_that_cannot_be_called_is_an_error_of_the_program(clock: Any) -> None:
    with pytest.raises(UsageError, match="a function that returns Unix seconds") as caught:
        MemoryReplayGuard(clock=clock)
    assert caught.value.name == "clock"


@pytest.mark.parametrize("now", [math.nan, math.inf, -math.inf, None, "1700000000"])
def test_a_clock_that_tells_no_time_is_an_error_of_the_program(now: Any) -> None:
    guard = MemoryReplayGuard(clock=lambda: now)
    for _ in range(2):
        with pytest.raises(UsageError, match="a function that returns Unix seconds") as caught:
            guard.remember(KEY, 10)
        assert caught.value.name == "clock"


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
    clock, guard = clock_and_guard(max_entries=3)
    remembered: dict[str, float] = {}
    for passed, seconds, key in steps:
        clock.now += passed
        if key in remembered:
            assert guard.remember(key, seconds) is False
            continue
        remembered = {k: until for k, until in remembered.items() if clock.now <= until}
        if len(remembered) == 3:
            with pytest.raises(ReplayGuardError):
                guard.remember(key, seconds)
        else:
            assert guard.remember(key, seconds) is True
            remembered[key] = clock.now + seconds


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


def test_a_guard_in_memory_remembers_200_000_requests_unless_told_otherwise() -> None:
    assert repr(MemoryReplayGuard()) == "<MemoryReplayGuard of 200000 entries>"


# A clock that jumps


def test_a_clock_that_jumps_forward_and_back_lets_no_request_in_again() -> None:
    """What another request had purged during the jump was new again after it."""
    clock, guard = clock_and_guard()
    signer = Signer("secret", "sha256", clock)
    captured = signer.sign({"nonce": 1})
    signer.verify(captured, replay_guard=guard)
    clock.now = NOW + 3_600
    signer.verify(signer.sign({"nonce": 2}), replay_guard=guard)
    clock.now = NOW + 60
    with pytest.raises(ReplayGuardError, match="the clock went back"):
        signer.verify(captured, replay_guard=guard)


def test_a_clock_that_went_back_is_an_error_until_it_has_caught_up() -> None:
    clock, guard = clock_and_guard()
    guard.remember(KEY, 10)
    clock.now = NOW + 3_600
    guard.remember(OTHER_KEY, 10)
    for back in (NOW, NOW + 10):
        clock.now = back
        with pytest.raises(ReplayGuardError, match=r"the clock went back .* make a new guard"):
            guard.remember(KEY, 10)
    assert guard.remember(OTHER_KEY, 10) is False  # it is known, so there is no doubt
    clock.now = NOW + 11
    assert guard.remember(KEY, 10) is True


def test_a_jump_alone_forgets_nothing() -> None:
    clock, guard = clock_and_guard()
    guard.remember(KEY, 10)
    clock.now = NOW + 3_600
    assert guard.remember(KEY, 10) is False
    clock.now = NOW
    assert guard.remember(KEY, 10) is False
    assert guard.remember(OTHER_KEY, 10) is True


# Few moments, so that the clock comes back to where it was.
MOMENTS = st.sampled_from([0, 1, 300, 301, 601, 602, 603, 604, 903, 1_205, 3_600])


class Receiving(RuleBasedStateMachine):
    """A sender, a receiver with a guard, and one clock for all, which jumps between the calls."""

    requests: Bundle[str] = Bundle("requests")

    def __init__(self) -> None:
        super().__init__()
        self.clock = SetClock()
        self.signer = Signer("secret", "md5hash", self.clock)
        self.guard = MemoryReplayGuard(max_entries=6, clock=self.clock)
        self.latest = -math.inf  # the time that the guard was asked at
        self.accepted: dict[str, float] = {}
        self.sent: dict[str, dict[str, str]] = {}

    @rule(moment=MOMENTS | st.floats(0, 1_000))
    def jump(self, moment: float) -> None:
        self.clock.now = NOW + moment

    @rule(target=requests, ahead=st.sampled_from([-300, -299, 0, 299, 300]))
    def send(self, ahead: int) -> str:
        return self.new_request(ahead)

    def new_request(self, ahead: int) -> str:
        nonce = str(len(self.sent))
        signed_at = int(self.clock.now) + ahead
        self.sent[nonce] = self.signer.sign({"nonce": nonce}, timestamp=signed_at)
        return nonce

    @rule(target=requests)
    def send_and_receive(self) -> str:
        nonce = self.new_request(ahead=0)
        self.receive(nonce)
        return nonce

    @rule(nonce=requests)
    def receive(self, nonce: str) -> None:
        now = self.clock.now
        try:
            self.signer.verify(self.sent[nonce], replay_guard=self.guard)
        except SignatureExpired:
            assert abs(now - int(self.sent[nonce]["timestamp"])) > 300
            return
        except ReplayDetected:
            assert nonce in self.accepted
        except ReplayGuardError as error:
            if "full" in str(error):
                assert sum(until >= now for until in self.accepted.values()) >= 6
            else:
                assert now < self.latest
        else:
            assert nonce not in self.accepted, "accepted twice"
            self.accepted[nonce] = now + 602
        self.latest = max(self.latest, now)


TestNoRequestIsAcceptedTwiceHoweverTheClockJumps = Receiving.TestCase
TestNoRequestIsAcceptedTwiceHoweverTheClockJumps.settings = settings(stateful_step_count=40)


# Forks


def run(script: str) -> str:
    """Run a program that forks, apart from the threads of this one; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKING + script],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


FORKING = """
import os, threading
from nexmo_sig import MemoryReplayGuard, ReplayGuardError

def in_child(ask):
    pid = os.fork()
    if pid == 0:
        status = 9
        try:
            status = 1 if ask() else 0
        except ReplayGuardError as error:
            assert "forked" in str(error)
            status = 2
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
"""


@pytest.mark.posix
def test_a_guard_that_was_used_before_a_fork_accepts_nothing_in_the_child() -> None:
    """Both copies accepted a request that arrived after the fork."""
    printed = run("""
guard = MemoryReplayGuard()
guard.remember("old", 60)
print([in_child(lambda: guard.remember(key, 60)) for key in ("old", "new")])
print(guard.remember("old", 60), guard.remember("new", 60))
""")
    assert printed == "[2, 2]\nFalse True\n"


@pytest.mark.posix
def test_a_guard_that_was_not_used_before_a_fork_works_in_every_process() -> None:
    printed = run("""
guard = MemoryReplayGuard()
print(in_child(lambda: guard.remember("key", 60) and not guard.remember("key", 60)))
print(guard.remember("key", 60))
""")
    assert printed == "1\nTrue\n"


@pytest.mark.posix
def test_a_child_does_not_wait_for_a_thread_that_only_its_parent_has() -> None:
    """Forked while another thread held the lock, for the first request of all or a later one."""
    printed = run("""
class Clock:
    entered, go_on = threading.Event(), threading.Event()

    def __call__(self):
        self.entered.set()
        assert self.go_on.wait(30)
        return 0

for used in (False, True):
    clock = Clock()
    guard = MemoryReplayGuard(clock=clock)
    if used:
        clock.go_on.set()
        guard.remember("first", 60)
        clock.go_on.clear()
        clock.entered.clear()
    thread = threading.Thread(target=guard.remember, args=("key", 60))
    thread.start()
    clock.entered.wait()
    print(in_child(lambda: guard.remember("other", 60)))
    clock.go_on.set()
    thread.join()
""")
    assert printed == "2\n2\n"


def test_a_guard_cannot_be_sent_to_another_process() -> None:
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(MemoryReplayGuard())


# Keys for a store of one's own


@given(strategies.text_params, strategies.methods)
def test_a_key_is_the_one_that_a_guard_is_asked_for(
    params: dict[str, str], method: SignatureMethod
) -> None:
    signer = Signer("secret", method, clock=lambda: NOW)
    guard = Recorder()
    signed = signer.sign(params)
    upper = signed | {"sig": signed["sig"].upper()}
    for received in (signed, upper):
        signer.verify(received, replay_guard=guard)
    keys = [key for key, _ in guard.asked]
    assert keys == [replay_key(signed), replay_key(upper)]
    assert len(set(keys)) == 1
    assert replay_key(list(signed.items())) == keys[0]


def test_the_key_of_a_request_is_the_hash_of_its_signature_in_lower_case() -> None:
    """Receivers of different versions may share a store while one replaces the other."""
    signed = SIGNER.sign({"text": "hello"})
    expected = hashlib.sha256(signed["sig"].encode()).hexdigest()
    assert replay_key(signed | {"sig": signed["sig"].upper()}) == expected


@pytest.mark.parametrize("received", [{}, {"text": "a"}, {"sig": None}, []])
def test_a_request_without_a_signature_has_no_key(received: Params) -> None:
    with pytest.raises(SignatureMissing):
        replay_key(received)


@pytest.mark.parametrize(
    "sig", ["", "g" * 64, "0" * 63 + " ", " " + "0" * 64, "\u0660", "0x0", "\0"]
)
def test_a_signature_that_is_not_hexadecimal_has_no_key(sig: str) -> None:
    with pytest.raises(SignatureMismatch, match="not hexadecimal"):
        replay_key({"sig": sig})


@given(st.text("09afAFgG \u0660\uff21\u212a") | st.text())
def test_only_hexadecimal_signatures_have_a_key(sig: str) -> None:
    try:
        key = replay_key({"sig": sig})
    except (SignatureMismatch, ParameterError):
        assert not set(sig) <= set("0123456789abcdefABCDEF") or not sig
    else:
        assert key == hashlib.sha256(sig.lower().encode()).hexdigest()


@pytest.mark.parametrize("received", [[("sig", "0"), ("sig", "0")], "sig=0", {"sig": b"0"}])
def test_what_cannot_be_parameters_has_no_key(received: Any) -> None:
    with pytest.raises(ParameterError):
        replay_key(received)


def test_a_guard_that_was_used_answers_no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a forked child would ask it, but in this process, where coverage is measured."""
    guard = MemoryReplayGuard()
    assert guard.remember("a" * 64, 1)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    with pytest.raises(ReplayGuardError, match="forked"):
        guard.remember("b" * 64, 1)
