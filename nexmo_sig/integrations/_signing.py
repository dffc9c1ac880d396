"""What the clients share: a request that is prepared already is read, built again and signed."""

from __future__ import annotations

from .._parameters import SIGNATURE, TIMESTAMP
from ..auth import SignatureAuth
from ..errors import RequestError
from ..media import FORM
from ..request import Request, build_request, read_request


def sign_request(request: Request, auth: SignatureAuth) -> Request:
    """Sign a request that a client has prepared.

    The parameters stay where they are, in the query or in the body; a POST that has none gets a
    body. One that was signed before loses its ``sig``, and the Unix seconds that came with it.

    Args:
        request: a GET with a query, or a POST with a query, a form or a JSON object; its URL is
            absolute.
        auth: what signs.

    Returns:
        The signed request, with the headers of :func:`nexmo_sig.build_request` and no others.

    Raises:
        NexmoSigError: what :func:`nexmo_sig.read_request` and :func:`nexmo_sig.build_request` raise.
    """
    params = read_request(request)
    if params.pop(SIGNATURE, None) is not None and params.get(TIMESTAMP, "").isdigit():
        del params[TIMESTAMP]
    url, mark, _ = request.url.partition("?")
    if mark or request.method == "GET":
        return build_request(request.method, url, params, auth=auth, placement="query")
    media_type = request.header("Content-Type") or FORM
    return build_request(request.method, url, params, auth=auth, media_type=media_type)


class Signing:
    """A request that is signed when it is prepared, and its body each time that it is sent again.

    Args:
        request: what a client has prepared.
        auth: what signs.

    Raises:
        NexmoSigError: what :func:`sign_request` raises.

    Attributes:
        signed: the request as it was signed first.
    """

    def __init__(self, request: Request, auth: SignatureAuth) -> None:
        self.signed = sign_request(request, auth)
        self._request = request
        self._auth = auth
        self._is_used = False

    def next_body(self) -> bytes:
        """Return the body to send: the first at first, and then a newly signed one every time.

        Raises:
            RequestError: the length, which the headers hold, is not what it was.
        """
        if not self._is_used:
            self._is_used = True
            return self.signed.body
        body = sign_request(self._request, self._auth).body
        if len(body) != len(self.signed.body):
            raise RequestError("the timestamp has another number of digits than when first signed")
        return body


def check_redirect(signed: tuple[object, ...], redirected: tuple[object, ...]) -> None:
    """Raise unless a redirect stays at its origin.

    Args:
        signed: the origin that the request was signed for.
        redirected: the origin that it would go to now.

    Raises:
        RequestError: they differ in the scheme, the host or the port.
    """
    if redirected != signed:
        raise RequestError(
            "the server redirects to another scheme, host or port, where a signed request must "
            "not go: if the new URL is right, send to it directly"
        )
