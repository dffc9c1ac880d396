"""One test for each hole that was found in this library itself, before its first release.

All were found and closed in November 2026. The docstrings tell what the library did until then.
"""

from __future__ import annotations

import subprocess
import sys
import timeit
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any
from unittest.mock import Mock
from urllib.parse import urlencode

import pytest
from common import NOW

from nexmo_sig import (
    FORM,
    JSON,
    EncodingError,
    InsecureURL,
    MemoryReplayGuard,
    NexmoSigError,
    ParameterError,
    ReplayDetected,
    ReplayGuardError,
    Request,
    RequestError,
    RequestTooLarge,
    SignatureAuth,
    SignatureExpired,
    Signer,
    UnsupportedMediaType,
    UsageError,
    build_request,
    decode,
    read_request,
)

SECRET = "a signature secret of more than 32 bytes"
SIGNER = Signer(SECRET, "sha256", clock=lambda: NOW)
SIGNED = SIGNER.sign({"text": "good"})
URL = "https://api.nexmo.com/conversions/sms"


# Replay guards


async def remembers() -> bool:
    return True


@pytest.mark.parametrize(
    "make_answer", [remembers, lambda: 1, lambda: 0, lambda: "OK", lambda: None, Mock]
)
def test_a_guard_that_answers_with_something_else_than_true_or_false(
    make_answer: Callable[[], Any],
) -> None:
    """Any answer that is true let the request in, the coroutine of an ``async def`` as well.

    So a guard that was written for asyncio let each replay in. A coroutine is closed, as Python
    would warn that nobody awaited it.
    """
    guard = Mock()
    guard.remember = Mock(side_effect=lambda key, seconds: make_answer())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(3):
            with pytest.raises(ReplayGuardError, match="must be True or False"):
                SIGNER.verify(SIGNED, replay_guard=guard)


def test_hosts_whose_clocks_differ() -> None:
    """A guard forgot a request when it was stale by the clock of the host that had seen it first.

    To a host whose clock is behind, it was fresh for longer: it is kept for twice the tolerance.
    """
    behind, store_time = 200, [float(NOW)]
    guard = MemoryReplayGuard(clock=lambda: store_time[0])
    request = SIGNER.sign({}, timestamp=NOW)
    SIGNER.verify(request, now=NOW, replay_guard=guard)
    store_time[0] = NOW + 400
    with pytest.raises(SignatureExpired):
        SIGNER.verify(request, now=store_time[0], replay_guard=guard)
    with pytest.raises(ReplayDetected):
        SIGNER.verify(request, now=store_time[0] - behind, replay_guard=guard)


def test_a_clock_that_jumps_forward_and_back() -> None:
    """The jump made the guard forget, and back in time the same request was fresh and new again."""
    present = [float(NOW)]
    signer = Signer(SECRET, "sha256", clock=lambda: present[0])
    guard = MemoryReplayGuard(clock=lambda: present[0])
    request = signer.sign({})
    signer.verify(request, replay_guard=guard)
    present[0] += 10_000
    signer.verify(signer.sign({"text": "later"}), replay_guard=guard)
    present[0] -= 10_000
    with pytest.raises((ReplayDetected, ReplayGuardError)):
        signer.verify(request, replay_guard=guard)


@pytest.mark.parametrize("entries", [float("nan"), float("inf"), True, 0, "100"])
def test_a_guard_without_a_number_of_entries(entries: Any) -> None:
    """No number of entries is above NaN, so a guard with that limit was never full."""
    with pytest.raises(UsageError, match="max_entries"):
        MemoryReplayGuard(entries)


# What arrives


def seconds_for(headers: list[tuple[str, str]]) -> float:
    return min(timeit.repeat(lambda: Request("GET", "/", headers), number=1, repeat=3))


def test_a_header_that_is_repeated_costs_time_in_proportion() -> None:
    """The values were put together one by one: 3.4 megabytes of one header took a minute.

    Ten times as many values may take ten times as long; they took a hundred times as long.
    """
    value = "x" * 1_000
    few, many = ([("X-Repeated", value)] * number for number in (500, 5_000))
    assert seconds_for(many) < 40 * max(seconds_for(few), 50e-6)


@pytest.mark.parametrize(
    "content_type",
    [f"{FORM}; a=b, {JSON}", f"{JSON}; charset=utf-8, {FORM}", f"{FORM},", f"{FORM}; a=,"],
)
def test_two_content_types_of_which_the_first_has_a_parameter(content_type: str) -> None:
    """Repeated headers are joined with a comma. It was taken for a part of the parameter."""
    with pytest.raises(UnsupportedMediaType, match="several media types"):
        decode(b"", content_type)


NESTED_IN_A_SMALL_STACK = """
import threading
from nexmo_sig import JSON, EncodingError, decode

def read():
    for bracket in (b"[", b'{"a":'):
        try:
            decode(b'{"a":' + bracket * 8_500, JSON)
        except EncodingError as error:
            print("rejected" if "too deeply" in str(error) else error)

threading.stack_size(64 * 1024)
thread = threading.Thread(target=read)
thread.start()
thread.join()
"""


def test_nested_json_in_a_thread_with_a_small_stack() -> None:
    """Python's parser calls itself for each bracket: 8,500 of them ended the process.

    What ends a process cannot be caught, so the depth is looked at before anything is parsed.
    """
    done = subprocess.run(
        [sys.executable, "-c", NESTED_IN_A_SMALL_STACK], capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, done.stdout) == (0, "rejected\nrejected\n"), done.stderr


def test_brackets_in_strings_do_not_nest() -> None:
    """To reject by the number of brackets alone would reject genuine messages."""
    assert decode(b'{"text":"%s"}' % (b"[{" * 500), JSON) == {"text": "[{" * 500}


def test_a_query_of_few_characters_and_many_bytes() -> None:
    """The limit of the query was compared with its characters, of which each can be four bytes."""
    query = "a=" + "\U0001f600" * 10
    with pytest.raises(RequestTooLarge, match="42 bytes"):
        read_request(Request("GET", f"/?{query}"), max_bytes=12)
    assert read_request(Request("GET", f"/?{query}"), max_bytes=42)


def environ(**entries: object) -> dict[str, object]:
    return {"REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": "/", "QUERY_STRING": ""} | {
        "CONTENT_TYPE": FORM,
        "CONTENT_LENGTH": "7",
        **entries,
    }


def test_an_environment_without_its_input() -> None:
    """It was reported as a client that had gone away, with a status that blames the sender."""
    with pytest.raises(UsageError, match=r"wsgi\.input"):
        Request.from_wsgi(environ())


def test_a_body_that_a_framework_has_read_already() -> None:
    """An empty body was read as a request without parameters, which then had not been signed.

    A message that says so sends people to look for a fault in the sender.
    """
    body = urlencode(SIGNED).encode()
    length = str(len(body))
    lost = Request("POST", "/callback", {"Content-Type": FORM, "Content-Length": length}, b"")
    with pytest.raises(RequestError, match="was read before"):
        read_request(lost)
    drained = environ(CONTENT_LENGTH=length) | {"wsgi.input": BytesIO()}
    received = Request.from_wsgi(drained, body=body)
    assert SIGNER.verify(read_request(received))["text"] == "good"


# What is sent


@pytest.mark.parametrize("host", ["api.localhost", "localhost.example.com", "127.0.0.1.nip.io"])
def test_a_name_below_localhost_is_not_this_machine(host: str) -> None:
    """``api.localhost`` was taken for this machine, but is looked up: credentials left it."""
    auth = SignatureAuth("key", SIGNER)
    with pytest.raises(InsecureURL):
        build_request("POST", f"http://{host}/sms", {}, auth=auth)


@pytest.mark.parametrize("timestamp", [NOW * 1_000, str(NOW * 1_000), 10**12])
def test_a_timestamp_in_milliseconds(timestamp: int | str) -> None:
    """What was signed with one could be verified by nobody, for tens of thousands of years."""
    with pytest.raises(ParameterError, match="not milliseconds"):
        SIGNER.sign({}, timestamp=timestamp)
    with pytest.raises(ParameterError, match="not milliseconds"):
        SIGNER.sign({"timestamp": timestamp})


# Arguments of the program


@pytest.mark.parametrize(
    "secret",
    [{"current": SECRET}, {SECRET, "older"}, frozenset({SECRET}), iter([SECRET]), (s for s in "a")],
    ids=lambda secret: type(secret).__name__,
)
def test_secrets_without_a_first_one(secret: Any) -> None:
    """Of a mapping, the names were the secrets, so anybody who could guess "current" could sign.

    A set has no order, and which of its secrets signed changed from run to run.
    """
    with pytest.raises(UsageError, match="secret"):
        Signer(secret, "sha256")


@pytest.mark.parametrize("secret", [" ", "\n", "\t \r\n", "\u2003", "\ufeff", f"\ufeff{SECRET}"])
@pytest.mark.parametrize("wrap", [lambda secret: secret, lambda secret: [SECRET, secret]])
def test_a_secret_of_white_space_or_with_a_byte_order_mark(
    secret: str, wrap: Callable[[str], Any]
) -> None:
    """A file that holds an empty line, or that an editor has marked, gave a secret like any other."""
    with pytest.raises(UsageError, match="secret"):
        Signer(wrap(secret), "sha256")


@pytest.mark.parametrize("tolerance", [-1, "300", float("nan"), 10**400, b"300"])
def test_a_wrong_tolerance_is_not_the_fault_of_the_sender(tolerance: Any) -> None:
    """It was reported after the signature had matched, with status 400: the vendor was blamed."""
    for params in (SIGNED, {}, {"sig": "0"}):
        with pytest.raises(UsageError) as caught:
            SIGNER.verify(params, tolerance)
        assert caught.value.response_status == 500


# Errors


def behind(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize(
    "provoke",
    [
        lambda: decode(b'{"api_secret":"%s"' % SECRET.encode(), JSON),
        lambda: decode(b'{"api_secret":"%s\xff"}' % SECRET.encode(), JSON),
        lambda: decode(f"api_secret={SECRET}%".encode(), FORM),
        lambda: SIGNER.sign({"api_secret": SECRET + "\ud800"}),
        lambda: SIGNER.sign({f"a=1&api_secret={SECRET}": "1"}),
        lambda: SIGNER.sign({f"api_secret={SECRET}": "1"}),
    ],
)
def test_no_error_leads_to_a_secret(provoke: Callable[[], object]) -> None:
    """The last line of a traceback showed none, but the errors that led to it held the whole body.

    So did ``name``, for a parameter that was folded into a name.
    """
    with pytest.raises(NexmoSigError) as caught:
        provoke()
    assert isinstance(caught.value, EncodingError | ParameterError)
    for error in behind(caught.value):
        assert SECRET not in repr((str(error), error.args, vars(error)))
        assert not hasattr(error, "doc")
        assert not hasattr(error, "object")


def test_a_long_string_beside_many_brackets_costs_its_own_size() -> None:
    """Counting the true depth kept a place for each character: 100 bytes of memory for one of a
    body that anybody can send, before any signature is checked.

    Found in November 2026, before the first release.
    """
    body = b'{"a":"' + b"x" * 500_000 + b"[" * 65 + b'"}'
    tracemalloc.start()
    try:
        assert len(decode(body, JSON)["a"]) == 500_065
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("headers", ["abc", 5, [("a", "b", "c")], [("a",)], [("a", 1)], [5]])
def test_headers_of_another_shape_are_an_error_of_ours(headers: Any) -> None:
    """They left a ``ValueError`` or a ``TypeError`` of Python. Found in November 2026."""
    with pytest.raises(RequestError):
        Request("GET", "/", headers)


@pytest.mark.parametrize("limit", [None, False])
def test_a_limit_of_none_does_not_depend_on_the_sender(limit: Any) -> None:
    """It was a ``TypeError`` for a sender of a chunked body, and no limit for others.

    Found in November 2026, before the first release.
    """
    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "0", "wsgi.input": BytesIO()}
    with pytest.raises(UsageError):
        Request.from_wsgi(environ, max_bytes=limit)
    with pytest.raises(UsageError):
        read_request(Request("GET", "/?a=1"), max_parameters=limit)


def test_a_tolerance_that_cannot_be_compared_is_a_wrong_argument() -> None:
    """``Decimal("sNaN")`` raised its own error when it was compared. Found in November 2026."""
    with pytest.raises(UsageError):
        SIGNER.verify({}, tolerance=Decimal("sNaN"))  # type: ignore[arg-type]  # the point
