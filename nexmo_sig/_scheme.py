"""Which scheme a request carries: a ``sig`` among its parameters, or a bearer token.

It is told from the outside, before anything is verified: to choose what verifies a request, or to
say what would.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Protocol

from ._token import AUTHORIZATION, ROUTER_HEADER
from ._wire.limits import MAX_BYTES

_BEARER = re.compile(r"bearer(?: |$)", re.IGNORECASE)
_SIG_FIELD = re.compile(r"(?:^|[?&])sig=")
_SIG_MEMBER = re.compile(rb'"sig"[ \t\r\n]*:')
_SIG_FIELD_OF_BODY = re.compile(rb"(?:^|&)sig=")


class Scheme(StrEnum):
    """How a request is signed."""

    SIG = "sig"
    TOKEN = "token"


class Carrier(Protocol):
    """The interface of a :class:`nexmo_sig.Request`."""

    @property
    def url(self) -> str:
        """The URL, with its query."""

    @property
    def body(self) -> bytes:
        """The bytes of the body."""

    def header(self, name: str) -> str | None:
        """Return the value of a header."""


def scheme_of(request: Carrier) -> Scheme | None:
    """Return the scheme that a request carries; ``None`` if it carries neither.

    A ``sig`` counts before a token: the vendor's cloud runtime router adds a token of its own.
    """
    if carries_sig(request):
        return Scheme.SIG
    return Scheme.TOKEN if token_header(request) is not None else None


def carries_sig(request: Carrier) -> bool:
    """Tell whether the query or the body seems to hold a ``sig``; neither is decoded.

    A body is searched as far as it is read by default: 100 MB would take more than a second.
    """
    patterns = (_SIG_FIELD_OF_BODY, _SIG_MEMBER)
    in_body = any(pattern.search(request.body, 0, MAX_BYTES) for pattern in patterns)
    return in_body or _SIG_FIELD.search(request.url) is not None


def token_header(request: Carrier) -> str | None:
    """Return the name of the header that holds the bearer token of a webhook, if there is one."""
    if request.header(ROUTER_HEADER) is not None:
        return ROUTER_HEADER
    value = request.header(AUTHORIZATION)
    return AUTHORIZATION if value is not None and _BEARER.match(value) else None


def advice(request: Carrier, expected: Scheme) -> str:
    """Return what to add to an error about the other scheme than a request carries, or ``""``."""
    scheme = scheme_of(request)
    if scheme is None or scheme is expected:
        return ""
    if scheme is Scheme.TOKEN:
        return "; it carries a bearer token, so it is a signed webhook: use WebhookVerifier"
    return "; it carries a sig: use read_request and Signer.verify"
