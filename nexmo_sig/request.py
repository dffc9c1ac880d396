"""Requests: built for any transport to send, and read from any web framework."""

from __future__ import annotations

from types import MappingProxyType

from .errors import ParameterError, RequestError, UnsupportedMediaType
from .form import decode_form
from .frozen import Frozen, set_attribute
from .limits import MAX_BYTES, MAX_PARAMETERS, check_size
from .media import FORM, decode, encode, essence
from .urls import checked_url

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import WSGIEnvironment

    from .asgi import Receive, Scope
    from .types import Auth, Params, Placement

METHODS = ("GET", "POST")


class Request(Frozen):
    """An HTTP request, outbound or inbound. It never changes; equal requests compare equal.

    Its text shows no body and no query, as both may hold credentials.

    Args:
        method: the HTTP method, such as ``"POST"``.
        url: an absolute URL or, of an inbound request, a path with its query.
        headers: a mapping, or (name, value) pairs. Of a name that is repeated, in any case, the
            values are joined by ``", "`` (RFC 9110, section 5.2).
        body: the bytes of the body.

    Raises:
        RequestError: an argument is of another type.
    """

    __slots__ = ("body", "headers", "method", "url")

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    def __init__(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> None:
        if not isinstance(method, str) or not isinstance(url, str):
            raise RequestError("the method and the URL of a request must be str")
        if not isinstance(body, bytes):
            raise RequestError(f"the body of a request must be bytes, not {type(body).__name__}")
        # One by one, which is faster: a request is made for every callback that arrives.
        set_attribute(self, "method", method)
        set_attribute(self, "url", url)
        set_attribute(self, "headers", MappingProxyType(_combined(headers) if headers else {}))
        set_attribute(self, "body", body)

    @classmethod
    def from_wsgi(cls, environ: WSGIEnvironment, *, max_bytes: int = MAX_BYTES) -> Request:
        """Return the request that a WSGI application was called with (PEP 3333).

        Args:
            environ: the environment; its body is read, and must not have been read before.
            max_bytes: of the body; no more is read.

        Raises:
            RequestTooLarge: the body is larger.
            RequestError: the body has no usable ``Content-Length``, or ends too early.
        """
        from .wsgi import read_body, read_headers, target_of

        body = read_body(environ, max_bytes)
        return cls(environ["REQUEST_METHOD"], target_of(environ), read_headers(environ), body)

    @classmethod
    def from_asgi(cls, scope: Scope, body: bytes) -> Request:
        """Return the request that an ASGI application was called with (ASGI specification, HTTP).

        Args:
            scope: the connection scope, of type ``http``.
            body: the whole body; :meth:`receive_asgi` reads it as well, up to a limit.
        """
        from .asgi import read_headers, target_of

        return cls(scope["method"], target_of(scope), read_headers(scope), body)

    @classmethod
    async def receive_asgi(
        cls, scope: Scope, receive: Receive, *, max_bytes: int = MAX_BYTES
    ) -> Request:
        """Return the request that an ASGI application was called with, and read its body.

        Args:
            scope: the connection scope, of type ``http``; ``request.scope`` in Starlette.
            receive: the channel that the body arrives on; ``request.receive`` in Starlette.
            max_bytes: of the body; what is beyond is neither awaited nor kept.

        Raises:
            RequestTooLarge: the body is larger.
            RequestError: the client went away.
        """
        from .asgi import read_body

        return cls.from_asgi(scope, await read_body(receive, max_bytes))

    def __repr__(self) -> str:
        target, mark, _ = self.url.partition("?")
        size = f", a body of {len(self.body)} bytes" if self.body else ""
        return f"<Request {self.method} {target}{mark and '?...'}{size}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Request):
            return NotImplemented
        return self._state() == other._state()

    def __hash__(self) -> int:
        return hash((self.method, self.url, self.body))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self._state()

    def header(self, name: str) -> str | None:
        """Return the value of a header, without regard to the case of its name, or ``None``."""
        wanted = name.lower()
        for given, value in self.headers.items():
            if given.lower() == wanted:
                return value
        return None

    def _state(self) -> tuple[str, str, dict[str, str], bytes]:
        return self.method, self.url, dict(self.headers), self.body


def build_request(
    method: str,
    url: str,
    params: Params,
    *,
    auth: Auth,
    media_type: str = FORM,
    placement: Placement = "body",
) -> Request:
    """Build a request that carries authenticated parameters.

    Args:
        method: ``"GET"``, which always uses the query, or ``"POST"``.
        url: where it goes: HTTPS or a loopback host, without a query.
        params: a mapping, or an iterable of (name, value) pairs; it stays as it is.
        auth: what authenticates it: a ``SecretAuth`` or a ``SignatureAuth``.
        media_type: of a POST's body, one of :data:`~nexmo_sig.MEDIA_TYPES`.
        placement: where a POST carries its parameters, ``"body"`` or ``"query"``.

    Returns:
        The request, with the headers that Nexmo demands: ``Content-Length`` always, in bytes, and
        ``Content-Type`` with a body.

    Raises:
        InsecureURL: plain HTTP to a host that is not loopback.
        RequestError: another method or placement, or a URL that cannot be used.
        UnsupportedMediaType: a media type that Nexmo does not document.
        DuplicateParameter: a name occurs twice.
        ParameterError: a parameter cannot be one, or contradicts the credentials.
    """
    target = checked_url(url)
    essence(media_type)
    if not isinstance(method, str) or method not in METHODS:
        raise RequestError(f"the method must be one of {', '.join(METHODS)}")
    if not isinstance(placement, str) or placement not in ("body", "query"):
        raise RequestError('the placement must be "body" or "query"')
    if not hasattr(auth, "apply"):
        raise ParameterError("auth must be a SecretAuth or a SignatureAuth", "auth")
    sent = auth.apply(params)
    if method == "GET" or placement == "query":
        query = encode(sent).decode("ascii")
        return Request(method, f"{target}?{query}", {"Content-Length": "0"})
    body = encode(sent, media_type)
    return Request(
        method, target, {"Content-Type": media_type, "Content-Length": str(len(body))}, body
    )


def read_request(
    request: Request, *, max_bytes: int = MAX_BYTES, max_parameters: int = MAX_PARAMETERS
) -> dict[str, str]:
    """Read the parameters of a request, strictly: the inverse of :func:`build_request`.

    What the application reads must be what was signed, so whatever receivers read in different
    ways is refused. The parameters are not verified yet: see :meth:`nexmo_sig.Signer.verify`.

    Args:
        request: a GET with a query, or a POST with a query, a form or a JSON object.
        max_bytes: of the body, and of the query.
        max_parameters: how many parameters there may be.

    Returns:
        A new dict of the texts.

    Raises:
        RequestTooLarge: the request is over a limit.
        UnsupportedMediaType: the body has a ``Content-Type`` that Nexmo does not document, or none.
        EncodingError: the query or the body cannot be read.
        RequestError: another method, a GET with a body, parameters in both query and body, or a
            fragment.
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter.
    """
    if not isinstance(request, Request):
        raise RequestError(f"give a Request, not {type(request).__name__}")
    if request.method not in METHODS:
        raise RequestError(f"the method must be one of {', '.join(METHODS)}")
    if "#" in request.url:
        raise RequestError("the URL holds a '#': a request carries no fragment")
    query = request.url.partition("?")[2]
    if not request.body:
        check_size(len(query), max_bytes)
        return decode_form(query, max_parameters)
    if query:
        raise RequestError("parameters in both the query and the body: send them in one place")
    if request.method == "GET":
        raise RequestError("a GET with a body: send its parameters in the query")
    media_type = request.header("Content-Type")
    if media_type is None:
        raise UnsupportedMediaType("the body has no Content-Type: name its media type")
    return decode(request.body, media_type, max_bytes=max_bytes, max_parameters=max_parameters)


def _combined(headers: Mapping[str, str] | Iterable[tuple[str, str]]) -> dict[str, str]:
    pairs = headers.items() if hasattr(headers, "items") else headers
    combined: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for name, value in pairs:
        if not isinstance(name, str) or not isinstance(value, str):
            raise RequestError("the names and values of headers must be str")
        spelling = spellings.setdefault(name.lower(), name)
        combined[spelling] = f"{combined[spelling]}, {value}" if spelling in combined else value
    return combined
