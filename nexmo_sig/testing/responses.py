"""Requests → the responses that the Conversion API documents (Conversion API reference).

======  ==========================================================================
Status  Answers
======  ==========================================================================
200     a conversion that is accepted
401     an unknown ``api_key``, a wrong ``api_secret``, a wrong or stale signature
402     an account without access to the Conversion API
404     another path than ``/conversions/sms`` and ``/conversions/voice``
405     another method than POST
413     a body or a query that is too large
415     a body of another media type
420     a parameter that is invalid, or a request that cannot be read
422     no ``message-id``
423     no ``delivered``
======  ==========================================================================

The reference says that 420, 422 and 423 are for missing and invalid parameters, and not which is
for which; here each has one meaning, so that a client can be seen to handle all three.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .._parameters import API_KEY, API_SECRET, SIGNATURE, TIMESTAMP
from ..conversion import Endpoint, checked_conversion
from ..errors import (
    ConversionError,
    InvalidParameters,
    NexmoSigError,
    NotEnabled,
    UnexpectedStatus,
    WrongCredentials,
)
from ..request import Request, read_request
from .accounts import EXAMPLE_ACCOUNT, Account

BASE_PATH = "/conversions"
PATHS = tuple(f"{BASE_PATH}/{endpoint}" for endpoint in Endpoint)


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response. It is immutable; equal responses compare equal.

    Args:
        status: the HTTP status.
        headers: a mapping of names to values.
        body: plain text in UTF-8, without secrets: why the request was answered so.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __post_init__(self) -> None:
        object.__setattr__(self, "headers", MappingProxyType(dict(self.headers)))

    def __repr__(self) -> str:
        return f"<Response {self.status}: {self.reason}>"

    def __hash__(self) -> int:
        return hash((self.status, self.body))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.status, dict(self.headers), self.body)

    @property
    def reason(self) -> str:
        """The body as text."""
        return self.body.decode()


def respond(
    request: Request, accounts: Iterable[Account] = (EXAMPLE_ACCOUNT,), *, now: float
) -> Response:
    """Answer a request as the Conversion API does.

    Args:
        request: what was received; its URL may be absolute or a path with a query.
        accounts: those that are known, each with another key.
        now: the present, in Unix seconds (UTC).

    Returns:
        The response; the table above says what its status tells.
    """
    try:
        _check_target(request)
        params = read_request(request)
        _check_access(params, accounts, now)
        _check_conversion(params)
    except NexmoSigError as error:
        return rejection(error)
    return _response(200, "accepted")


def rejection(error: NexmoSigError) -> Response:
    """Return the response to a request that caused an error."""
    status = _status_of(error)
    allow = {"Allow": "POST"} if status == 405 else {}  # RFC 9110, section 15.5.6
    return _response(status, str(error), allow)


def _status_of(error: NexmoSigError) -> int:
    if isinstance(error, ConversionError):
        return error.status
    return 420 if error.response_status == 400 else error.response_status  # in the vendor's terms


def _response(
    status: int, reason: str, headers: Mapping[str, str] = MappingProxyType({})
) -> Response:
    body = reason.encode()
    content = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))}
    return Response(status, {**content, **headers}, body)


def _check_target(request: Request) -> None:
    if _path(request.url) not in PATHS:
        raise UnexpectedStatus(f"the paths are {' and '.join(PATHS)}", 404)
    if request.method != "POST":
        raise UnexpectedStatus("the Conversion API takes POST only", 405)


def _path(url: str) -> str:
    target = url.partition("?")[0]
    if target.startswith("/"):
        return target
    return "/" + target.partition("://")[2].partition("/")[2]


def _check_access(params: dict[str, str], accounts: Iterable[Account], now: float) -> None:
    if API_KEY not in params:
        raise WrongCredentials("the request carries no api_key", 401)
    for account in accounts:
        if account.api_key == params[API_KEY]:
            break
    else:
        raise WrongCredentials("the api_key is of no known account", 401)
    _authenticate(params, account, now)
    if not account.enabled:
        raise NotEnabled("the account has no access to the Conversion API", 402)


def _authenticate(params: dict[str, str], account: Account, now: float) -> None:
    if API_SECRET not in params:
        account.signer.verify(params, now=now)
    elif SIGNATURE in params:
        raise WrongCredentials("the request carries both api_secret and sig: send one", 401)
    elif not account.has_secret(params[API_SECRET]):
        raise WrongCredentials("the api_secret is not that of the account", 401)


def _check_conversion(params: dict[str, str]) -> None:
    for name, status in (("message-id", 422), ("delivered", 423)):
        if name not in params:
            raise InvalidParameters(f"the request carries no {name}", status)
    # The signer has read the timestamp of a signed request, which may be in Unix seconds.
    timestamp = None if SIGNATURE in params else params.get(TIMESTAMP)
    checked_conversion(params["message-id"], params["delivered"], timestamp)
