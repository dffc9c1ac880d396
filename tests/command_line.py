"""Two ways to run ``nexmo-sig``: as a process, and in this one where a process adds nothing."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from nexmo_sig import Signer
from nexmo_sig.cli import main

SECRET = "a signature secret"
METHOD = "sha256"
SIGNER = Signer(SECRET, METHOD)
SETTINGS = {
    "NEXMO_SIGNATURE_SECRET": SECRET,
    "NEXMO_SIGNATURE_METHOD": METHOD,
    "NEXMO_API_KEY": "abcdef01",
    "NEXMO_API_SECRET": "an API secret",
}
PUBLISHED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "vectors" / "published.json").read_bytes()
)["cases"]
COMMAND = [sys.executable, "-m", "nexmo_sig"]
MATTERING = (
    *("NEXMO_", "NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "LANG", "LC_"),
    *("PYTHONUNBUFFERED", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONCOERCECLOCALE"),
)


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


def environment(settings: Mapping[str, str] = SETTINGS) -> dict[str, str]:
    """The environment of this process, with these settings and no others that matter."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(MATTERING)}
    return kept | {name: as_passed(value) for name, value in settings.items()}


def as_passed(text: str) -> str:
    """A text as Python holds it after the system has passed it in UTF-8, in any locale (PEP 383)."""
    return os.fsdecode(text.encode(errors="surrogateescape"))


def run(
    *arguments: str | bytes, stdin: bytes = b"", settings: Mapping[str, str] = SETTINGS
) -> Outcome:
    passed = [text if isinstance(text, bytes) else as_passed(text) for text in arguments]
    done = subprocess.run(
        [*COMMAND, *passed], input=stdin, capture_output=True, env=environment(settings)
    )
    return Outcome(done.returncode, _with_newlines(done.stdout), _with_newlines(done.stderr))


def call(*arguments: str, stdin: bytes = b"", settings: Mapping[str, str] = SETTINGS) -> Outcome:
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with (
        patch.dict(
            os.environ, {name: as_passed(text) for name, text in settings.items()}, clear=True
        ),
        patch("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin))),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        status = main([as_passed(text) for text in arguments])
    return Outcome(status, _written(out), _written(err))


def shell(script: str) -> subprocess.CompletedProcess[bytes]:
    """Run a script in which ``nexmo-sig`` is ours."""
    program = f'nexmo_sig() {{ "{sys.executable}" -m nexmo_sig "$@"; }}\n'
    return subprocess.run(
        ["sh", "-c", as_passed(program + script)], capture_output=True, env=environment()
    )


def _with_newlines(output: bytes) -> str:
    return output.decode().replace(os.linesep, "\n")


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
