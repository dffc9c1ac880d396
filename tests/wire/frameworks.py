"""The receiving examples of the docs, each on the servers that its framework's users start."""

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
import sys
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.management import execute_from_command_line
def reading(get_response):
    def read(request):
        request.body, request.POST
        return get_response(request)
    return read
settings.configure(ROOT_URLCONF="receive_with_django", ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    *["__main__.reading"] * ("reading" in sys.argv),
])
"""
_RUNSERVER = """
execute_from_command_line(["manage.py", "runserver", "--noreload", "0"])
"""
_UVICORN = """
import uvicorn
uvicorn.run(get_asgi_application(), port=0)
"""
_HYPERCORN = """
import asyncio
from hypercorn.asyncio import serve
from hypercorn.config import Config
config = Config.from_mapping(bind=["127.0.0.1:0"])
asyncio.run(serve(get_asgi_application(), config))
"""
_AIOHTTP = """
from aiohttp import web
from receive_with_aiohttp import app
"""
_RUN_APP = """
import socket
web.run_app(app, sock=socket.create_server(("127.0.0.1", 0)))  # older ones print the port 0
"""

COMMANDS = {
    "Flask": ["-m", "flask", "--app", "receive_with_flask", "run", "--port", "0"],
    "Django": ["-c", _DJANGO + _RUNSERVER],
    "Django on uvicorn": ["-c", _DJANGO + _UVICORN],
    "Django on hypercorn": ["-c", _DJANGO + _HYPERCORN],
    "FastAPI on uvicorn": ["-m", "uvicorn", "receive_with_fastapi:app", "--port", "0"],
    "FastAPI on hypercorn": ["-m", "hypercorn", "receive_with_fastapi:app", "-b", "127.0.0.1:0"],
    "aiohttp": ["-c", _AIOHTTP + _RUN_APP],
}
"""The arguments of `python`, by the distributions of the framework and its server."""

_FLASK_READING = """
from flask import request
from receive_with_flask import app
@app.before_request
def read():
    request.get_data()
app.run(port=0)
"""
_FASTAPI_READING = """
import uvicorn
from receive_with_fastapi import app
@app.middleware("http")
async def read(request, call_next):
    await request.body()
    return await call_next(request)
uvicorn.run(app, port=0)
"""
_AIOHTTP_READING = """
@web.middleware
async def read(request, handler):
    await request.text()
    return await handler(request)
app.middlewares.append(read)
"""

READING = {
    "Flask": ["-c", _FLASK_READING],
    "Django": [*COMMANDS["Django"], "reading"],
    "Django on uvicorn": [*COMMANDS["Django on uvicorn"], "reading"],
    "FastAPI on uvicorn": ["-c", _FASTAPI_READING],
    "aiohttp": ["-c", _AIOHTTP + _AIOHTTP_READING + _RUN_APP],
}
"""The same, behind a middleware that has read the body."""

_REDIS = """
import os, redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from nexmo_sig.integrations.redis import RedisReplayGuard
client = redis.Redis(port=int(os.environ["REDIS_PORT"]), socket_timeout=3, retry=Retry(NoBackoff(), 0))
"""
_FASTAPI_REDIS = """
import uvicorn
import receive_with_fastapi
receive_with_fastapi.seen = RedisReplayGuard(client)
uvicorn.run(receive_with_fastapi.app, port=0)
"""
_AIOHTTP_REDIS = """
import receive_with_aiohttp
receive_with_aiohttp.seen = RedisReplayGuard(client)
"""

WITH_REDIS = {
    "FastAPI on uvicorn": ["-c", _REDIS + _FASTAPI_REDIS],
    "aiohttp": ["-c", _REDIS + _AIOHTTP + _AIOHTTP_REDIS + _RUN_APP],
}
"""The asynchronous ones, with a guard in Redis in place of the one in memory."""


@contextmanager
def serving(command: list[str], **environment: str) -> Iterator[int]:
    """Run an example; yield its port on loopback."""
    with subprocess.Popen(
        [sys.executable, "-u", *command],
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
