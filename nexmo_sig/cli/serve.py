"""``nexmo-sig serve``: a Conversion API on loopback that answers as Nexmo documents."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from contextlib import suppress
from queue import Empty, SimpleQueue
from urllib.parse import unquote

from .._parameters import shown_name
from ..errors import UsageError
from ..request import Request
from ..testing import ConversionServer, Response
from ..testing.wsgi import Observer
from .parser import Commands

_POLL_SECONDS = 0.5

_DESCRIPTION = """\
Answer on this machine as the Conversion API does, for tests of programs that send to it. Print
the address and a made-up account, then a line for each request: method, path, status, reason.
Ctrl-C ends it."""

_EXAMPLES = """\
example:
  nexmo-sig serve --port 8080
"""


def add_command(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "serve",
        help="answer as the Conversion API does, on this machine, for tests",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=0,
        metavar="PORT",
        help="where to listen; 0 for a free port (the default)",
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Run the command."""
    lines: SimpleQueue[str] = SimpleQueue()

    def observe(request: Request, response: Response) -> None:
        server.requests.clear()  # else it would keep every body until it ends
        lines.put(_line(request, response))

    server = listening(args.port, observer=observe)
    with suppress(KeyboardInterrupt), server:
        print(_introduction(server.url), flush=True)
        while True:
            _print_next(lines)
    with suppress(Empty):  # what was answered before Ctrl-C
        while True:
            print(lines.get_nowait(), flush=True)
    return 0


def listening(port: int = 0, observer: Observer | None = None) -> ConversionServer:
    """Return a Conversion API for the made-up account, which listens on loopback.

    Raises:
        UsageError: the port cannot be used.
    """
    from ..testing import ConversionServer  # other commands do without servers

    try:
        return ConversionServer(port=port, observer=observer)
    except OSError as error:
        raise UsageError(f"port {port} cannot be opened: {error.strerror}") from None


def _introduction(url: str) -> str:
    from ..testing import accounts

    return f"""\
{url}
It knows one account, which is made up:
  NEXMO_API_KEY={accounts.EXAMPLE_API_KEY}
  NEXMO_API_SECRET={accounts.EXAMPLE_API_SECRET}
  NEXMO_SIGNATURE_SECRET={accounts.EXAMPLE_SIGNATURE_SECRET}
  NEXMO_SIGNATURE_METHOD={accounts.EXAMPLE_SIGNATURE_METHOD}
Ctrl-C ends it."""


def _print_next(lines: SimpleQueue[str]) -> None:
    with suppress(Empty):  # on Windows, Ctrl-C does not end an endless wait
        print(lines.get(timeout=_POLL_SECONDS), flush=True)


def _line(request: Request, response: Response) -> str:
    path = unquote(request.url.partition("?")[0])
    return f"{_plain(request.method)} {_plain(path)} {response.status} {response.reason}"


def _plain(text: str) -> str:
    return shown_name(text)[1:-1]  # without the quotes


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 5 and int(text) < 65_536:
        return int(text)
    raise ArgumentTypeError("give a number from 0 to 65535")
