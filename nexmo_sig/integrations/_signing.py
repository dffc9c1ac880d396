"""The base of the auth classes for HTTP clients: it signs a request that a client has prepared."""

from __future__ import annotations

from .._parameters import SIGNATURE, TIMESTAMP
from ..auth import SignatureAuth
from ..errors import RequestError
from ..media import FORM
from ..request import Request, build_request, read_request
from ..signer import Signer


class Signing:
    """Signs prepared requests; the base class of each ``NexmoAuth``."""

    def __init__(self, api_key: str, signer: Signer) -> None:
        self._auth = SignatureAuth(api_key, signer)

    def __repr__(self) -> str:
        return f"<NexmoAuth of {self._auth.api_key!r}, {self._auth.signer!r}>"

    def _sign(self, method: str, url: str, media_type: str | None, body: bytes) -> Request:
        """Return the signed request, with the headers of ``build_request`` and no others.

        The parameters stay in the query or in the body; a POST that has none gets a form. A
        request that was signed before loses its ``sig``, and the Unix time that came with it.

        Raises:
            NexmoSigError: what ``read_request`` and ``build_request`` raise.
        """
        headers = {} if media_type is None else {"Content-Type": media_type}
        params = read_request(Request(method, url, headers, body))
        if params.pop(SIGNATURE, None) is not None and params.get(TIMESTAMP, "").isdigit():
            del params[TIMESTAMP]
        url, mark, _ = url.partition("?")
        if mark or method == "GET":
            return build_request(method, url, params, auth=self._auth, placement="query")
        return build_request(method, url, params, auth=self._auth, media_type=media_type or FORM)


def stream_error() -> RequestError:
    """Return the error for a body that cannot be read before it is sent."""
    return RequestError(
        "a stream, a file or a multipart form cannot be signed: pass the parameters as a form, "
        "as JSON or in the query"
    )


def redirect_error() -> RequestError:
    """Return the error for a response that redirects."""
    return RequestError(
        "the server redirects, but a signed request is for one URL: if the new URL is right, "
        "send to it directly"
    )


def proxy_error() -> RequestError:
    """Return the error for a request over plain HTTP that would not stay on this machine."""
    return RequestError(
        "a request to this machine over plain HTTP must not go through a proxy, which could read "
        "it: add the host to the environment variable NO_PROXY"
    )
