"""Receiving: from bytes to authentic parameters, and to the reason for a rejection."""

from typing import assert_type
from wsgiref.types import WSGIEnvironment

import starlette.requests

from nexmo_sig import (
    Explanation,
    Finding,
    MemoryReplayGuard,
    NexmoSigError,
    ReplayGuard,
    Request,
    SignatureError,
    SignatureExpired,
    SignatureMethod,
    Signer,
    canonicalize,
    decode,
    diagnose,
    explain,
    read_request,
)


class OwnGuard:
    """Any object with this method remembers requests."""

    def remember(self, key: str, seconds: int) -> bool:
        """Tell whether the key is new."""
        return bool(key and seconds)


def guard(own: bool) -> ReplayGuard:
    """Return a replay guard: one's own, or the library's."""
    return OwnGuard() if own else MemoryReplayGuard(max_entries=1_000)


def receive(environ: WSGIEnvironment, signer: Signer) -> tuple[int, dict[str, str]]:
    """Return the status of the answer and the authentic parameters."""
    try:
        request = Request.from_wsgi(environ, max_bytes=65_536)
        params = read_request(request)
        return 200, signer.verify(params, tolerance=60, replay_guard=guard(own=False))
    except SignatureExpired as error:
        assert_type(error.age, float)
        assert_type(error.timestamp, int)
        return 401, {}
    except SignatureError:
        return 401, {}
    except NexmoSigError as error:
        assert_type(str(error), str)
        return 400, {}


async def receive_asynchronously(
    request: starlette.requests.Request, signer: Signer
) -> dict[str, str]:
    """Return the authentic parameters of what an ASGI framework received."""
    received = await Request.receive_asgi(request.scope, request.receive)
    assert_type(received, Request)
    return signer.verify(read_request(received))


def debug(body: bytes, secret: str, method: SignatureMethod) -> str:
    """Show the steps of a verification, and why it fails."""
    signer = Signer(secret, method)
    params = decode(body, max_bytes=65_536)
    assert_type(params, dict[str, str])
    assert_type(canonicalize(params), str)
    explanation: Explanation = explain(params, signer, tolerance=None, now=1.5e9)
    assert_type(explanation.error, SignatureError | None)
    assert_type(diagnose(params, [secret, "another"], method), list[Finding])
    return explanation.text(show_signature=False)
