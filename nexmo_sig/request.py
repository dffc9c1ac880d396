"""Requests: built for any transport to send, and read from any web framework."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from wsgiref.types import WSGIEnvironment

from ._parameters import checked_strings
from ._scheme import Scheme, advice
from ._wire import asgi, wsgi
from ._wire.form import decode_form, encode_form
from ._wire.limits import MAX_BYTES, MAX_PARAMETERS, check_limit, check_size
from ._wire.urls import checked_url, server_entry
from .auth import SecretAuth, SignatureAuth
from .errors import NexmoSigError, RequestError, UnsupportedMediaType, UsageError
from .media import FORM, decode_within, encode_strings, known_media_type
from .types import Auth, Params, Placement

METHODS = ("GET", "POST")

_USER_INFORMATION = re.compile(r"^([a-z][a-z0-9+.-]*:)?//[^/]*@", re.IGNORECASE)


@dataclass(frozen=True, slots=True, init=False)
class Request:
    """An HTTP request, outbound or inbound. It is immutable; equal requests compare equal.

    Its ``repr()`` shows neither body nor query, nor the user name and password of a URL, as these
    may be credentials; characters that cannot be printed are escaped.

    Args:
        method: the HTTP method, such as ``"POST"``.
        url: an absolute URL or, of an inbound request, a path with its query.
        headers: a mapping, or (name, value) pairs. The values of a name that is repeated, in any
            case, are joined by ``", "`` (RFC 9110, section 5.2).
        body: the bytes of the body.

    Raises:
        RequestError: an argument is of another type.
    """

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
        object.__setattr__(self, "method", method)
        object.__setattr__(self, "url", url)
        object.__setattr__(self, "headers", MappingProxyType(_combined(headers) if headers else {}))
        object.__setattr__(self, "body", body)

    @classmethod
    def from_wsgi(
        cls, environ: WSGIEnvironment, body: bytes | None = None, *, max_bytes: int = MAX_BYTES
    ) -> Request:
        """Return the request that a WSGI application was called with (PEP 3333).

        Args:
            environ: the environment.
            body: the whole body, if the framework has read it; by default it is read here.
            max_bytes: of the body; no more is read.

        Raises:
            UsageError: the environment is not the one of a WSGI server, or the limit is not an
                integer of 0 or more.
            RequestTooLarge: the body is larger.
            RequestError: the body has no usable ``Content-Length``, or ends too early.
        """
        check_limit("max_bytes", max_bytes)
        method = server_entry("environ", environ, "REQUEST_METHOD")
        content = wsgi.read_body(environ, max_bytes) if body is None else body
        return cls(method, wsgi.target_of(environ), wsgi.read_headers(environ), content)

    @classmethod
    def from_asgi(cls, scope: asgi.Scope, body: bytes) -> Request:
        """Return the request that an ASGI application was called with (ASGI specification, HTTP).

        Args:
            scope: the connection scope, of type ``http``.
            body: the whole body; :meth:`receive_asgi` reads it as well, up to a limit.

        Raises:
            UsageError: the scope is not the one of an HTTP request.
            RequestError: the body is not bytes.
        """
        return cls(*asgi.parts_of(scope), body)

    @classmethod
    async def receive_asgi(
        cls, scope: asgi.Scope, receive: asgi.Receive, *, max_bytes: int = MAX_BYTES
    ) -> Request:
        """Return the request that an ASGI application was called with, and read its body.

        Args:
            scope: the connection scope, of type ``http``; ``request.scope`` in Starlette.
            receive: the channel that the body arrives on; ``request.receive`` in Starlette.
            max_bytes: of the body; what is beyond is neither awaited nor kept.

        Raises:
            UsageError: the scope is not the one of an HTTP request, or the limit is not an integer
                of 0 or more.
            RequestTooLarge: the body is larger.
            RequestError: the client went away.
        """
        check_limit("max_bytes", max_bytes)
        return cls.from_asgi(scope, await asgi.read_body(receive, max_bytes))

    def __repr__(self) -> str:
        target, mark, _ = self.url.partition("?")
        size = f", a body of {len(self.body)} bytes" if self.body else ""
        shown = f"{self.method} " + _USER_INFORMATION.sub(r"\1//", target)
        printable = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown)
        return f"<Request {printable}{mark and '?...'}{size}>"

    def __hash__(self) -> int:
        return hash((self.method, self.url, self.body))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.method, self.url, dict(self.headers), self.body)

    def header(self, name: str) -> str | None:
        """Return the value of a header, without regard to the case of its name, or ``None``."""
        wanted = name.lower()
        for given, value in self.headers.items():
            if given.lower() == wanted:
                return value
        return None


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
        params: a mapping, or an iterable of (name, value) pairs; it is not changed.
        auth: a ``SecretAuth`` or a ``SignatureAuth``.
        media_type: of a POST's body, one of :data:`~nexmo_sig.MEDIA_TYPES`.
        placement: where a POST carries its parameters, ``"body"`` or ``"query"``.

    Returns:
        The request, with the headers that Nexmo demands: ``Content-Length`` always, in bytes, and
        ``Content-Type`` with a body.

    Raises:
        UsageError: ``auth`` cannot authenticate.
        InsecureURL: plain HTTP to a host that is not loopback.
        RequestError: another method or placement, or a URL that cannot be used.
        UnsupportedMediaType: a media type that Nexmo does not document.
        DuplicateParameter: a name occurs twice.
        ParameterError: a parameter cannot be one, or contradicts the credentials.
    """
    if not callable(getattr(auth, "apply", None)) or isinstance(auth, type):
        raise UsageError("auth must be a SecretAuth or a SignatureAuth", "auth")
    target = checked_url(url)
    known = known_media_type(media_type)
    _check_method(method)
    if not isinstance(placement, str) or placement not in ("body", "query"):
        raise RequestError('the placement must be "body" or "query"')
    sent = auth.apply(params)
    if type(auth) not in (SecretAuth, SignatureAuth):  # another may return anything
        sent = checked_strings(sent)
    if method == "GET" or placement == "query":
        return Request(method, f"{target}?{encode_form(sent)}", {"Content-Length": "0"})
    body = encode_strings(known, sent)
    headers = {"Content-Type": media_type, "Content-Length": str(len(body))}
    return Request(method, target, headers, body)


def read_request(
    request: Request,
    *,
    max_bytes: int = MAX_BYTES,
    max_parameters: int = MAX_PARAMETERS,
    url_parameters: Collection[str] = (),
) -> dict[str, str]:
    """Read the parameters of a request, strictly: the inverse of :func:`build_request`.

    The application must read what was signed, so input that receivers read in different ways is
    rejected. The parameters are not verified yet: see :meth:`nexmo_sig.Signer.verify`.

    Args:
        request: a GET with a query, or a POST with a query, a form or a JSON object.
        max_bytes: of the body, and of the query.
        max_parameters: how many parameters there may be.
        url_parameters: the names of parameters that your webhook URL has itself, such as
            ``["tenant"]`` for ``/callback?tenant=5``. They are removed from the query, as they are
            not signed: anybody can change them.

    Returns:
        A new dict of strings.

    Raises:
        UsageError: a limit is not an integer of 0 or more, or ``url_parameters`` is not a
            collection of strings.
        RequestTooLarge: the request is over a limit.
        UnsupportedMediaType: the body has a ``Content-Type`` that Nexmo does not document, or none.
        EncodingError: the query or the body cannot be read.
        RequestError: another method, a GET with a body, parameters in both query and body, a
            fragment, or a body that was read before.
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter.
    """
    check_limit("max_bytes", max_bytes)
    check_limit("max_parameters", max_parameters)
    if url_parameters != ():
        _check_names(url_parameters)
    if not isinstance(request, Request):
        raise RequestError(f"give a Request, not {type(request).__name__}")
    _check_method(request.method)
    if "#" in request.url:
        raise RequestError("the URL holds a '#': a request carries no fragment")
    query = request.url.partition("?")[2]
    if not request.body:
        check_body_arrived(request)
        return _read_query(query, max_bytes, max_parameters, url_parameters)
    if query and (
        not url_parameters or _read_query(query, max_bytes, max_parameters, url_parameters)
    ):
        raise RequestError("parameters in both the query and the body: send them in one place")
    if request.method == "GET":
        raise RequestError("a GET with a body: send its parameters in the query")
    try:
        return _decoded_body(request, max_bytes, max_parameters)
    except NexmoSigError as error:
        error.args = (f"{error}{advice(request, Scheme.SIG)}",)
        raise


def _decoded_body(request: Request, max_bytes: int, max_parameters: int) -> dict[str, str]:
    media_type = request.header("Content-Type")
    if media_type is None:
        raise UnsupportedMediaType("the body has no Content-Type: name its media type")
    return decode_within(request.body, media_type, max_bytes, max_parameters)


def _check_method(method: str) -> None:
    if not isinstance(method, str) or method not in METHODS:
        raise RequestError(f"the method must be one of {', '.join(METHODS)}")


def _check_names(names: Collection[str]) -> None:
    is_collection = isinstance(names, Collection) and not isinstance(names, str)
    if not is_collection or not all(isinstance(name, str) for name in names):
        raise UsageError("url_parameters must be a list of str", "url_parameters")


def _read_query(
    query: str, max_bytes: int, max_parameters: int, unsigned: Collection[str]
) -> dict[str, str]:
    check_size(len(query.encode(errors="surrogatepass")), max_bytes)
    params = decode_form(query, max_parameters)
    for name in unsigned:
        params.pop(name, None)
    return params


def check_body_arrived(request: Request) -> None:
    """Raise RequestError for an empty body that its ``Content-Length`` says is not empty."""
    length = request.header("Content-Length") if request.headers and not request.body else None
    if length is not None and length.strip("0 "):
        problem = "the body is empty, but its Content-Length is above 0: it was read before"
        raise RequestError(f"{problem}; pass the body that the framework has read")


def _combined(headers: Any) -> dict[str, str]:
    if not hasattr(headers, "__iter__"):
        raise RequestError("headers must be a mapping, or (name, value) pairs")
    by_name: dict[str, tuple[str, list[str]]] = {}
    for pair in headers.items() if hasattr(headers, "items") else headers:
        is_pair = isinstance(pair, (tuple, list)) and len(pair) == 2
        if not is_pair or not isinstance(pair[0], str) or not isinstance(pair[1], str):
            raise RequestError("the names and values of headers must be str")
        by_name.setdefault(pair[0].lower(), (pair[0], []))[1].append(pair[1])
    return {name: ", ".join(values) for name, values in by_name.values()}
