"""Signing what `requests <https://requests.readthedocs.io>`_ is about to send.

>>> import requests
>>> requests.post(url, data=params, auth=NexmoAuth(api_key, signer))
<Response [200]>
"""

from __future__ import annotations

from typing import Any, SupportsIndex
from urllib.parse import urljoin

from requests import PreparedRequest, Response
from requests.auth import AuthBase

from .._wire.urls import checked_url, origin
from ..auth import SignatureAuth
from ..errors import RequestError
from ..request import Request
from ..signer import Signer
from ._signing import Signing, check_redirect


class NexmoAuth(AuthBase):
    """Signs the form, the JSON object or the query of each request; for a call or a session.

    What is sent are the texts of the parameters: the JSON number ``1`` goes out as ``"1"``.

    A redirect to another scheme, host or port raises a ``RequestError``, even if redirects are not
    followed. A body is signed again whenever it is sent again: by urllib3's ``Retry``, by a
    redirect within the origin, and by ``Session.send``. A query is signed when it is prepared:
    ``Retry`` and ``Session.send`` repeat it as it is.

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

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        """Sign a prepared request; requests calls this before it sends.

        Raises:
            RequestError: the request is a stream, has parameters in both places, a method other
                than GET and POST, or a URL that credentials must not be sent to.
            UnsupportedMediaType: the body is no form and no JSON: multipart, for example.
            NexmoSigError: the parameters cannot be read or signed.
        """
        signing = Signing(_read(r), self._auth)
        r.url = signing.signed.url
        r.headers.update(signing.signed.headers)
        r.body = None
        if signing.signed.body:
            r.body = _SignedBody(signing)  # type: ignore[assignment]  # urllib3 sends any buffer
        r.register_hook("response", _stay_at_origin)
        return r


class _SignedBody(bytearray):
    """A body that is signed again each time that it is sent again.

    urllib3 asks any body for its position before it sends it, and for a retry puts it back there.
    """

    def __init__(self, signing: Signing) -> None:
        super().__init__(signing.signed.body)
        self._signing = signing

    def tell(self) -> int:
        self[:] = self._signing.next_body()
        return 0

    def seek(self, _: int) -> None:
        self.tell()

    def __reduce_ex__(self, _: SupportsIndex) -> tuple[object, ...]:
        return bytes, (bytes(self),)  # a response may be pickled, and the secret stays here


def _read(r: PreparedRequest) -> Request:
    if r.method is None or r.url is None:
        raise RequestError("the request is not prepared: use Session.prepare_request")
    body = r.body or b""
    if isinstance(body, str):
        body = body.encode(errors="surrogatepass")  # which is then refused: it is not UTF-8
    if not isinstance(body, (bytes, bytearray)):
        raise RequestError("a stream cannot be signed: pass the parameters as data, json or params")
    media_type = r.headers.get("Content-Type")
    if isinstance(media_type, bytes):
        media_type = media_type.decode("latin-1")
    headers = {} if media_type is None else {"Content-Type": media_type}
    return Request(r.method, r.url, headers, bytes(body))


def _stay_at_origin(response: Response, **_: Any) -> None:
    if response.is_redirect:
        try:
            check_redirect(origin(response.url), origin(_redirected(response)))
        except RequestError:
            response.close()
            raise


def _redirected(response: Response) -> str:
    try:
        url = urljoin(response.url, response.headers["Location"])
    except ValueError:
        raise RequestError("the server redirects to a URL that cannot be parsed") from None
    return checked_url(url.partition("#")[0].partition("?")[0])
