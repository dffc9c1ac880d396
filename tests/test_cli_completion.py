"""``nexmo-sig completion``: what the shells make of the scripts that it prints."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import call
from common import not_installed

BASH = """
source script.bash
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_shtab_nexmo_sig 2>/dev/null
echo "${COMPREPLY[@]}"
"""
FISH = """
source script.fish
complete -C "$argv" | cut -f 1
"""
ZSH = """
nexmo-sig() { print called with $*; exit }
fpath=($PWD $fpath) && autoload compinit && compinit -u -D && PS1='rea''dy> '
"""


def bash(*words: str) -> list[str]:
    return subprocess.check_output(["bash", "-c", BASH, "bash", *words], text=True).split()


def fish(*words: str) -> list[str]:
    return subprocess.check_output(["fish", "-c", FISH, " ".join(words)], text=True).split()


def zsh(*words: str) -> list[str]:
    """Type words and Tab at a terminal, where alone zsh completes, and return the last word."""
    ours, theirs = os.openpty()
    environment = os.environ | {"TERM": "dumb", "COLUMNS": "1000"}
    command = ["zsh", "-f", "-i"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    ):
        os.close(theirs)
        os.write(ours, ZSH.encode())
        read_until(b"ready> ", ours)
        os.write(ours, f"{' '.join(words)}\t\n".encode())
        called = read_until(b"\ncalled with ", ours) + read_until(b"\n", ours)
    os.close(ours)
    return called.decode().split()[-1:]


def read_until(mark: bytes, terminal: int) -> bytes:
    read = b""
    while mark not in read:
        read += os.read(terminal, 1)
    return read


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = {"bash": "script.bash", "fish": "script.fish", "zsh": "_nexmo-sig"}
    for shell, name in names.items():
        status, out, err = call("completion", shell)
        assert (status, err) == (0, "")
        Path(name).write_text(out, encoding="utf-8")


@pytest.mark.program
@pytest.mark.usefixtures("scripts")
@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("v", ["verify"]),
        ("request s", ["sms"]),
        ("request sms --deliv", ["--delivered"]),
        ("request sms --delivered t", ["true"]),
        ("request sms --format c", ["curl"]),
        ("sign --method sha2", ["sha256"]),
        ("verify --media-type text/jso", ["text/json"]),
        ("explain --secret-file script.b", ["script.bash"]),
        ("completion f", ["fish"]),
    ],
)
@pytest.mark.parametrize("shell", [bash, fish, zsh])
def test_a_shell_completes(
    shell: Callable[..., list[str]], words: str, completed: list[str]
) -> None:
    assert shell("nexmo-sig", *words.split()) == completed


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    message = not_installed("shtab", "completion")
    assert call("completion", "bash") == (2, "", message)


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_every_script_knows_every_option(shell: str) -> None:
    script = call("completion", shell).out
    for option in ("secret-file", "any-age", "show-signature", "base-url", "port", "version"):
        assert option in script


def test_another_shell_is_refused() -> None:
    assert "invalid choice (choose from 'bash'" in call("completion", "cmd").err
