"""Servers on loopback, for tests."""

import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from nexmo_sig import Request
from nexmo_sig.testing import Response


def accept(_: Request) -> Response:
    return Response(200, {}, b"")


class RecordingServer:
    """Keeps what arrives, byte for byte, and answers as it is told to: 200 if not told.

    `.requests` holds each request with its path and query, headers and body as they arrived.
    With a `tls` context, it speaks HTTPS.
    """

    def __init__(
        self, answer: Callable[[Request], Response] = accept, tls: ssl.SSLContext | None = None
    ) -> None:
        self.requests: list[Request] = []
        self._answer = answer
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.respond = self._respond
        self._scheme = "http"
        if tls is not None:
            self._scheme = "https"
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.05])

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _respond(self, request: Request) -> Response:
        self.requests.append(request)
        return self._answer(request)


class _Server(ThreadingHTTPServer):
    respond: Callable[[Request], Response]


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        response = self.server.respond(self._request())
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)

    do_POST = do_GET  # noqa: N815 - the name that the base class calls

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        pass

    def _request(self) -> Request:
        if "Transfer-Encoding" in self.headers:
            body = b"".join(iter(self._chunk, b""))
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return Request(self.command, self.path, self.headers.items(), body)

    def _chunk(self) -> bytes:
        chunk = self.rfile.read(int(self.rfile.readline(), 16))
        self.rfile.readline()
        return chunk
