"""``nexmo-sig sign``: parameters in, signed parameters out."""

from __future__ import annotations

from argparse import Namespace

from ..errors import UsageError
from ..media import FORM, JSON, encode
from .credentials import add_signer_options, signer_of
from .output import write_bytes
from .parser import Commands

_DESCRIPTION = """\
Sign parameters and print them as a query string, with the timestamp and the sig.
An api_key is a parameter like any other. Without a timestamp, the present one is added."""

_EXAMPLES = """\
examples:
  nexmo-sig sign to=447700900000 'text=a & b'
  nexmo-sig sign --json api_key=abcdef01 timestamp=1700000000
  nexmo-sig sign -- -name=value
"""


def add_command(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "sign", help="sign parameters", description=_DESCRIPTION, epilog=_EXAMPLES
    )
    parser.add_argument(
        "parameters", nargs="+", metavar="NAME=VALUE", help="a parameter, as it is: not encoded"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    add_signer_options(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Run the command."""
    params = [_pair(text, number) for number, text in enumerate(args.parameters, 1)]
    signed = signer_of(args).sign(params)
    write_bytes(encode(signed, JSON if args.json else FORM) + b"\n")
    return 0


def _pair(text: str, number: int) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"parameter {number} has no '=': write it as NAME=VALUE")
    return name, value
