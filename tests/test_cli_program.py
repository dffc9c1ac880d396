"""The command line as a whole: help, errors, streams, charsets, signals."""

import importlib
import io
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from command_line import COMMAND, SETTINGS, SIGNER, call, environment, run, shell

import nexmo_sig
from nexmo_sig import FORM, encode
from nexmo_sig.cli import main

ON_LINUX = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
COMMANDS = ["sign", "verify", "explain", "request", "serve", "demo", "completion"]


def test_the_version_is_the_packages() -> None:
    assert call("--version") == (0, f"nexmo-sig {nexmo_sig.__version__}\n", "")


def test_the_help_of_the_program_names_each_command_variable_and_status() -> None:
    status, out, err = run("--help")
    assert (status, err) == (0, "")
    for word in [*COMMANDS, *SETTINGS, "exit status:"]:
        assert word in out


def test_importing_the_module_runs_nothing() -> None:
    assert importlib.import_module("nexmo_sig.__main__").main is main


def test_the_installed_script_exits_with_the_status() -> None:
    script = Path(sys.executable).parent / "nexmo-sig"
    assert subprocess.run([script, "demo"], capture_output=True).returncode == 0
    assert subprocess.run([script, "nonsense"], capture_output=True).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "required: COMMAND"),
        (["hunter2"], "invalid choice (choose from 'sign', "),
        (["sign"], "required: NAME=VALUE"),
        (["sign", "a=1", "--hunter2"], "argument 3 is not an option"),
        (["sign", "a=1", "-xhunter2"], "argument 3 is not an option"),
        (["verify", "a=1", "--json=hunter2"], "ignored explicit argument"),
        (["request", "sms", "--format", "hunter2"], "invalid choice (choose from 'http', "),
        (["verify", "a=1", "b=2"], "too many arguments: quote"),
        (["request", "sms", "--message-id", "-x"], "starts with '-' as --option=VALUE"),
        (["verify", "a=1", "--tolerance", "1", "--any-age"], "not allowed with"),
    ],
)
def test_an_unusable_command_line_is_one_line_and_status_2(
    arguments: list[str], words: str
) -> None:
    status, out, err = call(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("nexmo-sig: ")
    assert words in err
    assert "hunter2" not in err
    assert err.count("\n") == 1


def test_an_option_is_not_guessed_from_its_beginning() -> None:
    assert "argument 3 is not an option" in call("verify", "a=1", "--any").err


def test_a_secret_in_the_wrong_place_is_not_shown() -> None:
    for arguments in (
        ["--secret=hunter2"],
        ["--secret", "hunter2"],
        ["--secret-file", "hunter2"],
        ["--hunter2"],
    ):
        assert "hunter2" not in call("sign", "a=1", *arguments).err


@pytest.mark.posix
def test_an_argument_that_is_not_utf8_is_refused_with_its_position() -> None:
    outcome = run("sign", b"text=\xff")
    assert outcome == (2, "", "nexmo-sig: argument 2 is not UTF-8 at byte 5\n")


def test_an_argument_that_no_system_could_pass_is_refused() -> None:
    with redirect_stderr(io.StringIO()) as err:
        assert main(["sign", "text=\ud800"]) == 2
    assert err.getvalue().startswith("nexmo-sig: argument 2 is not UTF-8")


@pytest.mark.posix
@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C.UTF-8"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
    ids=str,
)
def test_every_locale_signs_the_same_bytes(locale: Mapping[str, str]) -> None:
    settings = {**SETTINGS, "NEXMO_SIGNATURE_SECRET": "clé", **locale}
    outcome = run("sign", "text=né 𝄞", "timestamp=1700000000", settings=settings)
    signer = nexmo_sig.Signer("clé", SETTINGS["NEXMO_SIGNATURE_METHOD"])
    signed = signer.sign({"text": "né 𝄞", "timestamp": "1700000000"})
    assert outcome == (0, encode(signed, FORM).decode() + "\n", "")


def test_a_charset_without_the_character_shows_its_escape() -> None:
    settings = {**SETTINGS, "PYTHONIOENCODING": "ascii"}
    outcome = run("explain", "text=n%C3%A9", settings=settings)
    assert (outcome.status, outcome.err) == (1, "")
    assert r"text = n\xe9" in outcome.out


@pytest.mark.posix
def test_the_output_of_one_command_is_the_input_of_another() -> None:
    done = shell("nexmo_sig sign to=447700900000 text='né & so=on' | nexmo_sig verify -")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"authentic\n", b"")


@pytest.mark.posix
@pytest.mark.parametrize("arguments", [["sign", "a=1"], ["demo"], ["--help"]])
def test_a_closed_pipe_ends_quietly(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = subprocess.run(
            [*COMMAND, *arguments], stdout=pipe, stderr=subprocess.PIPE, env=environment()
        )
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.posix
def test_ctrl_c_ends_quietly() -> None:
    script = """if True:
        import signal, sys
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a parent may ignore it
        from nexmo_sig.cli import main
        sys.exit(main())
    """
    with subprocess.Popen(
        [sys.executable, "-c", script, "verify", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b"a" * 500_000)  # more than a pipe holds, so it is reading by now
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"")


@pytest.mark.posix
@pytest.mark.parametrize(
    ("redirection", "message"),
    [
        (">&-", b"nexmo-sig: the standard output is closed\n"),
        (">&- 2>&-", b""),
        pytest.param(
            ">/dev/full",
            b"nexmo-sig: the output cannot be written: No space left on device\n",
            marks=ON_LINUX,
        ),
        pytest.param(">/dev/full 2>&-", b"", marks=ON_LINUX),
    ],
)
def test_output_that_cannot_be_written_is_an_error(redirection: str, message: bytes) -> None:
    done = shell(f"nexmo_sig sign a=1 {redirection}")
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", message)


def on_a_terminal(*arguments: str, settings: Mapping[str, str]) -> tuple[int, bytes]:
    ours, theirs = os.openpty()
    try:
        status = subprocess.call(
            [*COMMAND, *arguments], stdout=theirs, env=environment({**SETTINGS, **settings})
        )
        return status, os.read(ours, 65_536)
    finally:
        os.close(theirs)
        os.close(ours)


@pytest.mark.posix
def test_a_terminal_shows_colours() -> None:
    signed = encode(SIGNER.sign({"a": "1"})).decode()
    assert on_a_terminal("verify", signed, settings={"TERM": "xterm"}) == (
        0,
        b"\x1b[32mauthentic\x1b[0m\r\n",
    )
    status, shown = on_a_terminal("explain", "a=1", settings={"TERM": "xterm"})
    assert status == 1
    assert b"\x1b[1mMethod\x1b[0m\r\n  sha256\r\n" in shown
    assert b"\x1b[31mnot authentic: the request carries no sig" in shown


@pytest.mark.posix
@pytest.mark.parametrize("settings", [{"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_shows_no_colours_when_told_so(settings: Mapping[str, str]) -> None:
    status, shown = on_a_terminal("verify", "a=1", settings=settings)
    assert status == 1
    assert b"\x1b" not in shown


def test_no_colours_go_into_a_pipe_whatever_the_environment_says() -> None:
    settings = {**SETTINGS, "FORCE_COLOR": "1", "TERM": "xterm"}
    for arguments in (["verify", "a=1"], ["explain", "a=1"], ["demo"], ["--help"]):
        assert "\x1b" not in run(*arguments, settings=settings).out


def test_a_stream_that_is_no_text_wrapper_is_written_as_it_is() -> None:
    with redirect_stdout(io.StringIO()) as out:
        assert main(["--version"]) == 0
    assert out.getvalue().startswith("nexmo-sig ")
