"""The program ``nexmo-sig``: arguments in, exit status out."""

from __future__ import annotations

import sys
import warnings
from argparse import Namespace
from collections.abc import Callable, Sequence

from .. import __version__
from ..errors import InsecureSecretWarning, NexmoSigError
from . import audit, completion, conformance, demo, explain, output, request, serve, sign, verify
from .credentials import ENVIRONMENT
from .parser import Commands, Parser, Version, parsed
from .text import from_system

_DESCRIPTION = """\
Sign and verify the requests of Nexmo (now Vonage), see how a signature is made, and print
or send the requests of the Conversion API. Test whether a webhook receiver is safe, and
find the requests in recorded traffic that are not authentic."""

_EPILOG = f"""\
{ENVIRONMENT}
exit status:
  0  done; verify, explain, audit: authentic; request --send: accepted; conformance: safe
  1  verify, explain, audit: not authentic; request --send: rejected; conformance: unsafe
  2  the input or the options cannot be used; audit: no record was judged
  3  request --send, conformance: no answer
  4  audit: some are undecidable or a recording was read in part, all others are authentic

example:
  nexmo-sig demo
"""

_UNUSABLE, _INTERRUPTED, _CLOSED_PIPE = 2, 130, 141  # as shells report SIGINT and SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: the arguments, as ``sys.argv[1:]`` gives them, which is the default.

    Returns:
        The exit status: 0 done, 1 not authentic or rejected, 2 the input or the options cannot be
        used, 3 no answer; and 130 after Ctrl-C, 141 when the reader of the output went away.
    """
    try:
        status = _run(sys.argv[1:] if argv is None else argv)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        output.discard()
        return _CLOSED_PIPE
    except OSError as error:  # what could not be read is a UsageError already
        output.write_error(f"the output cannot be written: {error.strerror or error}")
        output.discard()
        return _UNUSABLE
    return status


def _run(argv: Sequence[str]) -> int:
    try:
        output.prepare()
        arguments = [from_system(text, f"argument {n}") for n, text in enumerate(argv, 1)]
        args = parsed(_parser(), arguments)
        run: Callable[[Namespace], int] = args.run
        with warnings.catch_warnings():
            # Most who judge a request did not choose its secret.
            warnings.simplefilter("ignore", InsecureSecretWarning)
            return run(args)
    except NexmoSigError as error:
        output.write_error(str(error))
        return _UNUSABLE
    except SystemExit:  # the end of --help and --version
        return 0


def _parser() -> Parser:
    parser = Parser(prog=output.PROGRAM, description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument(
        "--version",
        action=Version,
        nargs=0,
        const=f"{output.PROGRAM} {__version__}",
        help="show the version of the program and exit",
    )
    commands = Commands(parser)
    for command in (sign, verify, explain, audit, request, conformance, serve, demo):
        command.add_command(commands)
    completion.add_command(commands, parser)
    return parser
