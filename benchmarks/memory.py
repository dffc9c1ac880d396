"""Memory that a signer holds, and that a call needs and keeps."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import psutil

from nexmo_sig import SignatureAuth, Signer, build_request, read_request

from .inputs import API_KEY, SECRET, TOLERANCE, URL, given, parameters

_SIGNERS = 20_000
_CALLS = 1_000


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes that a signer holds: of Python's own memory, and of all, that of OpenSSL included."""

    traced: float
    resident: float


@dataclass(frozen=True, slots=True)
class Use:
    """Bytes that a call needs while it runs, result included, and those that are left per call."""

    peak: int
    kept: float


def of_signer(method: str) -> Held:
    """Measure what signers hold; in a process of its own, with no freed memory to use again."""
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        resident = processes.submit(_resident, method).result()
    before = _traced()
    signers = _signers(method)
    traced = (_traced() - before) / len(signers)
    tracemalloc.stop()
    return Held(traced, resident)


def of_calls(method: str) -> dict[str, Use]:
    """Measure what calls with ten parameters use."""
    signer = Signer(SECRET, method)
    auth = SignatureAuth(API_KEY, signer)
    params = parameters(10)
    signed = signer.sign(params)
    unsigned = given(params)
    request = build_request("POST", URL, unsigned, auth=auth)
    calls: dict[str, Callable[[], object]] = {
        "signature": lambda: signer.signature(params),
        "sign": lambda: signer.sign(params),
        "verify": lambda: signer.verify(signed, tolerance=TOLERANCE),
        "read_request": lambda: read_request(request),
        "build_request": lambda: build_request("POST", URL, unsigned, auth=auth),
    }
    return {name: _use(call) for name, call in calls.items()}


def _signers(method: str) -> list[Signer]:
    return [Signer(SECRET, method) for _ in range(_SIGNERS)]


def _resident(method: str) -> float:
    process = psutil.Process()
    Signer(SECRET, method)
    before = process.memory_info().rss
    signers = _signers(method)
    return float(process.memory_info().rss - before) / len(signers)


def _use(call: Callable[[], object]) -> Use:
    call()  # the first call imports and remembers
    before = _traced()
    call()
    peak = tracemalloc.get_traced_memory()[1] - before
    for _ in range(_CALLS):
        call()
    kept = (_traced() - before) / _CALLS
    tracemalloc.stop()
    return Use(peak, kept)


def _traced() -> int:
    """Return the bytes that are traced now, and forget the peak."""
    gc.collect()
    if not tracemalloc.is_tracing():
        tracemalloc.start()
    tracemalloc.reset_peak()
    return tracemalloc.get_traced_memory()[0]
