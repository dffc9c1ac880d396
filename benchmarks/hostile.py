"""Input that is sent to cost the receiver time: how long it takes to deal with n bytes of it.

A shape makes a call for a size in bytes. To add one, add a line to ``SHAPES``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from inspect import signature
from itertools import chain, repeat
from timeit import Timer
from typing import Any

from nexmo_sig import (
    FORM,
    JSON,
    NexmoSigError,
    Request,
    Signer,
    WebhookVerifier,
    read_request,
)

from .inputs import SECRET, unsigned_token
from .timing import minima

Call = Callable[[], object]

_LIMITS = signature(read_request).parameters
MAX_BYTES: int = _LIMITS["max_bytes"].default
MAX_PARAMETERS: int = _LIMITS["max_parameters"].default
_MAX_TOKEN_BYTES = 8_192  # as the reference of WebhookVerifier says
_SIG = "f" * 64
_FORGED = "A" * 43  # 32 bytes in base64url
_START = unsigned_token(b"{}") + "."
_SIGNER = Signer(SECRET, "sha256")
_VERIFIER = WebhookVerifier(SECRET)


def _read(request: Request) -> object:
    return _SIGNER.verify(read_request(request))


def _query(text: str) -> Call:
    return partial(_read, Request("GET", "/?" + text))


def _form(body: bytes) -> Call:
    return partial(_read, Request("POST", "/", {"Content-Type": FORM}, body))


def _object(text: str) -> Call:
    return partial(_read, Request("POST", "/", {"Content-Type": JSON}, text.encode()))


def _fields(n: int) -> str:
    """Return as many fields as are allowed, of n bytes together, half of them names."""
    half = max(4, n // MAX_PARAMETERS // 2)
    number = min(MAX_PARAMETERS - 1, n // (2 * half))
    return "&".join(f"{i:0{half - 1}}=".ljust(2 * half - 1, "v") for i in range(number))


def _members(n: int) -> str:
    return json.dumps({f"{i:06}": "" for i in range(n // 14)})


def _token(text: str) -> Call:
    return partial(_VERIFIER.verify, Request("POST", "/", {"Authorization": f"Bearer {text}"}))


def _claims(n: int, start: str, piece: str, end: str) -> Call:
    """Present a forged token of n bytes, whose claims repeat a piece."""
    room = (n - len(unsigned_token(b"")) - len(_FORGED) - 1) * 3 // 4
    times = (room - len(start) - len(end)) // len(piece)
    claims = start + piece * times + end
    return _token(f"{unsigned_token(claims.encode())}.{_FORGED}")


def _headers(pairs: list[tuple[str, str]]) -> Call:
    return partial(Request, "GET", "/", pairs)


def _wsgi_headers(values: Mapping[str, str]) -> Call:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}
    environ |= {f"HTTP_{name.upper()}": value for name, value in values.items()}
    return partial(Request.from_wsgi, environ)


def _asgi_headers(pairs: list[tuple[str, str]]) -> Call:
    raw = [(name.encode(), value.encode()) for name, value in pairs]
    scope = {"type": "http", "method": "GET", "path": "/", "headers": raw}
    return partial(Request.from_asgi, scope, b"")


class _Drip:
    """A body of n bytes that hands out one byte at a time, however many are asked for."""

    def __init__(self, n: int) -> None:
        self._pieces = chain(repeat(b"b", n), repeat(b""))

    def read(self, _size: int) -> bytes:
        return next(self._pieces)


def _wsgi_drip(n: int) -> Call:
    def call() -> object:
        return Request.from_wsgi(
            {
                "REQUEST_METHOD": "POST",
                "PATH_INFO": "/",
                "CONTENT_LENGTH": str(n),
                "wsgi.input": _Drip(n),
            }
        )

    return call


def _asgi_drip(n: int, size: int = 1) -> Call:
    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    last = {"type": "http.request", "body": b"", "more_body": False}
    piece = {"type": "http.request", "body": b"b" * size, "more_body": True}

    def call() -> object:
        messages = chain(repeat(piece, n), repeat(last))

        async def receive() -> dict[str, Any]:
            return next(messages)

        try:
            Request.receive_asgi(scope, receive).send(None)
        except StopIteration as finished:  # it never has to wait, so it ends at once
            return finished.value
        raise RuntimeError("the coroutine waits for something else than its messages")

    return call


SHAPES: dict[str, dict[str, Callable[[int], Call]]] = {
    "Queries": {
        "no `=`": lambda n: _query("a" * n),
        "only `&`": lambda n: _query("&" * n),
        "only `%`": lambda n: _query("a=" + "%" * (n - 2)),
        "escapes, the last one broken": lambda n: _query("a=" + "%41" * (n // 3 - 2) + "%4"),
        "escaped separators": lambda n: _query(f"sig={_SIG}&a=" + "%26" * (n // 3 - 24)),
        "a long `sig`": lambda n: _query("a=1&sig=" + "f" * (n - 8)),
        "over the limit": lambda n: _query("a" * (MAX_BYTES + n)),
    },
    "Forms": {
        "a long text, forged": lambda n: _form(f"sig={_SIG}&text=".encode() + b"t" * (n - 74)),
        "UTF-8 broken at the end": lambda n: _form(b"a=" + b"t" * (n - 3) + b"\xff"),
        "one name repeated": lambda n: _form(b"a=1&" * (n // 4)),
        "the most parameters, forged": lambda n: _form(f"sig=ff&{_fields(n - 7)}".encode()),
        "over the limit": lambda n: _form(b"a" * (MAX_BYTES + n)),
    },
    "JSON": {
        "arrays in arrays": lambda n: _object("[" * n),
        "objects in objects": lambda n: _object('{"":' * (n // 4)),
        "a long array": lambda n: _object('{"a":[' + "1," * (n // 2 - 5) + "1]}"),
        "too many members": lambda n: _object(_members(n)),
        "one member repeated": lambda n: _object("{" + '"a":"",' * (n // 7 - 2) + '"a":""}'),
        "a long number": lambda n: _object('{"sig":"","a":' + "1" * (n - 15) + "}"),
        "escapes, forged": lambda n: _object('{"sig":"","a":"' + "\\u0026" * (n // 6 - 3) + '"}'),
        "over the limit": lambda n: _object("[" * (MAX_BYTES + n)),
    },
    "Tokens": {
        "only dots": lambda n: _token("." * n),
        "only commas": lambda n: _token("," * n),
        "no dot": lambda n: _token("A" * n),
        "a long signature, forged": lambda n: _token(f"{_START}{'A' * (n - len(_START))}"),
        "objects in objects": lambda n: _claims(n, "", '{"":', ""),
        "arrays in arrays": lambda n: _claims(n, '{"":', "[", ""),
        "one member repeated": lambda n: _claims(n, "{", '"a":1,', '"a":1}'),
        "a long number": lambda n: _claims(n, '{"iat":', "1", "}"),
        "a long text, forged": lambda n: _claims(n, '{"jti":"', "t", '"}'),
        "escapes, forged": lambda n: _claims(n, '{"jti":"', "\\u0026", '"}'),
        "over the limit": lambda n: _token("A" * (_MAX_TOKEN_BYTES + n)),
    },
    "Headers": {
        "`Request`: one name repeated": lambda n: _headers([("a", "b")] * (n // 2)),
        "`Request`: many names": lambda n: _headers([(f"{i:07}", "b") for i in range(n // 8)]),
        "`Request`: a long value": lambda n: _headers([("a", "b" * n)]),
        "`from_wsgi`: many names": lambda n: _wsgi_headers({f"{i:07}": "b" for i in range(n // 8)}),
        "`from_wsgi`: a long value": lambda n: _wsgi_headers({"a": "b" * n}),
        "`from_asgi`: one name repeated": lambda n: _asgi_headers([("a", "b")] * (n // 2)),
        "`from_asgi`: many names": lambda n: _asgi_headers(
            [(f"{i:07}", "b") for i in range(n // 8)]
        ),
        "`from_asgi`: a long value": lambda n: _asgi_headers([("a", "b" * n)]),
    },
    "Bodies in pieces": {
        "`from_wsgi`: one byte each": _wsgi_drip,
        "`receive_asgi`: one byte each": _asgi_drip,
        "`receive_asgi`: empty messages": partial(_asgi_drip, size=0),
    },
}


@dataclass(frozen=True, slots=True)
class Result:
    """The measurements of one shape.

    Attributes:
        shape: its description.
        answer: the error that answers it, or ``"accepted"``.
        seconds: for the whole size.
        growth: the time per byte of the whole size, divided by that of a sixteenth of it.
    """

    shape: str
    answer: str
    seconds: float
    growth: float


def results(rounds: int, size: int) -> dict[str, list[Result]]:
    """Measure all shapes with a size in bytes, by the heading that they stand under."""
    return {
        heading: [
            _result(shape, call_for, rounds, size_of(heading, size))
            for shape, call_for in shapes.items()
        ]
        for heading, shapes in SHAPES.items()
    }


def size_of(heading: str, size: int) -> int:
    """Return the size that is measured: tokens have a limit of their own."""
    return min(size, _MAX_TOKEN_BYTES) if heading == "Tokens" else size


def answer_to(call: Call) -> str:
    """Return the name of the error that answers a call, or ``"accepted"``."""
    try:
        call()
    except NexmoSigError as error:
        return type(error).__name__
    return "accepted"


def _result(shape: str, call_for: Callable[[int], Call], rounds: int, size: int) -> Result:
    whole, part = (partial(answer_to, call_for(n)) for n in (size, size // 16))
    fastest = minima({"whole": Timer(whole), "part": Timer(part)}, rounds)
    growth = fastest["whole"] / fastest["part"] / 16
    return Result(shape, whole(), fastest["whole"], growth)
