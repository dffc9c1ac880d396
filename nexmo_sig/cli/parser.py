"""The parser of the command line: one line for an error, and help without colour."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from ..errors import UsageError

# What argparse shows of an argument, which may be a secret in the wrong place.
_GIVEN = re.compile(r"(?<=invalid choice)(: .*)(?= \(choose)|(?<=ignored explicit argument) .*")


class Parser(argparse.ArgumentParser):
    """A parser that raises :class:`UsageError`, takes no abbreviations and never shows a value."""

    def __init__(self, **options: Any) -> None:
        options["formatter_class"] = argparse.RawDescriptionHelpFormatter
        super().__init__(allow_abbrev=False, **options)
        self.color = False  # Python 3.14 would ask FORCE_COLOR

    def error(self, message: str) -> NoReturn:
        """Raise the error, with the way to the help."""
        message = _GIVEN.sub("", message)
        if message.endswith("expected one argument"):
            message += "; write one that starts with '-' as --option=VALUE"
        raise UsageError(f"{message} (see {self.prog} --help)")

    def print_help(self, file: Any = None) -> None:
        """Print the help; the inherited method ignores a closed pipe and a full disk."""
        print(self.format_help(), end="", file=file)


class Version(argparse.Action):
    """Prints the version and ends the program; argparse's ignores a full disk, as for the help."""

    def __call__(self, *_: object) -> NoReturn:
        """Print it."""
        print(self.const)
        raise SystemExit(0)


class File(argparse.Action):
    """Stores the name of a file, which a shell completes."""

    @property
    def complete(self) -> object:
        """How a shell completes it; only shtab asks."""
        import shtab

        return shtab.FILE

    def __call__(self, _: object, namespace: argparse.Namespace, values: Any, *__: object) -> None:
        """Store it."""
        setattr(namespace, self.dest, values)


class Files(File):
    """Collects the names of files, each of which a shell completes."""

    def __call__(self, _: object, namespace: argparse.Namespace, values: Any, *__: object) -> None:
        """Add it to those before it."""
        setattr(namespace, self.dest, [*getattr(namespace, self.dest), values])


class Suggestions(tuple[str, ...]):
    """Values that a shell completes; argparse accepts any other, which the library checks."""

    def __contains__(self, value: object) -> bool:
        return True


class Commands:
    """The commands of a program, with a parser for each."""

    def __init__(self, program: Parser) -> None:
        self._parsers = program.add_subparsers(metavar="COMMAND", dest="command", required=True)
        self.summaries: list[tuple[Parser, str]] = []

    def add_parser(self, name: str, *, help: str, description: str, epilog: str) -> Parser:  # noqa: A002 - as in argparse
        """Add a command; ``help`` is its line in the help of the program."""
        parser = self._parsers.add_parser(name, help=help, description=description, epilog=epilog)
        self.summaries.append((parser, help))
        return parser


def parsed(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    """Parse arguments; raise SystemExit when they ask for help or the version.

    Raises:
        UsageError: they cannot be used.
    """
    options, unknown = parser.parse_known_args(arguments)
    for argument in unknown:
        if argument.startswith("-"):
            parser.error(f"argument {arguments.index(argument) + 1} is not an option")
        parser.error("too many arguments: quote one that holds spaces, & or other special signs")
    return options
