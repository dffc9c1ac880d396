"""A Conversion API that answers as Nexmo documents, for tests of code that sends to it.

:func:`respond` is a pure function from request to response, :class:`ConversionApp` wraps it for
any WSGI server, :class:`ConversionServer` serves that on loopback, and
:mod:`nexmo_sig.testing.pytest_plugin` holds fixtures. Requests are read and verified by the
library itself, so a client is checked as strictly as by :func:`nexmo_sig.read_request`.
"""

from .accounts import (
    EXAMPLE_ACCOUNT,
    EXAMPLE_API_KEY,
    EXAMPLE_API_SECRET,
    EXAMPLE_SIGNATURE_METHOD,
    EXAMPLE_SIGNATURE_SECRET,
    Account,
)
from .responses import Response, respond
from .server import ConversionServer
from .webhooks import EXAMPLE_APPLICATION_ID, webhook_request
from .wsgi import ConversionApp

__all__ = [
    "EXAMPLE_ACCOUNT",
    "EXAMPLE_API_KEY",
    "EXAMPLE_API_SECRET",
    "EXAMPLE_APPLICATION_ID",
    "EXAMPLE_SIGNATURE_METHOD",
    "EXAMPLE_SIGNATURE_SECRET",
    "Account",
    "ConversionApp",
    "ConversionServer",
    "Response",
    "respond",
    "webhook_request",
]
