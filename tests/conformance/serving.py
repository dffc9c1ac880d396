"""A WSGI application on a port of this machine, for the time of a block."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from wsgiref.types import WSGIApplication

from werkzeug.serving import WSGIRequestHandler, make_server


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - its name
        pass


@contextmanager
def serving(app: WSGIApplication) -> Iterator[str]:
    """Serve an application in threads; yield the URL of its callbacks."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/callback"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def serving_bytes(answer: Callable[[bytes], bytes | None]) -> Iterator[str]:
    """Answer the beginning of each request with bytes; with ``None``, stop to listen."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)

        def serve() -> None:
            while not ended.is_set():
                with suppress(TimeoutError):
                    connection, _ = server.accept()
                    with connection:
                        if not _served(connection, answer):
                            server.close()
                            return

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        finally:
            ended.set()
            thread.join()


def _served(connection: socket.socket, answer: Callable[[bytes], bytes | None]) -> bool:
    connection.settimeout(10)
    received = _received(connection)
    if not received:  # somebody wanted to know whether anything listens
        return True
    answered = answer(received)
    if answered is not None:
        with suppress(ConnectionError):  # the client does not wait for ever
            connection.sendall(answered)
    return answered is not None


def _received(connection: socket.socket) -> bytes:
    """Read the headers, and the body unless it is large."""
    received = connection.recv(65_536)
    length = re.search(rb"\r\nContent-Length: (\d{1,4})\r\n", received)
    size = int(length[1]) if length else 0
    while received and len(received.partition(b"\r\n\r\n")[2]) < size:
        received += connection.recv(65_536)
    return received
