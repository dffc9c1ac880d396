"""A request that was received, in the form in which somebody has it at hand."""

from __future__ import annotations

import os
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from .._freshness import DEFAULT_TOLERANCE, parse_timestamp
from .._scheme import Scheme, scheme_of
from .._wire.limits import MAX_BYTES
from ..errors import SignatureError, SignatureMissing, UsageError
from ..media import FORM, JSON, MEDIA_TYPES
from ..request import Request
from .parser import File, Suggestions
from .raw import read_raw, request_line
from .text import read_file, utf8, without_mark, without_newline

STATUS = """\
exit status:
  0  authentic
  1  not authentic
  2  the input or the options cannot be used
"""

_JSON_WHITE_SPACE = b" \t\r\n"  # RFC 8259, section 2
_LARGEST_INPUT = MAX_BYTES + 65_536  # bytes: a body of the limit, and headers or a URL before it
_TOKEN = re.compile(r"(?:bearer +)?([\w-]{2,}\.[\w-]{2,}\.[\w-]*)", re.IGNORECASE | re.ASCII)


def add_input_options(parser: ArgumentParser) -> None:
    """Add what :func:`request_of` reads, and the ``tolerance`` and ``now`` of a verification."""
    parser.add_argument(
        "input",
        nargs="?",
        metavar="INPUT",
        help="a URL, a query string, the body of a form, a JSON body, or a bearer token; - for the "
        "standard input, which is read as FILE is",
    )
    parser.add_argument(
        "--file",
        action=File,
        metavar="FILE",
        help="a file that holds a raw HTTP request (METHOD target HTTP/1.1, headers, an empty line, "
        "the body), or what INPUT would hold; beside a token or --header: the body, byte for byte",
    )
    _add_parts_of_requests(parser)
    _add_age_options(parser)


def _add_parts_of_requests(parser: ArgumentParser) -> None:
    parser.add_argument("--url", metavar="URL", help="the URL that was requested")
    parser.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="'NAME: VALUE'",
        help="a header of the request, such as 'Authorization: Bearer ...' (can be given several "
        "times)",
    )
    parser.add_argument(
        "--media-type",
        choices=Suggestions(MEDIA_TYPES),
        metavar="TYPE",
        help="read the input as a body of this type (else: how it begins tells a URL, JSON or a form)",
    )


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


def request_of(args: Namespace) -> Request:
    """Return the request that the options describe; it is not verified yet.

    Its URL is empty if it is not known: of a query or a body alone.

    Raises:
        UsageError: something cannot be read, or there is nothing to read.
    """
    headers = [_header(text, number) for number, text in enumerate(args.header, 1)]
    token = _TOKEN.fullmatch(args.input or "")
    if token:
        headers.append(("Authorization", f"Bearer {token[1]}"))
    data, source = _data(args, is_token=token is not None)
    start = None if data is None or args.media_type is not None else request_line(data)
    if data is not None and start is not None:
        raw = read_raw(data, start, source)
        return Request(raw.method, raw.url, [*raw.headers.items(), *headers], raw.body)
    if args.media_type is not None:
        headers.append(("Content-Type", args.media_type))
    if data is None:
        return Request("GET", args.url or "", headers)
    has_token = scheme_of(Request("POST", "/", headers)) is Scheme.TOKEN
    if has_token and args.input not in (None, "-") and _is_url(args.input):
        return Request("GET", args.input, headers)
    if has_token:
        return Request("POST", args.url or "", headers, data)  # byte for byte: it was hashed
    return _parameters(without_newline(utf8(data, source)), args, headers)


def _data(args: Namespace, *, is_token: bool) -> tuple[bytes | None, str]:
    """Return the bytes that the options lead to, and what to call them; none of a URL alone."""
    if args.file is not None and args.input is not None and not is_token:
        raise UsageError("give either INPUT or --file")
    if args.file is not None:
        return _limited(read_file(args.file, _LARGEST_INPUT, "the file"), "the file"), "the file"
    if args.input is None or is_token:
        if args.url is None and not is_token:
            raise UsageError("there is no request: give INPUT, --file FILE or --url URL")
        return None, ""
    if args.input == "-":
        return _standard_input(), "the standard input"
    if os.path.isfile(args.input.encode()):
        raise UsageError("INPUT is the name of a file: to read it, write --file FILE")
    return without_mark(args.input.encode(), "INPUT"), "INPUT"


def hint_of(args: Namespace, error: SignatureError | None) -> str:
    """Return what may be behind an error, to follow it; empty if there is nothing to tell."""
    text = args.input or ""
    if isinstance(error, SignatureMissing) and _is_url(text) and "&" not in text:
        return "\n(In a shell, put a URL in quotes: it is cut at the first &.)"
    return ""


def _parameters(text: str, args: Namespace, headers: list[tuple[str, str]]) -> Request:
    if not text:
        raise UsageError("the input is empty: give a URL, a query string or a body")
    if args.media_type is None:
        if text.encode().lstrip(_JSON_WHITE_SPACE).startswith(b"{"):
            headers = [*headers, ("Content-Type", JSON)]
        elif any(map(str.isspace, text)):
            raise UsageError("white space in a URL, a query or a form: was it pasted along?")
        elif _is_url(text) and args.url is None:
            return Request("GET", text, headers)
        elif "=" not in text:
            raise UsageError(
                "the input is not a URL, query, form, JSON object, token or HTTP request: "
                "to read a file, write --file FILE"
            )
        elif not any(name.lower() == "content-type" for name, _ in headers):
            headers = [*headers, ("Content-Type", FORM)]
    return Request("POST", args.url or "", headers, text.encode())


def _is_url(text: str) -> bool:
    """Tell a URL, or a path, from a form: its values may hold ``?`` and ``://``, too."""
    start = text.partition("=")[0]
    is_json = text.startswith("{")
    return not is_json and (text.startswith("/") or "?" in start or "://" in start)


def _header(text: str, number: int) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise UsageError(f"header {number} has no ':': write it as 'NAME: VALUE'")
    return name.strip(), value.strip()


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise UsageError("the standard input is closed")
    try:
        data = sys.stdin.buffer.read(_LARGEST_INPUT + 1)
    except OSError as error:
        raise UsageError(f"the standard input cannot be read: {error.strerror or error}") from None
    return _limited(data, "the standard input")


def _limited(data: bytes, source: str) -> bytes:
    if len(data) > _LARGEST_INPUT:
        raise UsageError(f"{source} is too large: the limit is {MAX_BYTES} bytes")
    return without_mark(data, source)


def seconds(text: str) -> float:
    """Read a tolerance; raise ArgumentTypeError if it cannot be one."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < float("inf"):  # in this form, NaN is rejected as well
        raise ArgumentTypeError("give seconds: 0 or more")
    return seconds


def _moment(text: str) -> int:
    moment = parse_timestamp(text)
    if moment is None:
        raise ArgumentTypeError("give Unix seconds, or yyyy-MM-dd HH:mm:ss in UTC")
    return moment
