"""A WSGI application that answers as the Conversion API does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from http.client import responses as phrases
from typing import TypeAlias
from wsgiref.types import StartResponse, WSGIEnvironment

from .._wire.wsgi import target_of
from ..errors import RequestError
from ..request import Request
from ..types import Clock
from .accounts import EXAMPLE_ACCOUNT, Account
from .responses import Response, rejection, respond

Observer: TypeAlias = Callable[[Request, Response], object]


class ConversionApp:
    """The Conversion API as a WSGI application, for any WSGI server.

    Args:
        accounts: those that are known, each with another key.
        clock: returns the present time in Unix seconds (UTC).
        observer: is called with each request and its response, before that is sent. A request
            whose body was rejected or never arrived is shown without headers and body.
    """

    def __init__(
        self,
        accounts: Iterable[Account] = (EXAMPLE_ACCOUNT,),
        *,
        clock: Clock = time.time,
        observer: Observer | None = None,
    ) -> None:
        self._accounts = tuple(accounts)
        self._clock = clock
        self._observer = observer

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Answer one request (PEP 3333)."""
        request, response = self._answer(environ)
        if self._observer is not None:
            self._observer(request, response)
        phrase = phrases.get(response.status, "Invalid Parameter")  # 420 is registered nowhere
        start_response(f"{response.status} {phrase}", list(response.headers.items()))
        return [] if request.method == "HEAD" else [response.body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[Request, Response]:
        try:
            request = Request.from_wsgi(environ)
        except RequestError as error:
            return Request(environ["REQUEST_METHOD"], target_of(environ)), rejection(error)
        return request, respond(request, self._accounts, now=self._clock())
