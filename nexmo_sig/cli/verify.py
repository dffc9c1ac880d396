"""``nexmo-sig verify``: authentic, or why not."""

from __future__ import annotations

from argparse import Namespace

from ..explanation import refusal
from .credentials import add_signer_options, signer_of
from .inbound import STATUS, add_input_options, hint_of, params_of
from .output import painted_verdict
from .parser import Commands

_DESCRIPTION = "Say whether a request is authentic and fresh, or why it is not."

_EXAMPLES = f"""\
examples:
  nexmo-sig verify 'https://example.com/callback?to=447700900000&timestamp=1700000000&sig=...'
  nexmo-sig verify --tolerance 60 - < body.json
  nexmo-sig verify --secret-file new.txt --secret-file old.txt --any-age 'to=...&sig=...'

{STATUS}"""


def add_command(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "verify",
        help="say whether a request is authentic",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
    )
    add_input_options(parser)
    add_signer_options(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Run the command."""
    error = refusal(params_of(args), signer_of(args), args.tolerance, args.now)
    print(painted_verdict(error) + hint_of(args, error))
    return 1 if error else 0
