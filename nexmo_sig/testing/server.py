"""The Conversion API on a loopback port, with the standard library's server."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from socketserver import TCPServer, ThreadingMixIn
from threading import Thread
from typing import Any, Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from ..request import Request
from ..types import Clock
from .accounts import EXAMPLE_ACCOUNT, Account
from .responses import BASE_PATH, Response
from .wsgi import ConversionApp, Observer

HOST = "127.0.0.1"

_CLIENT_SECONDS = 30.0  # for a client to send its next bytes
_GOODBYE_SECONDS = 1.0
_GOODBYE_READS = 1_024
_READ_BYTES = 65_536
_POLL_SECONDS = 0.1


class ConversionServer:
    """A Conversion API that listens while its ``with`` block runs, in threads of its own.

    Args:
        accounts: those that are known, each with another key.
        port: where to listen on loopback; 0 for a free port.
        clock: returns the present time in Unix seconds (UTC).
        observer: is called with each request and its response, before that is sent.

    Raises:
        OSError: the port cannot be listened on.

    Attributes:
        requests: those received so far, in order.
    """

    requests: list[Request]

    def __init__(
        self,
        accounts: Iterable[Account] = (EXAMPLE_ACCOUNT,),
        *,
        port: int = 0,
        clock: Clock = time.time,
        observer: Observer | None = None,
    ) -> None:
        self.requests = []
        self._observer = observer
        self._server = _Server((HOST, port), _Handler)
        self._server.set_app(ConversionApp(accounts, clock=clock, observer=self._observe))
        self._thread = Thread(target=self._server.serve_forever, args=[_POLL_SECONDS], daemon=True)

    @property
    def url(self) -> str:
        """The ``base_url`` for :func:`nexmo_sig.conversion.build_request`."""
        return f"http://{HOST}:{self._server.server_port}{BASE_PATH}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _observe(self, request: Request, response: Response) -> None:
        self.requests.append(request)
        if self._observer is not None:
            self._observer(request, response)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # that of HTTPServer asks the DNS for this machine's name
        self.server_name, self.server_port = HOST, self.server_address[1]
        self.setup_environ()

    def shutdown_request(self, request: Any) -> None:
        """Read what is still arriving: else the client could meet a reset, and not its answer."""
        with suppress(OSError):
            request.shutdown(socket.SHUT_WR)
            request.settimeout(_GOODBYE_SECONDS)
            any(not request.recv(_READ_BYTES) for _ in range(_GOODBYE_READS))
        self.close_request(request)


class _Handler(WSGIRequestHandler):
    timeout = _CLIENT_SECONDS

    def handle(self) -> None:
        with suppress(OSError):  # a client that stalls or goes away
            super().handle()

    def get_environ(self) -> dict[str, str]:
        environ: dict[str, str] = super().get_environ()
        if "Content-Type" not in self.headers:  # the server would make up text/plain
            del environ["CONTENT_TYPE"]
        return environ

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has
        """Log nothing: a request line may hold secrets; the observer knows more."""
