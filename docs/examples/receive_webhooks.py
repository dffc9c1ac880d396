"""Receive signed webhooks, such as messages, with the web server of the standard library."""

import os
from collections.abc import Iterable
from contextlib import suppress
from wsgiref.simple_server import make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from nexmo_sig import MemoryReplayGuard, NexmoSigError, Request, WebhookVerifier

verifier = WebhookVerifier(os.environ["NEXMO_SIGNATURE_SECRET"])
seen = MemoryReplayGuard()


def inbound(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request."""
    try:
        webhook = verifier.verify(Request.from_wsgi(environ), replay_guard=seen)
        message = webhook.json()
    except NexmoSigError as error:
        start_response(f"{error.response_status} Rejected", [("Content-Type", "text/plain")])
        return [f"rejected: {error}".encode()]
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"received: {message.get('text')}".encode()]


with make_server("127.0.0.1", 8644, inbound) as server:
    print("http://127.0.0.1:8644/inbound")
    with suppress(KeyboardInterrupt):
        server.serve_forever()
