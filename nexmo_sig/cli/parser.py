"""The parser of the command line: one line for an error, and help without colour."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn, TypeAlias

from ..errors import UsageError

# What argparse shows of an argument, which may be a secret in the wrong place.
_GIVEN = re.compile(r"(?<=invalid choice)(: .*)(?= \(choose)|(?<=ignored explicit argument) .*")

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


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

    def _print_message(self, message: str, file: Any = None) -> None:
        print(message, end="", file=file)  # the inherited one ignores a closed pipe and a full disk


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
