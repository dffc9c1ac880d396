"""``nexmo-sig completion``: a script with which a shell completes the command line."""

from __future__ import annotations

from argparse import Action, Namespace
from functools import partial

from ..errors import UsageError
from ..media import MEDIA_TYPES
from ..types import SignatureMethod
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

_VALUES = {"METHOD": tuple(SignatureMethod), "TYPE": MEDIA_TYPES}


def add_command(commands: Commands, program: Parser) -> None:
    """Add the command to the parser of the program, all of which it completes."""
    parser = commands.add_parser(
        "completion",
        help="print a script with which a shell completes the command line",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
    )
    parser.add_argument("shell", choices=_SHELLS, help="what the script is for")
    parser.set_defaults(run=partial(run, commands, program))


def run(commands: Commands, program: Parser, args: Namespace) -> int:
    """Run the command; the parser is of no use for another one afterwards."""
    try:
        import shtab
    except ImportError:
        raise UsageError("no shtab: install nexmo-sig[completion]") from None
    for command in commands._get_subactions():
        parser = commands.choices[command.dest]
        parser.description = command.help  # of which shtab shows the first line
        for action in parser._actions:
            if action.metavar == "FILE":
                action.complete = shtab.FILE  # type: ignore[attr-defined]  # for shtab
            action.choices = action.choices or _values_of(action)
    write_bytes(shtab.complete(program, args.shell).encode())
    return 0


def _values_of(action: Action) -> tuple[str, ...]:
    """Return the values that an option names in the help, and that the library checks."""
    name = str(action.metavar)
    return tuple(name.split("|")) if "|" in name else _VALUES.get(name, ())
