"""A receiver that listens on a URL, over HTTP or HTTPS by the standard library.

Its name is resolved once, no proxy is used, no redirect is followed, and certificates are checked.
"""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, urlsplit

from .. import __version__
from .._wire.urls import is_loopback
from ..errors import UsageError
from ..request import Request
from .answer import CLOSED, TIMED_OUT, Answer, ReceiverUnreachable

USER_AGENT = f"nexmo-sig-conformance/{__version__}"

_SECONDS = 10.0  # for a receiver to answer
_REMOTE_INTERVAL = 1 / 20  # seconds between requests to another host
_RESTART_SECONDS = 1.0  # for a receiver that died to listen again
_READ_BYTES = 65_536


class HttpReceiver:
    """A receiver at a URL.

    Args:
        url: where it listens, without a query.
        own_host: you own the host, which may then be another one than this machine; it gets at most
            20 requests a second.
        seconds: how long to wait for an answer.

    Raises:
        UsageError: the URL cannot be used, or names another host than this machine.
        ReceiverUnreachable: the host has no address.
    """

    def __init__(self, url: str, *, own_host: bool = False, seconds: float = _SECONDS) -> None:
        parts = _split(url)
        self._host = parts.hostname or ""
        self._is_remote = not is_loopback(self._host)
        if self._is_remote and not own_host:
            raise UsageError(
                f"{self._host} is not this machine: hostile requests go to hosts that you own only, "
                "with --i-own-this-host",
                "url",
            )
        self._target = parts.path or "/"
        self._netloc = parts.netloc
        self._seconds = seconds
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._addresses = _resolved(self._host, parts.port or (443 if self._tls else 80))
        self._next = 0.0

    def exchange(self, request: Request) -> Answer:
        """Send a request over a connection of its own, and return the answer to it."""
        self._pace()
        start = time.perf_counter()
        try:
            with closing(self._connected()) as connection:
                return self._exchanged(connection, request, start)
        except ReceiverUnreachable:
            return Answer(None, "nothing listens", time.perf_counter() - start)

    def check_reachable(self) -> None:
        """Connect once.

        Raises:
            ReceiverUnreachable: nothing listens, or the certificate cannot be trusted.
        """
        self._connected().close()

    def is_alive(self) -> bool:
        """Tell whether the receiver listens, now or in a second."""
        end = time.monotonic() + _RESTART_SECONDS
        while True:
            with suppress(ReceiverUnreachable):
                self.check_reachable()
                return True
            if time.monotonic() > end:
                return False
            time.sleep(0.1)

    def _pace(self) -> None:
        if self._is_remote:
            time.sleep(max(0.0, self._next - time.monotonic()))
            self._next = time.monotonic() + _REMOTE_INTERVAL

    def _connected(self) -> HTTPConnection:
        connection = HTTPConnection(self._host, timeout=self._seconds)
        connection.sock = self._socket()
        return connection

    def _socket(self) -> socket.socket:
        reason = "has no address"
        for address in self._addresses:
            try:
                plain = socket.create_connection(address, self._seconds)
                self._addresses = [address]
                return self._secured(plain)
            except ssl.SSLError as error:
                reason = f"cannot be trusted: {error.reason or 'TLS failed'}"
            except OSError as error:
                reason = (error.strerror or "does not answer").lower()
        raise ReceiverUnreachable(f"{self._netloc}: {reason}")

    def _secured(self, plain: socket.socket) -> socket.socket:
        if self._tls is None:
            return plain
        try:
            return self._tls.wrap_socket(plain, server_hostname=self._host)
        except BaseException:
            plain.close()
            raise

    def _exchanged(self, connection: HTTPConnection, request: Request, start: float) -> Answer:
        try:
            with suppress(ConnectionError):  # a receiver may answer before it has read all
                self._send(connection, request)
            response = connection.getresponse()
            seconds = time.perf_counter() - start
            with suppress(OSError, HTTPException):  # so that the receiver is not cut off
                response.read1(_READ_BYTES)
            date, retry_after = (response.getheader(name) for name in ("Date", "Retry-After"))
            return Answer(response.status, "", seconds, date, retry_after)
        except TimeoutError:
            failure = TIMED_OUT
        except OSError:
            failure = CLOSED
        except HTTPException:
            failure = "not HTTP"
        return Answer(None, failure, time.perf_counter() - start)

    def _send(self, connection: HTTPConnection, request: Request) -> None:
        target = self._target + request.url
        connection.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
        sent = {"Host": self._netloc, "User-Agent": USER_AGENT, "Connection": "close"}
        for name, value in {**sent, **request.headers}.items():
            connection.putheader(name, value)
        connection.endheaders(request.body or None)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or not url.isprintable() or " " in url:
        raise UsageError("the URL must start with http:// or https:// and name a host", "url")
    if "@" in parts.netloc or "?" in url or "#" in url:
        raise UsageError("the URL must not hold a user name, a query or a fragment", "url")
    return parts


def _resolved(host: str, port: int) -> list[tuple[str, int]]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ReceiverUnreachable(f"{host}: the name is not known") from None
    addresses = list(dict.fromkeys((str(entry[4][0]), port) for entry in found))
    if is_loopback(host):
        addresses = [address for address in addresses if is_loopback(address[0])]
    return addresses
