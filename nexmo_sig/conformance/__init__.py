"""Is that webhook receiver safe? A conformance test that plays the vendor.

:data:`CHECKS` holds the checks as data, :func:`run` sends them to a receiver: to an
:class:`HttpReceiver` over a socket, in any language, or to a :class:`WsgiReceiver` or
:class:`AsgiReceiver` in this process.
"""

from .answer import Answer, Receiver, ReceiverUnreachable
from .check import Check, Expected, Level
from .checks import CHECKS, SCHEMES, SHAPES, select
from .http import HttpReceiver
from .in_process import AsgiReceiver, WsgiReceiver
from .junit import as_junit
from .report import Report, Result
from .session import Session, run
from .vendor import Vendor

__all__ = [
    "CHECKS",
    "SCHEMES",
    "SHAPES",
    "Answer",
    "AsgiReceiver",
    "Check",
    "Expected",
    "HttpReceiver",
    "Level",
    "Receiver",
    "ReceiverUnreachable",
    "Report",
    "Result",
    "Session",
    "Vendor",
    "WsgiReceiver",
    "as_junit",
    "run",
    "select",
]
