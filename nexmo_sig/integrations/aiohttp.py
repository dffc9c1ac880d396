"""Signing what `aiohttp <https://docs.aiohttp.org>`_ is about to send.

>>> import asyncio
>>> from aiohttp import ClientSession
>>> async def send():
...     async with ClientSession(middlewares=[NexmoAuth(api_key, signer)]) as session:
...         async with session.post(url, data=params) as response:
...             return response.status
>>> asyncio.run(send())
200
"""

from __future__ import annotations

try:
    from aiohttp import BytesPayload, ClientHandlerType, ClientRequest, ClientResponse
    from yarl import URL
except ModuleNotFoundError as _error:
    raise ModuleNotFoundError("install aiohttp: pip install 'nexmo-sig[aiohttp]'") from _error

from ._signing import Signing, proxy_error, redirect_error, stream_error


class NexmoAuth(Signing):
    """Signs the form, the JSON object or the query of each request; a client middleware.

    For the ``middlewares`` of a ``ClientSession`` or of one request. The string form of each
    parameter is sent: the JSON number ``1`` goes out as ``"1"``.

    A request is signed each time that it passes this middleware. Place middleware that sends
    again before this one in the list, and each attempt has a signature of its own.

    A redirect raises a ``RequestError``, even with ``allow_redirects=False``.

    Args:
        api_key: the key of the account.
        signer: a :class:`~nexmo_sig.Signer` with the account's signature secret.

    Raises:
        UsageError: the key is not a string, is empty or white space, begins with a byte order mark,
            or cannot be encoded as UTF-8; or the signer is not a :class:`~nexmo_sig.Signer`.
    """

    async def __call__(self, request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        """Sign a request and send it on; aiohttp calls this.

        Raises:
            RequestError: the body is a stream, multipart, compressed or chunked, there are
                parameters in both places, the method is neither GET nor POST, credentials must
                not be sent to the URL, the request is one over plain HTTP through a proxy, or the
                response redirects.
            UnsupportedMediaType: the body is neither a form nor JSON.
            NexmoSigError: the parameters cannot be read or signed.
        """
        media_type = request.headers.get("Content-Type")
        signed = self._sign(request.method, str(request.url), media_type, await _body(request))
        if request.proxy and request.url.scheme == "http":
            raise proxy_error()
        request.url = URL(signed.url, encoded=True)
        await request.update_body(signed.body or None)
        request.headers.update(signed.headers)
        response = await handler(request)
        if response.status in (301, 302, 303, 307, 308):
            response.close()
            raise redirect_error()
        return response


async def _body(request: ClientRequest) -> bytes:
    body = request.body
    if not body:
        return b""
    if not isinstance(body, BytesPayload) or request.chunked:
        raise stream_error()
    return await body.as_bytes()
