"""The help is a manual: every command and option is explained, and every example is accepted."""

import re
import shlex
from itertools import takewhile

import pytest
from command_line import call

from nexmo_sig.cli.parser import parsed
from nexmo_sig.cli.program import _parser

PROGRAM = "nexmo-sig"
COMMANDS = re.findall(r"^    ([a-z]+)(?=  |$)", call("--help").out, re.MULTILINE)
HELP = {PROGRAM: call("--help").out} | {
    f"{PROGRAM} {command}": call(command, "--help").out for command in COMMANDS
}
EXAMPLES = [
    line.strip()
    for text in HELP.values()
    for line in text.replace("\\\n", "").splitlines()
    if line.startswith(f"  {PROGRAM} ")
]
NAMES = pytest.mark.parametrize("name", HELP)

# Options, arguments and commands: indented by 2 or 4; their explanation follows two spaces, or is
# on the next line, indented by more.
_LISTED = re.compile(r"^ {2,4}(\S+(?: \S+)*)(\n {10}|  |\n)", re.MULTILINE)


@NAMES
def test_the_help_describes_the_command_and_ends_with_an_example(name: str) -> None:
    status, out, err = call(*name.split()[1:], "--help")
    assert (status, err) == (0, "")
    usage, description, *_ = out.split("\n\n")
    assert usage.startswith(f"usage: {name} ")
    assert re.match(r"[A-Z]\w+ ", description)
    assert re.search(rf"^examples?:\n  {name}", out, re.MULTILINE)
    assert max(map(len, out.splitlines())) <= 100


@NAMES
def test_every_option_and_argument_is_explained(name: str) -> None:
    listed = dict(_LISTED.findall(re.split("^examples?:", HELP[name], flags=re.MULTILINE)[0]))
    assert listed["-h, --help"] == "  "
    assert [entry for entry, end in listed.items() if end == "\n"] == (
        ["COMMAND"] if name == PROGRAM else []
    )


@pytest.mark.parametrize("command", ["verify", "explain", "request"])
def test_a_command_with_statuses_of_its_own_lists_them(command: str) -> None:
    assert "\nexit status:\n  0  " in call(command, "--help").out


def test_there_is_an_example_of_every_command() -> None:
    assert {f"{PROGRAM} {example.split()[1]}" for example in EXAMPLES} == {*HELP} - {PROGRAM}


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_accepted(example: str) -> None:
    _, *arguments = takewhile(lambda word: word not in {"|", "<", ">"}, shlex.split(example))
    assert parsed(_parser(), arguments).command == arguments[0]
