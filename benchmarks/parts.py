"""Times that have no counterpart in the official SDKs, or that grow with the parameters."""

from __future__ import annotations

from timeit import Timer
from typing import Any

import nexmo_sig

from .inputs import SECRET, parameters
from .rows import sms
from .timing import minima

_SIZES = (10, 30, 100, 300, 1_000)

_STATEMENTS = {
    "`Request`, GET": "Request('GET', target)",
    "`Request`, POST": "Request('POST', '/', headers, body)",
    "`Request.from_wsgi`, GET": "Request.from_wsgi(environ)",
    "`Request.from_asgi`, GET": "Request.from_asgi(scope, b'')",
    "`canonicalize`": "canonicalize(params)",
    "`Signer`": "Signer(secret, 'sha256')",
}
_HEADERS = {
    "Host": "example.com",
    "User-Agent": "Nexmo/MessagingHUB/v1.0",
    "Accept": "*/*",
    "Connection": "keep-alive",
    "X-Forwarded-For": "192.0.2.1",
}


def growth(rounds: int) -> list[tuple[int, float, float]]:
    """Return numbers of parameters, and the seconds per signature: ours, and of the SDK."""
    rows = []
    for size in _SIZES:
        names = sms(parameters(size))
        codes = {"ours": "signer.signature(params)", "theirs": "vonage.sign_params(params)"}
        timers = {name: Timer(code, globals=names) for name, code in codes.items()}
        fastest = minima(timers, rounds)
        rows.append((size, fastest["ours"], fastest["theirs"]))
    return rows


def parts(rounds: int) -> dict[str, float]:
    """Return the seconds of each statement."""
    names = _names()
    timers = {name: Timer(code, globals=names) for name, code in _STATEMENTS.items()}
    return minima(timers, rounds)


def _names() -> dict[str, Any]:
    signed = sms(parameters())
    names = {name: getattr(nexmo_sig, name) for name in ("Request", "Signer", "canonicalize")}
    environ = {f"HTTP_{name.upper().replace('-', '_')}": text for name, text in _HEADERS.items()}
    environ |= {"REQUEST_METHOD": "GET", "PATH_INFO": "/sms", "QUERY_STRING": signed["query"]}
    headers = [(name.lower().encode(), text.encode()) for name, text in _HEADERS.items()]
    scope = {"type": "http", "method": "GET", "path": "/sms", "headers": headers}
    return names | {
        "secret": SECRET,
        "params": signed["params"],
        "target": f"/sms?{signed['query']}",
        "headers": _HEADERS | {"Content-Type": nexmo_sig.JSON},
        "body": signed["body"],
        "environ": environ,
        "scope": scope | {"query_string": signed["query"].encode()},
    }
