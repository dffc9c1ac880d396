"""Whatever ``nexmo-sig verify`` and ``explain`` are given, they end with a status and a clear line.

An input is the arguments, one a line, then an empty line and the standard input.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from unittest.mock import patch

from nexmo_sig.cli import main
from nexmo_sig.diagnosis import _search as search

ENVIRONMENT = {
    "NEXMO_SIGNATURE_SECRET": "the signature secret of the seeds",
    "NEXMO_SIGNATURE_METHOD": "sha256",
}
SECRET = ENVIRONMENT["NEXMO_SIGNATURE_SECRET"]

# Enough to try each mistake alone. With all pairs, the fuzzer would try few inputs.
FEW_HASHES = patch.object(search, "MAX_HASHES", 300)


def one_input(data: bytes) -> int | None:
    """Try one input; return the exit status, or None for one that is no input of these commands.

    Raises:
        AssertionError: the outcome is not what the help promises.
        Exception: any other error is a finding as well.
    """
    head, _, standard_input = data.partition(b"\n\n")
    argv = [os.fsdecode(argument) for argument in head.split(b"\n")]
    if argv[0] not in ("verify", "explain") or any(
        part in head for part in (b"\0", b"-file", b"-html")
    ):
        return None  # files are not the fuzzer's to read
    status, output, errors = run(argv, standard_input)
    assert status in (0, 1, 2)
    if status == 2:
        assert output == ""
        assert errors.startswith("nexmo-sig: ")
        assert errors.count("\n") == 1
    else:
        assert output
        assert errors == ""
    shown = output + errors
    assert all(character.isprintable() or character == "\n" for character in shown)
    assert SECRET not in shown or SECRET.encode() in data
    return status


def run(argv: list[str], standard_input: bytes) -> tuple[int, str, str]:
    output, errors = stream(), stream()
    real_input, sys.stdin = sys.stdin, stream(standard_input)
    try:
        with redirect_stdout(output), redirect_stderr(errors), FEW_HASHES:
            status = main(argv)
    finally:
        sys.stdin = real_input
    return status, written(output), written(errors)


def stream(data: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="\n")


def written(text_stream: io.TextIOWrapper) -> str:
    text_stream.seek(0)
    return text_stream.read()
