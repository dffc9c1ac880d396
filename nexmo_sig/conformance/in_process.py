"""A receiver in this process: a WSGI or an ASGI application, called without a socket."""

from __future__ import annotations

import asyncio
import inspect
import io
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any, TypeAlias
from urllib.parse import unquote_to_bytes
from wsgiref.util import setup_testing_defaults

from ..errors import UsageError
from ..request import Request
from .answer import TIMED_OUT, Answer, Receiver
from .http import USER_AGENT

_SECONDS = 10.0  # for an ASGI application to answer
_HOST = "localhost"
_Message: TypeAlias = dict[str, Any]


class _InProcess(ABC):
    def __init__(self, app: Callable[..., Any], path: str = "/") -> None:
        self._app = app
        self._path = path

    def exchange(self, request: Request) -> Answer:
        """Call the application; an exception that it raises is a failure."""
        start = time.perf_counter()
        try:
            status, failure = self._status(request), ""
        except TimeoutError:
            status, failure = None, TIMED_OUT
        except Exception as error:  # a server would answer 500
            status, failure = None, f"raised {type(error).__name__}"
        return Answer(status, failure, time.perf_counter() - start)

    def is_alive(self) -> bool:
        """Return ``True``: the application is in this process."""
        return True

    @abstractmethod
    def _status(self, request: Request) -> int | None:
        """Call the application, and return the status that it answers."""


class WsgiReceiver(_InProcess):
    """A WSGI application (PEP 3333).

    Args:
        app: the application.
        path: where it takes callbacks.
    """

    def _status(self, request: Request) -> int | None:
        statuses: list[str] = []

        def start_response(status: str, *_: object) -> Callable[[bytes], object]:
            statuses.append(status)
            return lambda _: None

        response = self._app(self._environ(request), start_response)
        try:
            for _ in response:
                pass
        finally:
            getattr(response, "close", lambda: None)()
        return int(statuses[-1].partition(" ")[0])

    def _environ(self, request: Request) -> dict[str, Any]:
        environ = {
            "REQUEST_METHOD": request.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(self._path).decode("latin-1"),
            "QUERY_STRING": request.url.removeprefix("?"),
            "SERVER_NAME": _HOST,
            "HTTP_HOST": _HOST,
            "HTTP_USER_AGENT": USER_AGENT,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.input": io.BytesIO(request.body),
        }
        for name, value in request.headers.items():
            key = name.upper().replace("-", "_")
            is_bare = key in ("CONTENT_TYPE", "CONTENT_LENGTH")
            environ[key if is_bare else f"HTTP_{key}"] = value
        setup_testing_defaults(environ)
        return environ


class AsgiReceiver(_InProcess):
    """An ASGI application (ASGI specification, HTTP). Its lifespan spans the ``with`` block.

    Args:
        app: the application.
        path: where it takes callbacks.
    """

    def __init__(self, app: Callable[..., Any], path: str = "/") -> None:
        super().__init__(app, path)
        self._runner = asyncio.Runner()

    def __enter__(self) -> AsgiReceiver:
        self._runner.__enter__()
        self._lifespan = _Lifespan(self._app)
        self._runner.run(self._lifespan.start())
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._lifespan.stop())
        self._runner.close()

    def _status(self, request: Request) -> int | None:
        return self._runner.run(asyncio.wait_for(self._called(request), _SECONDS))

    async def _called(self, request: Request) -> int | None:
        messages = [{"type": "http.request", "body": request.body, "more_body": False}]
        statuses: list[int] = []

        async def receive() -> _Message:
            return messages.pop() if messages else {"type": "http.disconnect"}

        async def send(message: _Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        await self._app(self._scope(request), receive, send)
        return statuses[0] if statuses else None

    def _scope(self, request: Request) -> _Message:
        headers = {"Host": _HOST, "User-Agent": USER_AGENT, **request.headers}
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "http",
            "path": unquote_to_bytes(self._path).decode("utf-8", "replace"),
            "raw_path": self._path.encode(),
            "query_string": request.url.removeprefix("?").encode(),
            "root_path": "",
            "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
            "client": ("127.0.0.1", 0),
            "server": (_HOST, 80),
            "state": {},
        }


class _Lifespan:
    """Starts and stops an application; one that has no lifespan raises, and goes on without."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app

    async def start(self) -> None:
        self._inbox: asyncio.Queue[_Message] = asyncio.Queue()
        self._outbox: asyncio.Queue[_Message] = asyncio.Queue()
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.3"}, "state": {}}
        called = self._app(scope, self._inbox.get, self._outbox.put)
        self._task = asyncio.ensure_future(called)
        await self._said("lifespan.startup")

    async def stop(self) -> None:
        await self._said("lifespan.shutdown")
        self._task.cancel()
        with suppress(Exception, asyncio.CancelledError):
            await self._task

    async def _said(self, message: str) -> None:
        self._inbox.put_nowait({"type": message})
        answered = asyncio.ensure_future(self._outbox.get())
        await asyncio.wait({answered, self._task}, return_when="FIRST_COMPLETED", timeout=_SECONDS)
        answered.cancel()


@contextmanager
def in_process(name: str, path: str = "/") -> Iterator[Receiver]:
    """Import an application, and yield a receiver for it.

    Args:
        name: ``module:name`` of a WSGI or an ASGI application, as servers take it.
        path: where it takes callbacks.

    Raises:
        UsageError: there is no application of that name.
    """
    app = _imported(name)
    if not path.startswith("/"):
        raise UsageError("the path must start with /", "path")
    if _is_asgi(app):
        with AsgiReceiver(app, path) as receiver:
            yield receiver
    else:
        yield WsgiReceiver(app, path)


def _imported(name: str) -> Callable[..., Any]:
    module, _, attribute = name.partition(":")
    try:
        app = getattr(import_module(module), attribute or "app")
    except Exception as error:  # whatever the module raises
        problem = f"{type(error).__name__}: {error}"
        raise UsageError(f"{name} cannot be imported: {problem}", "name") from error
    if not callable(app):
        raise UsageError(f"{name} is not an application: it cannot be called", "name")
    called: Callable[..., Any] = app
    return called


def _is_asgi(app: Callable[..., Any]) -> bool:
    call = getattr(app, "__call__", app)  # noqa: B004 - that of an instance may be a coroutine
    return inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(call)
