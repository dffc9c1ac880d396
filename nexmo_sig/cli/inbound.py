"""INPUT: a request that was received, in the form in which somebody has it at hand."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from .._freshness import DEFAULT_TOLERANCE, parse_timestamp
from .._wire.limits import MAX_BYTES
from ..errors import SignatureError, SignatureMissing, UsageError
from ..media import FORM, JSON
from ..request import Request, read_request
from .text import utf8, without_newline

STATUS = """\
exit status:
  0  authentic
  1  not authentic
  2  the input or the options cannot be used
"""

_JSON_WHITE_SPACE = " \t\r\n"  # RFC 8259, section 2
_LARGEST_INPUT = MAX_BYTES + 8_192  # bytes: a query of the limit, and a URL before it


def add_input_options(parser: ArgumentParser) -> None:
    """Add what :func:`params_of` reads, and the ``tolerance`` and ``now`` of a verification."""
    parser.add_argument(
        "input",
        metavar="INPUT",
        help="a URL, a query string, the body of a form, or a JSON body; - for the standard input, "
        "in UTF-8, of which one newline at its end is left out",
    )
    parser.add_argument(
        "--media-type",
        metavar="TYPE",
        help="INPUT is a body of this type (else: a URL, JSON or a form, by its first characters)",
    )
    _add_age_options(parser)


def _add_age_options(parser: ArgumentParser) -> None:
    age = parser.add_mutually_exclusive_group()
    age.add_argument(
        "--tolerance",
        type=seconds,
        default=DEFAULT_TOLERANCE,
        metavar="SECONDS",
        help="how far the timestamp may lie before or after now (default: %(default)s)",
    )
    age.add_argument(
        "--any-age",
        dest="tolerance",
        action="store_const",
        const=None,
        help="accept a timestamp of any age",
    )
    parser.add_argument(
        "--now",
        type=_moment,
        metavar="TIME",
        help="the present: Unix seconds, or 'yyyy-MM-dd HH:mm:ss' in UTC (default: the clock's)",
    )


def params_of(args: Namespace) -> dict[str, str]:
    """Return the parameters of INPUT, which are not verified yet.

    Raises:
        UsageError: the standard input cannot be read, or there is nothing to read.
        NexmoSigError: whatever :func:`nexmo_sig.read_request` raises.
    """
    text: str = _standard_input() if args.input == "-" else args.input
    if not text:
        raise UsageError("the input is empty: give a URL, a query string or a body")
    return read_request(_request(text, args.media_type))


def hint_of(args: Namespace, error: SignatureError | None) -> str:
    """Return what may be behind an error, to follow it; empty if there is nothing to tell."""
    if isinstance(error, SignatureMissing) and _is_url(args.input):
        return "\n(In a shell, put a URL in quotes: it is cut at the first &.)"
    return ""


def _request(text: str, media_type: str | None) -> Request:
    if media_type is None:
        if text.lstrip(_JSON_WHITE_SPACE).startswith("{"):
            media_type = JSON
        elif any(map(str.isspace, text)):
            raise UsageError("white space in a URL, a query or a form: was it pasted along?")
        elif _is_url(text):
            return Request("GET", text)
        elif "=" not in text:
            raise UsageError(
                "the input is no URL, query, form or JSON object: to read a file, write - < FILE"
            )
    return Request("POST", "/", {"Content-Type": media_type or FORM}, text.encode())


def _is_url(text: str) -> bool:
    """Tell a URL, or a path, from a form: its values may hold ``?`` and ``://``, too."""
    start = text.partition("=")[0]
    return text.startswith("/") or "?" in start or "://" in start


def _standard_input() -> str:
    if sys.stdin is None:
        raise UsageError("the standard input is closed")
    try:
        data = sys.stdin.buffer.read(_LARGEST_INPUT + 1)
    except OSError as error:
        raise UsageError(f"the standard input cannot be read: {error.strerror or error}") from None
    if len(data) > _LARGEST_INPUT:
        raise UsageError(f"the standard input is too large: the limit is {MAX_BYTES} bytes")
    return without_newline(utf8(data, "the standard input"))


def seconds(text: str) -> float:
    """Read a tolerance; raise ArgumentTypeError if it cannot be one."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < float("inf"):  # in this form, NaN is refused as well
        raise ArgumentTypeError("give seconds: 0 or more")
    return seconds


def _moment(text: str) -> int:
    moment = parse_timestamp(text)
    if moment is None:
        raise ArgumentTypeError("give Unix seconds, or yyyy-MM-dd HH:mm:ss in UTC")
    return moment
