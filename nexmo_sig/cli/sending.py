"""Sending a request with the standard library.

No redirect is followed and no proxy is used: what holds credentials goes to the host of its URL
and to no other.
"""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from ..request import Request
from .errors import SendingError

_SECONDS = 30.0
_ANSWER_BYTES = 1_000


def send(request: Request) -> tuple[int, bytes]:
    """Send an outbound request; over HTTPS, the certificate of the host is checked.

    Returns:
        The HTTP status of the response, and the beginning of its body.

    Raises:
        SendingError: the server cannot be reached or trusted, or does not answer in HTTP.
    """
    parts = urlsplit(request.url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        with closing(connect(parts.hostname or "", parts.port, timeout=_SECONDS)) as connection:
            connection.request(request.method, target, request.body, dict(request.headers))
            response = connection.getresponse()
            return response.status, response.read(_ANSWER_BYTES)
    except OSError as error:
        reason = error.strerror or "no answer"
    except UnicodeError:  # of a label that is empty or too long
        reason = "its name is not one of a host"
    except HTTPException:
        reason = "the answer is not HTTP"
    raise SendingError(f"{parts.netloc} cannot be reached: {reason}")
