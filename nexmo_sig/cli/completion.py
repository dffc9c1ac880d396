"""``nexmo-sig completion``: a script with which a shell completes the command line."""

from __future__ import annotations

from argparse import Namespace
from functools import partial

from .._extras import missing
from ..errors import UsageError
from .output import write_bytes
from .parser import Commands, Parser

_SHELLS = ("bash", "fish", "zsh")

_DESCRIPTION = """\
Print a script with which a shell completes commands, options, their values and the names of
files. Printing it needs the extra "completion"; using it needs nothing."""

_EXAMPLES = """\
examples:
  nexmo-sig completion bash > ~/.local/share/bash-completion/completions/nexmo-sig
  nexmo-sig completion fish > ~/.config/fish/completions/nexmo-sig.fish
  nexmo-sig completion zsh > "${fpath[1]}/_nexmo-sig"
"""


def add_command(commands: Commands, program: Parser) -> None:
    """Add the command to the parser of the program, all of which it completes."""
    parser = commands.add_parser(
        "completion",
        help="print a script with which a shell completes the command line",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
    )
    parser.add_argument("shell", choices=_SHELLS, help="the shell that will use the script")
    parser.set_defaults(run=partial(run, commands, program))


def run(commands: Commands, program: Parser, args: Namespace) -> int:
    """Run the command; the parser is of no use for another one afterwards."""
    try:
        import shtab
    except ImportError:
        raise UsageError(missing("shtab", "completion")) from None
    for parser, summary in commands.summaries:
        parser.description = summary  # of which shtab shows the first line
    write_bytes(shtab.complete(program, args.shell).encode())
    return 0
