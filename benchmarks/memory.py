"""Memory that a signer holds, and that a call needs, in bytes."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import psutil

from nexmo_sig import SignatureAuth, Signer, build_request, read_request

from .inputs import API_KEY, SECRET, URL, parameters, without

_SIGNERS = 5_000


def of_signers(methods: Sequence[str]) -> dict[str, float]:
    """Return the memory of a signer by each method, including that of OpenSSL.

    That is the growth of a process by many signers, divided by their number. The process is a new
    one, which has no freed memory to use again.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        return processes.submit(_growth_by_signers, methods).result()


def of_calls() -> dict[str, int]:
    """Return the peak of calls with ten parameters, including their results."""
    signer = Signer(SECRET, "sha256")
    auth = SignatureAuth(API_KEY, signer)
    params = parameters()
    signed = signer.sign(params)
    given = without(params, "api_key", "timestamp")
    request = build_request("POST", URL, given, auth=auth)
    calls: dict[str, Callable[[], object]] = {
        "`Signer.signature`": lambda: signer.signature(params),
        "`Signer.sign`": lambda: signer.sign(params),
        "`Signer.verify`": lambda: signer.verify(signed),
        "`read_request`, a form": lambda: read_request(request),
        "`build_request`, a form": lambda: build_request("POST", URL, given, auth=auth),
    }
    return {name: _peak(call) for name, call in calls.items()}


def _growth_by_signers(methods: Sequence[str]) -> dict[str, float]:
    memory = psutil.Process().memory_info
    growth, kept = {}, []
    for method in methods:
        kept.append([Signer(SECRET, method)])
        before: int = memory().rss
        kept.append([Signer(SECRET, method) for _ in range(_SIGNERS)])
        after: int = memory().rss
        growth[method] = (after - before) / _SIGNERS
    return growth


def _peak(call: Callable[[], object]) -> int:
    call()  # the first call imports
    gc.collect()
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
