"""The receiving examples of the docs, each on the server that its framework's users start."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"

# A project of one's own has settings; what counts in them is that nothing is allowed specially.
_DJANGO = """
from django.conf import settings
from django.core.management import execute_from_command_line
settings.configure(ROOT_URLCONF="receive_with_django", ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
])
execute_from_command_line(["manage.py", "runserver", "--noreload", "0"])
"""
_AIOHTTP = """
from aiohttp import web
from receive_with_aiohttp import app
web.run_app(app, host="127.0.0.1", port=0)
"""

COMMANDS = {
    "Flask": ["-m", "flask", "--app", "receive_with_flask", "run", "--port", "0"],
    "Django": ["-c", _DJANGO],
    "FastAPI": ["-m", "uvicorn", "receive_with_fastapi:app", "--port", "0"],
    "aiohttp": ["-c", _AIOHTTP],
}
"""What follows `python`, by the name of the distribution."""


@contextmanager
def serving(framework: str, **environment: str) -> Iterator[int]:
    """Run an example; yield its port on loopback."""
    with subprocess.Popen(
        [sys.executable, "-u", *COMMANDS[framework]],
        cwd=EXAMPLES,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        port = _port(process)
        log = threading.Thread(target=process.communicate)  # a full pipe would stop the server
        log.start()
        try:
            yield port
        finally:
            process.terminate()
            log.join()


def _port(process: subprocess.Popen[str]) -> int:
    """Read what the server prints until it says where it listens."""
    printed: list[str] = []
    for line in process.stdout or ():
        printed.append(line)
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
            return int(found[1])
    raise RuntimeError("the server did not start:\n" + "".join(printed))
