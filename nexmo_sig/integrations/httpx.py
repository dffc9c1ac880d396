"""Signing what `HTTPX <https://www.python-httpx.org>`_ is about to send.

>>> httpx.post(url, data=params, auth=NexmoAuth(api_key, signer))
<Response [200 OK]>
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator
from urllib.request import getproxies, proxy_bypass

try:
    import httpx
except ModuleNotFoundError as _error:
    raise ModuleNotFoundError("install HTTPX: pip install 'nexmo-sig[httpx]'") from _error

from ..errors import RequestError
from ._signing import Signing, proxy_error, redirect_error, stream_error


class NexmoAuth(Signing, httpx.Auth):
    """Signs the form, the JSON object or the query of each request.

    For a call, a ``Client`` or an ``AsyncClient``. The string form of each parameter is sent:
    the JSON number ``1`` goes out as ``"1"``.

    A request is signed once for each call of a client. A redirect raises a ``RequestError``, even
    where HTTPX would not follow it. Leave ``follow_redirects`` at its default, ``False``: HTTPX
    does not tell an auth class about a redirect before it has followed it. A signed body is
    not sent a second time, but the request that a ``Location`` header asks for is.

    A transport that sends requests again by itself gets a ``RequestError`` too: retry by calling
    the client again, which signs again.

    By default, HTTPX sends requests to this machine (``http://127.0.0.1``) through the proxy that
    ``HTTP_PROXY`` or ``ALL_PROXY`` sets, in plain text. They raise a ``RequestError`` then, with
    ``trust_env=False`` too, which an auth class cannot see: add the host to ``NO_PROXY``.

    HTTPX logs the URL of each request, and with it the query.

    Args:
        api_key: the key of the account.
        signer: a :class:`~nexmo_sig.Signer` with the account's signature secret.

    Raises:
        UsageError: the key is not a string, is empty or white space, begins with a byte order mark,
            or cannot be encoded as UTF-8; or the signer is not a :class:`~nexmo_sig.Signer`.
    """

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign a request; HTTPX calls this each time that a client is called.

        Yields:
            A new request: the one given stays as it is, and may be sent again.

        Raises:
            RequestError: the body is a stream or multipart, there are parameters in both places,
                the method is neither GET nor POST, credentials must not be sent to the URL, the
                URL is a loopback one over plain HTTP for which the environment sets a proxy, or
                the response redirects.
            UnsupportedMediaType: the body is neither a form nor JSON.
            NexmoSigError: the parameters cannot be read or signed.
        """
        response = yield self._signed(request)
        if response.history or response.next_request:
            raise redirect_error()

    def _signed(self, request: httpx.Request) -> httpx.Request:
        try:
            body = request.content
        except httpx.RequestNotRead:
            raise stream_error() from None
        media_type = request.headers.get("Content-Type")
        new = self._sign(request.method, str(request.url), media_type, body)
        if request.url.scheme == "http" and _is_proxied(request.url):
            raise proxy_error()
        headers = request.headers.copy()
        headers.update(new.headers)
        signed = httpx.Request(
            new.method, new.url, headers=headers, content=new.body, extensions=request.extensions
        )
        signed.stream = _SentOnce(new.body)
        return signed


class _SentOnce(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that raises ``RequestError`` instead of following a redirect to another server."""

    def __init__(self, body: bytes) -> None:
        self._unsent = [body]

    def __iter__(self) -> Iterator[bytes]:
        yield self._take()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._take()

    def _take(self) -> bytes:
        if not self._unsent:
            raise RequestError(
                "a signed request is sent once: do not follow redirects, and retry by calling "
                "the client again"
            )
        return self._unsent.pop()


def _is_proxied(url: httpx.URL) -> bool:
    proxies = getproxies()
    return ("http" in proxies or "all" in proxies) and not proxy_bypass(url.netloc.decode("ascii"))
