"""Run a target under atheris: see README.md."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["nexmo_sig"]):
    from fuzz import command_line, receive, recording, server, token

TARGETS = {
    "receive": receive.one_input,
    "command_line": command_line.one_input,
    "recording": recording.one_input,
    "server": server.one_input,
    "token": token.one_input,
}
SEEDS = Path(__file__).parent / "corpus"
FOUND = Path("build") / "fuzz"


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m fuzz {{{','.join(TARGETS)}}} [-OPTION=VALUE ...] [FILE ...]")
    program, name, *arguments = sys.argv
    if all(argument.startswith("-") for argument in arguments):
        arguments += corpora(name)
    os.environ.update(command_line.ENVIRONMENT)

    def one_input(data: bytes) -> None:
        TARGETS[name](data)  # what it returns is for the tests

    atheris.Setup([program, f"-artifact_prefix={FOUND}/{name}-", *arguments], one_input)
    atheris.Fuzz()


def corpora(name: str) -> list[str]:
    """Return the directories of inputs to start from; the first one grows."""
    found = FOUND / name
    found.mkdir(parents=True, exist_ok=True)
    return [str(found), str(SEEDS / name)]


if __name__ == "__main__":
    main()
