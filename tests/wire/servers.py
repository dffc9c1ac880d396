"""The server on loopback that tests send to, as a web server or as a proxy."""

import socket
import ssl
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from nexmo_sig import Request
from nexmo_sig.testing import Response

Answer = Callable[[Request], Response | bytes]
"""What to answer; bytes are sent as they are, and the connection is closed."""


def accept(_: Request) -> Response:
    return Response(200, {}, b"")


class RecordingServer:
    """Keeps what arrives, byte for byte, and answers as it is told to: 200 if not told.

    `.requests` holds each request with its path and query, headers and body as they arrived.
    With a `tls` context, it speaks HTTPS. It is a proxy, too: it opens a tunnel for each CONNECT
    (RFC 9110, section 9.3.6).
    """

    def __init__(self, answer: Answer = accept, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self._answer = answer
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.respond = self._respond
        self._scheme = "http"
        if tls is not None:
            self._scheme = "https"
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.01])

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

    def _respond(self, request: Request) -> Response | bytes:
        self.requests.append(request)
        return self._answer(request)


class _Server(ThreadingHTTPServer):
    respond: Answer

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a client may go away
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        response = self.server.respond(self._request())
        if isinstance(response, bytes):
            self.close_connection = True
            self.wfile.write(response)
            return
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)

    do_POST = do_GET  # noqa: N815 - the name that the base class calls

    def do_CONNECT(self) -> None:
        self.close_connection = True
        self.server.respond(self._request())
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=10) as upstream:
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=_relay, args=(upstream, self.connection))
            back.start()
            _relay(self.connection, upstream)
            back.join()

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


def _relay(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):  # one of the two went away
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
