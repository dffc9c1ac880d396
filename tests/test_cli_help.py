"""The help is a manual: every command and option is explained, and every example is accepted."""

import argparse
import re
import shlex
from collections.abc import Iterator
from itertools import takewhile

import pytest
from command_line import call

from nexmo_sig.cli.parser import Parser, parsed
from nexmo_sig.cli.program import _parser


def parsers() -> Iterator[argparse.ArgumentParser]:
    program = _parser()
    yield program
    for action in program._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


PARSERS = pytest.mark.parametrize("parser", list(parsers()), ids=lambda parser: parser.prog)
EXAMPLES = [
    line.strip()
    for parser in parsers()
    for line in (parser.epilog or "").replace("\\\n", "").splitlines()
    if line.startswith("  nexmo-sig ")
]


@PARSERS
def test_the_help_describes_the_command_and_ends_with_an_example(parser: Parser) -> None:
    status, out, err = call(*parser.prog.split()[1:], "--help")
    assert (status, err) == (0, "")
    assert parser.description
    assert parser.description.strip() in out
    assert re.search(rf"^examples?:\n  {parser.prog}", out, re.MULTILINE)
    assert max(map(len, out.splitlines())) <= 100


@PARSERS
def test_every_option_and_argument_is_explained(parser: Parser) -> None:
    for action in parser._actions:
        assert action.help or isinstance(action, argparse._SubParsersAction), action.dest


@pytest.mark.parametrize("command", ["verify", "explain", "request"])
def test_a_command_with_statuses_of_its_own_lists_them(command: str) -> None:
    assert "\nexit status:\n  0  " in call(command, "--help").out


def test_there_is_an_example_of_every_command() -> None:
    shown = {example.split()[1] for example in EXAMPLES}
    assert shown == {parser.prog.split()[1] for parser in parsers() if " " in parser.prog}


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_accepted(example: str) -> None:
    _, *arguments = takewhile(lambda word: word not in {"|", "<", ">"}, shlex.split(example))
    assert parsed(_parser(), arguments).command == arguments[0]
