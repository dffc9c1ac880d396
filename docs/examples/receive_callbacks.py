"""Receive signed callbacks with the web server of the standard library."""

import os
from collections.abc import Iterable
from contextlib import suppress
from wsgiref.simple_server import make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from nexmo_sig import MemoryReplayGuard, NexmoSigError, Request, Signer, read_request

signer = Signer(os.environ["NEXMO_SIGNATURE_SECRET"], os.environ["NEXMO_SIGNATURE_METHOD"])
seen = MemoryReplayGuard()


def callback(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request."""
    try:
        request = Request.from_wsgi(environ)
        params = signer.verify(read_request(request), replay_guard=seen)
    except NexmoSigError as error:
        start_response(f"{error.response_status} Rejected", [("Content-Type", "text/plain")])
        return [f"rejected: {error}".encode()]
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"received: {params.get('text')}".encode()]


with make_server("127.0.0.1", 8643, callback) as server:
    print("http://127.0.0.1:8643/callback")
    with suppress(KeyboardInterrupt):
        server.serve_forever()
