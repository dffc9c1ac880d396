"""Signing what `requests <https://requests.readthedocs.io>`_ is about to send.

>>> import requests
>>> requests.post(url, data=params, auth=NexmoAuth(api_key, signer))
<Response [200]>
"""

from __future__ import annotations

from typing import Any

try:
    from requests import PreparedRequest, Response
    from requests.auth import AuthBase
    from requests.utils import get_environ_proxies, select_proxy
except ModuleNotFoundError as _error:
    raise ModuleNotFoundError("install requests: pip install 'nexmo-sig[requests]'") from _error

from ..errors import RequestError
from ._signing import Signing, proxy_error, redirect_error, stream_error


class NexmoAuth(Signing, AuthBase):
    """Signs the form, the JSON object or the query of each request; for a call or a session.

    The string form of each parameter is sent: the JSON number ``1`` goes out as ``"1"``.

    A request is signed once, when requests prepares it. urllib3's ``Retry`` and ``Session.send``
    repeat it as it is, ``sig`` included; call requests again for a new signature.

    A redirect raises a ``RequestError``, even with ``allow_redirects=False``. So does a request to
    this machine (``http://127.0.0.1``) for which the environment sets a proxy, which would get it
    in plain text; with ``trust_env=False`` too, which an auth class cannot see.

    Args:
        api_key: the key of the account.
        signer: a :class:`~nexmo_sig.Signer` with the account's signature secret.

    Raises:
        UsageError: the key is not a string, is empty or white space, begins with a byte order mark,
            or cannot be encoded as UTF-8; or the signer is not a :class:`~nexmo_sig.Signer`.
    """

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        """Sign a prepared request; requests calls this before it sends.

        Raises:
            RequestError: the body is a stream, there are parameters in both places, the method is
                neither GET nor POST, credentials must not be sent to the URL, or the URL is a
                loopback one over plain HTTP for which the environment sets a proxy: add the host
                to ``NO_PROXY``.
            UnsupportedMediaType: the body is neither a form nor JSON, but multipart, for example.
            NexmoSigError: the parameters cannot be read or signed.
        """
        if r.method is None or r.url is None:
            raise RequestError("the request is not prepared: use Session.prepare_request")
        signed = self._sign(r.method, r.url, _media_type(r), _body(r))
        if r.url.startswith("http:") and select_proxy(r.url, get_environ_proxies(r.url)):
            raise proxy_error()
        r.url = signed.url
        r.headers.update(signed.headers)
        r.body = signed.body
        r.register_hook("response", _reject_redirect)
        return r


def _media_type(r: PreparedRequest) -> str | None:
    value = r.headers.get("Content-Type")
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _body(r: PreparedRequest) -> bytes:
    body = r.body or b""
    if isinstance(body, str):
        return body.encode(errors="surrogatepass")  # read_request reports what is not UTF-8
    if not isinstance(body, bytes):
        raise stream_error()
    return body


def _reject_redirect(response: Response, **_: Any) -> None:
    if response.is_redirect:
        response.close()
        raise redirect_error()
