"""Requests that are sent to cost the receiver time: how long refusing one of n bytes takes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from inspect import signature
from timeit import Timer as Statement

from nexmo_sig import FORM, JSON, NexmoSigError, Request, Signer, read_request

from .inputs import SECRET
from .operations import Key
from .timing import Timer

_LIMITS = signature(read_request).parameters
MAX_BYTES: int = _LIMITS["max_bytes"].default
MAX_PARAMETERS: int = _LIMITS["max_parameters"].default

OPERATION = "refuse"
METHOD = "sha256"
SIZES = tuple(MAX_BYTES >> shift for shift in (10, 8, 6, 4, 2, 0))
"""Bytes: from 1 KiB up to the limit."""
BEYOND = 4 * MAX_BYTES

_SIG = "f" * 64


def _query(text: str) -> Request:
    return Request("GET", "/?" + text)


def _form(body: bytes) -> Request:
    return Request("POST", "/", {"Content-Type": FORM}, body)


def _object(text: str) -> Request:
    return Request("POST", "/", {"Content-Type": JSON}, text.encode())


def _fields(n: int) -> str:
    """As many fields as are allowed, of n bytes together, half of them names."""
    half = max(4, n // MAX_PARAMETERS // 2)
    number = min(MAX_PARAMETERS - 1, n // (2 * half))
    return "&".join(f"{i:0{half - 1}}=".ljust(2 * half - 1, "v") for i in range(number))


SHAPES: dict[str, Callable[[int], Request]] = {
    "query: no '='": lambda n: _query("a" * n),
    "query: nothing but '&'": lambda n: _query("&" * n),
    "query: nothing but '%'": lambda n: _query("a=" + "%" * (n - 2)),
    "query: escapes, the last one broken": lambda n: _query("a=" + "%41" * (n // 3 - 2) + "%4"),
    "query: escaped separators": lambda n: _query(f"sig={_SIG}&a=" + "%26" * (n // 3 - 24)),
    "query: a long sig": lambda n: _query("a=1&sig=" + "f" * (n - 8)),
    "form: a long text, forged": lambda n: _form(f"sig={_SIG}&text=".encode() + b"t" * (n - 74)),
    "form: UTF-8 broken at the end": lambda n: _form(b"a=" + b"t" * (n - 3) + b"\xff"),
    "form: one name, again and again": lambda n: _form(b"a=1&" * (n // 4)),
    "form: the most parameters, forged": lambda n: _form(f"sig=ff&{_fields(n - 7)}".encode()),
    "JSON: arrays in arrays": lambda n: _object("[" * n),
    "JSON: objects in objects": lambda n: _object('{"":' * (n // 4)),
    "JSON: a long array": lambda n: _object('{"a":[' + "1," * (n // 2 - 5) + "1]}"),
    "JSON: more members than allowed": lambda n: _object(
        json.dumps({f"{i:06}": "" for i in range(n // 14)})
    ),
    "JSON: a long number": lambda n: _object('{"sig":"","a":' + "1" * (n - 15) + "}"),
    "JSON: escapes, forged": lambda n: _object('{"sig":"","a":"' + "\\u0026" * (n // 6 - 3) + '"}'),
}


def groups() -> Iterator[dict[Key, Timer]]:
    """Yield the subjects: for each shape, requests of growing size."""
    signer = Signer(SECRET, METHOD)
    for shape, request_of in SHAPES.items():
        timers: dict[Key, Timer] = {}
        for size in (*SIZES, BEYOND):
            scene = {"refusal": refusal, "signer": signer, "request": request_of(size)}
            timers[key(shape, size)] = Statement("refusal(signer, request)", globals=scene)
        yield timers


def key(shape: str, size: int) -> Key:
    """Name the subject that refuses a shape of a size in bytes."""
    return Key(OPERATION, METHOD, shape, size)


def error_for(shape: str) -> str:
    """Name the error that refuses a shape at the limit."""
    return type(refusal(Signer(SECRET, METHOD), SHAPES[shape](MAX_BYTES))).__name__


def refusal(signer: Signer, request: Request) -> NexmoSigError:
    """Return the error that refuses a request."""
    try:
        signer.verify(read_request(request))
    except NexmoSigError as error:
        return error
    raise RuntimeError("a hostile request was accepted")
