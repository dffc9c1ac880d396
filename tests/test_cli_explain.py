"""``nexmo-sig explain``."""

import io
import json
import os
import re
import subprocess
import termios
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
from command_line import (
    COMMAND,
    METHOD,
    PUBLISHED,
    SETTINGS,
    SIGNER,
    call,
    environment,
    run,
)

from nexmo_sig import Signer, canonicalize, encode, explain
from nexmo_sig._wording import columns as columns_of
from nexmo_sig.cli.output import wrapped

SIGNED = SIGNER.sign({"text": "a & b", "timestamp": "1700000000"})
QUERY = encode(SIGNED).decode()
AT_THE_TIME = ("--now", "1700000000")


@pytest.mark.parametrize("vector", PUBLISHED, ids=range(len(PUBLISHED)))
def test_every_published_vector_is_explained(vector: dict[str, Any]) -> None:
    query = encode(vector["params"] | {"sig": vector["sig"]}).decode()
    settings = {
        "NEXMO_SIGNATURE_SECRET": vector["secret"],
        "NEXMO_SIGNATURE_METHOD": vector["method"],
    }
    status, out, err = call("explain", query, "--any-age", settings=settings)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert f"  {canonicalize(vector['params'])}" in lines
    assert f"  {vector['method']}" in lines
    assert f"  {vector['sig'][:8].lower()}..." in lines
    assert lines[-1] == "  authentic"


def test_it_prints_the_explanation() -> None:
    status, out, err = run("explain", QUERY, *AT_THE_TIME)
    assert (status, err) == (0, "")
    assert out == f"{explain(SIGNED, SIGNER, now=1700000000)}\n"


def test_an_altered_request_is_explained_with_status_1() -> None:
    altered = SIGNED | {"text": "a & c"}
    status, out, err = call("explain", encode(altered).decode(), *AT_THE_TIME)
    assert (status, err) == (1, "")
    assert out == f"{explain(altered, SIGNER, now=1700000000)}\n"


def test_signatures_are_shown_in_full_when_asked_for() -> None:
    hidden = call("explain", QUERY, *AT_THE_TIME).out
    shown = call("explain", QUERY, *AT_THE_TIME, "--show-signature").out
    assert hidden.count(SIGNED["sig"]) == 0
    assert shown.count(SIGNED["sig"]) == 2


def test_json_is_for_programs() -> None:
    explanation = explain(SIGNED, SIGNER, now=1700000000)
    status, out, err = call("explain", "--json", QUERY, *AT_THE_TIME)
    assert (status, err) == (0, "")
    assert json.loads(out) == explanation.as_dict()
    shown = call("explain", "--json", "--show-signature", QUERY, *AT_THE_TIME).out
    assert json.loads(shown) == explanation.as_dict(show_signature=True)


def test_json_is_utf8_whatever_the_terminal_says() -> None:
    settings = {**SETTINGS, "PYTHONIOENCODING": "ascii"}
    outcome = run("explain", "--json", "text=n%C3%A9", settings=settings)
    assert json.loads(outcome.out)["parameters"] == {"text": "né"}
    assert '"text": "né"' in outcome.out


def test_a_lone_surrogate_in_a_claim_is_written_as_its_escape() -> None:
    parts = (b'{"alg":"HS256"}', b'{"x":"\\ud800","iat":1%s}' % (b"0" * 30), b"signature")
    token = ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    for options in ([], ["--json"]):
        outcome = run("explain", token, *options)
        assert (outcome.status, outcome.err) == (1, "")
        assert "\\ud800" in outcome.out


@pytest.mark.parametrize("character", ["\x7f", "\x9b", "\u202e", "\u2028", "\U000e0100"])
def test_json_has_escapes_for_what_a_terminal_obeys_or_hides(character: str) -> None:
    """A request could send commands to the terminal on which its JSON was shown.

    U+009B begins a command like the escape character does, and U+202E reverses what follows.
    """
    params = {"text": f"né{character}漢", f"a{character}": "1"}
    out = call("explain", "--json", encode(params).decode()).out
    assert json.loads(out)["parameters"] == params
    assert character not in out
    assert "né" in out
    assert "漢" in out


def test_candidate_secrets_are_tried(tmp_path: Path) -> None:
    files = [tmp_path / "first.txt", tmp_path / "second.txt"]
    for file, secret in zip(files, ["another secret", "the secret used"], strict=True):
        file.write_text(f"{secret}\n", encoding="utf-8")
    sent = Signer("the secret used", METHOD).sign({"timestamp": "1700000000"})
    options = [f"--candidate-secret-file={file}" for file in files]
    status, out, err = run("explain", encode(sent).decode(), *AT_THE_TIME, *options)
    assert (status, err) == (1, "")
    assert "  wrong-secret: The sender used secret 3 of those given: " in out
    assert "the secret used" not in out
    assert "wrong-secret" not in call("explain", encode(sent).decode(), *AT_THE_TIME).out


def test_a_candidate_that_cannot_be_read_is_named_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "first.txt").write_text("a secret", encoding="utf-8")
    options = [f"--candidate-secret-file={tmp_path / name}" for name in ("first.txt", "none.txt")]
    status, out, err = call("explain", QUERY, *AT_THE_TIME, *options)
    assert (status, out) == (2, "")
    assert err.startswith("nexmo-sig: candidate secret file 2 cannot be read: ")


def test_options_and_input_are_those_of_verify() -> None:
    assert call("explain", "-", "--any-age", stdin=encode(SIGNED)).status == 0
    assert call("explain", QUERY).status == 1
    assert call("explain", "a=1&a=2").status == 2
    assert call("explain", "", settings=SETTINGS).status == 2


@pytest.mark.posix
@pytest.mark.parametrize("columns", [60, 100])
def test_a_terminal_gets_lines_that_fit_it(columns: int) -> None:
    signed = encode(SIGNER.sign({"text": "漢字 " * 100, "long": "x" * 300})).decode()
    ours, theirs = os.openpty()
    try:
        termios.tcsetwinsize(theirs, (24, columns))
        arguments = [*COMMAND, "explain", signed]
        status = subprocess.call(arguments, stdout=theirs, env=environment())
        shown = os.read(ours, 65_536).decode()
    finally:
        os.close(theirs)
        os.close(ours)
    lines = re.sub("\x1b\\[[0-9]*m", "", shown).split("\r\n")
    assert status == 0
    assert max(len(line) + sum(c in "漢字" for c in line) for line in lines) <= columns
    start = lines.index("String to sign") + 1
    string = "".join(line.strip() for line in lines[start : lines.index("Method")])
    assert string.count("x" * 100) >= 1
    assert run("explain", signed).out.count("\n") < 20  # elsewhere, each is one line


@pytest.mark.parametrize("width", [1, 39, 40, 41, 80, 200])
def test_nothing_is_lost_when_lines_are_wrapped(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("COLUMNS", str(width))
    for line in ("  a b  c", f"  {'word ' * 50}end", f"  {'x' * 500}", "  " + "漢" * 100, ""):
        shown = wrapped(line)
        assert shown.replace(" ", "").replace("\n", "") == line.replace(" ", "")
        fits = max(40, width)
        assert max(map(columns_of, shown.split("\n"))) <= fits


def test_a_long_word_is_wrapped_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, an explanation took 22 s for a value of 4,000 characters, and hours for this.

    For each line, all that was left of the word was measured again at each length.
    """
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("COLUMNS", "80")
    first, *others = wrapped(f"  {'b' * 100_000}").split("\n")
    assert first == f"  {'b' * 78}"
    assert others[0] == f"      {'b' * 74}"
    assert sum(line.count("b") for line in [first, *others]) == 100_000


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True
