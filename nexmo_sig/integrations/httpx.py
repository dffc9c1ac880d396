"""Signing what `HTTPX <https://www.python-httpx.org>`_ is about to send.

>>> httpx.post(url, data=params, auth=NexmoAuth(api_key, signer))
<Response [200 OK]>
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from typing import Any

import httpx

from ..auth import SignatureAuth
from ..errors import RequestError
from ..request import Request
from ..signer import Signer
from ._signing import Signing, check_redirect


class NexmoAuth(httpx.Auth):
    """Signs the form, the JSON object or the query of each request.

    For a call, a ``Client`` or an ``AsyncClient``. What is sent are the texts of the parameters:
    the JSON number ``1`` goes out as ``"1"``.

    A redirect to another scheme, host or port raises a ``RequestError`` if redirects are followed:
    HTTPX's own transports tell where they are about to send to, and nothing is sent there. Of
    other transports, those that stream a body are stopped from streaming it twice.

    Each call of a client signs again, and a transport that sends again signs the body again; a
    query it repeats as it is. HTTPX logs the URL of each request, and with it the query.

    Args:
        api_key: the key of the account.
        signer: what signs, with the account's signature secret.

    Raises:
        ParameterError: the key is empty, no text, or cannot be encoded as UTF-8.
    """

    def __init__(self, api_key: str, signer: Signer) -> None:
        self._auth = SignatureAuth(api_key, signer)

    def __repr__(self) -> str:
        return f"<NexmoAuth of {self._auth.api_key!r}, {self._auth.signer!r}>"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign a request of a ``Client``; HTTPX calls this each time that it sends one.

        Yields:
            A new request: the one given stays as it is, and may be sent again.

        Raises:
            RequestError: the request is a stream or multipart, has parameters in both places, a
                method other than GET and POST, or a URL that credentials must not be sent to.
            UnsupportedMediaType: the body is no form and no JSON.
            NexmoSigError: the parameters cannot be read or signed.
        """
        signed, body = self._signed(request)
        trace = request.extensions.get("trace")

        def checked(event: str, info: dict[str, Any]) -> None:
            body.watch(event, info)
            if trace is not None:
                trace(event, info)

        signed.extensions["trace"] = checked
        yield signed

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Sign a request of an ``AsyncClient``: :meth:`auth_flow` says how."""
        signed, body = self._signed(request)
        trace = request.extensions.get("trace")

        async def checked(event: str, info: dict[str, Any]) -> None:
            body.watch(event, info)
            if trace is not None:
                await trace(event, info)

        signed.extensions["trace"] = checked
        yield signed

    def _signed(self, request: httpx.Request) -> tuple[httpx.Request, _SignedBody]:
        signing = Signing(_read(request), self._auth)
        headers = request.headers.copy()
        headers.update(signing.signed.headers)
        signed = httpx.Request(
            request.method,
            signing.signed.url,
            headers=headers,
            content=signing.signed.body,
            extensions=request.extensions,
        )
        signed.stream = body = _SignedBody(signing, signed.url)
        return signed, body


class _SignedBody(httpx.ByteStream):
    """A body that goes to one origin only, and is signed again each time that it is sent again.

    A redirect takes the body and the extensions of its request along. One of these is ``trace``,
    to which HTTPX's transports tell what they are about to do: there, a redirect can be stopped.
    """

    def __init__(self, signing: Signing, url: httpx.URL) -> None:
        super().__init__(signing.signed.body)
        self._signing = signing
        self._origin = url.raw_scheme, url.raw_host, url.port
        self._may_be_sent = True

    def watch(self, event: str, info: dict[str, Any]) -> None:
        """Raise RequestError when the headers of a request are about to go to another origin."""
        if event.endswith(".send_request_headers.started"):
            request = info["request"]
            if request.method != b"CONNECT":  # that goes to a proxy, and carries nothing of ours
                url = request.url
                check_redirect(self._origin, (url.scheme, url.host, url.port))
                self._may_be_sent = True

    def __iter__(self) -> Iterator[bytes]:
        yield self._next()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._next()

    def _next(self) -> bytes:
        if not self._may_be_sent:
            raise RequestError(
                "a signed request is not sent again by a transport that does not tell where to: "
                "follow no redirects, and retry by calling the client again"
            )
        self._may_be_sent = False
        return self._signing.next_body()


def _read(request: httpx.Request) -> Request:
    if not isinstance(request.stream, httpx.ByteStream):
        raise RequestError(
            "a stream or multipart body cannot be signed: "
            "pass the parameters as data, json or params"
        )
    return Request(request.method, str(request.url), request.headers, request.read())
