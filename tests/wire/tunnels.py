"""A proxy on loopback that tunnels, for tests (RFC 9110, section 9.3.6)."""

import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class TunnelProxy:
    """Takes CONNECT and relays bytes both ways; `.targets` holds where to."""

    def __init__(self) -> None:
        self.targets: list[str] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.targets = self.targets
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.05])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    targets: list[str]


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_CONNECT(self) -> None:
        self.server.targets.append(self.path)
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


def _relay(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):  # one of the two went away
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
