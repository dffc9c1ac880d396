"""Receivers in this process: WSGI and ASGI applications, without a socket."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from conformance.receivers import VENDOR, Receiver

from nexmo_sig import Request, UsageError
from nexmo_sig.conformance import CHECKS, AsgiReceiver, WsgiReceiver, run, select
from nexmo_sig.conformance.in_process import in_process

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Asgi:
    """The right receiver, as an ASGI application with a lifespan."""

    def __init__(self) -> None:
        self.receiver = Receiver()
        self.events: list[str] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        assert scope["path"] == "/callback"
        status = self.receiver.status(await Request.receive_asgi(scope, receive))
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"answered"})

    async def _live(self, receive: Receive, send: Send) -> None:
        for _ in range(2):
            event = (await receive())["type"]
            self.events.append(event)
            await send({"type": f"{event}.complete"})


def test_a_right_wsgi_application_passes_every_check() -> None:
    report = run(WsgiReceiver(Receiver(), "/callback"), VENDOR)
    assert (report.passed, report.failed, report.untested) == (len(CHECKS), 0, 0)


def test_a_right_asgi_application_passes_every_check() -> None:
    app = Asgi()
    with AsgiReceiver(app, "/callback") as receiver:
        report = run(receiver, VENDOR)
    assert (report.passed, report.failed, report.untested) == (len(CHECKS), 0, 0)
    assert app.events == ["lifespan.startup", "lifespan.shutdown"]


def test_the_environment_is_the_one_of_a_server() -> None:
    seen: list[WSGIEnvironment] = []

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        seen.append(environ)
        start_response("200 OK", [])
        return [b""]

    request = Request("POST", "?a=b", {"Content-Type": "text/plain", "X-Odd": "1"}, b"body")
    assert WsgiReceiver(app, "/ä%20b").exchange(request).status == 200
    (environ,) = seen
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/ä b"
    assert environ["QUERY_STRING"] == "a=b"
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["HTTP_X_ODD"] == "1"
    assert environ["wsgi.input"].read() == b"body"


def test_an_iterable_is_closed() -> None:
    closed: list[bool] = []

    class Body(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("204 No Content", [])
        return Body([b""])

    assert WsgiReceiver(app).exchange(Request("GET", "")).status == 204
    assert closed == [True]


def test_an_application_that_raises_fails() -> None:
    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if "Altered" in environ["QUERY_STRING"]:
            raise KeyError("sig")
        start_response("200 OK", [])
        return []

    result = run(WsgiReceiver(app), VENDOR, select(only=["sig.get.altered"])).results[-1]
    assert (result.holds, result.received) == (False, "raised KeyError")


def test_an_asgi_application_without_a_lifespan_is_called_all_the_same() -> None:
    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError("only HTTP")
        assert await receive()
        assert (await receive())["type"] == "http.disconnect"
        await send({"type": "http.response.start", "status": 200})

    with AsgiReceiver(app) as receiver:
        assert receiver.exchange(Request("GET", "")).status == 200


def test_an_asgi_application_that_hangs_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await asyncio.sleep(60)

    monkeypatch.setattr("nexmo_sig.conformance.in_process._SECONDS", 0.05)
    with AsgiReceiver(app) as receiver:
        assert receiver.exchange(Request("GET", "")).received == "timed out"


# By name

MODULE = """
def wsgi(environ, start_response):
    start_response("200 OK", [])
    return []

async def asgi(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 201})

app = wsgi
number = 1
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"receiver_{abs(hash(tmp_path))}"
    (tmp_path / f"{name}.py").write_text(MODULE)
    (tmp_path / f"{name}_broken.py").write_text("raise KeyError('NEXMO')")
    monkeypatch.syspath_prepend(str(tmp_path))
    return name


@pytest.mark.parametrize(("attribute", "status"), [(":wsgi", 200), (":asgi", 201), ("", 200)])
def test_an_application_is_imported_by_its_name(module: str, attribute: str, status: int) -> None:
    with in_process(module + attribute, "/x") as receiver:
        assert receiver.is_alive()
        assert receiver.exchange(Request("GET", "")).status == status


@pytest.mark.parametrize("end", [":missing", ":number", "_missing:app", "_broken:app"])
def test_a_name_that_cannot_be_used_is_an_error(module: str, end: str) -> None:
    with pytest.raises(UsageError, match=module), in_process(module + end):
        pass


def test_a_path_starts_with_a_slash(module: str) -> None:
    with pytest.raises(UsageError, match="path"), in_process(module, "callback"):
        pass
