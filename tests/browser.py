"""Chromium without a window, asked over its DevTools protocol: the styles that it computed."""

import asyncio
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

_START = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0")


class Page:
    """A page of the browser, of a width in pixels, on a screen or on paper."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0

    async def call(self, method: str, **params: object) -> Any:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": params})
        answer: dict[str, Any] = {}
        while answer.get("id") != self._number:
            answer = await self._socket.receive_json()
        return answer["result"]

    async def opened(self, url: str, width: int, media: str, scheme: str) -> None:
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        await self.call("Emulation.setEmulatedMedia", media=media, features=features)
        await self.call("Page.navigate", url=url)
        while await self.value("location.href + document.readyState") != f"{url}complete":
            await asyncio.sleep(0.02)

    async def value(self, expression: str) -> Any:
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer["result"].get("value")


def computed(
    expression: str, file: Path, folder: Path, modes: Sequence[tuple[int, str, str]]
) -> list[Any]:
    """Return the value of an expression of JavaScript in a file, in each mode.

    A mode is a width in pixels, "screen" or "print", and the colours that the reader prefers,
    "light" or "dark". The folder is for the browser's own files.
    """
    [values] = in_each(expression, [file], folder, modes)
    return values


def in_each(
    expression: str, files: Iterable[Path], folder: Path, modes: Sequence[tuple[int, str, str]]
) -> list[list[Any]]:
    """Return the same of several files, in their order."""
    return asyncio.run(_in_each(expression, files, folder, modes))


async def _in_each(
    expression: str, files: Iterable[Path], folder: Path, modes: Sequence[tuple[int, str, str]]
) -> list[list[Any]]:
    results = []
    async with _page(folder) as page:
        for file in files:
            values = []
            for mode in modes:
                await page.opened(file.resolve().as_uri(), *mode)
                values.append(await page.value(expression))
            results.append(values)
    return results


@asynccontextmanager
async def _page(folder: Path) -> AsyncIterator[Page]:
    command = [*_START, f"--user-data-dir={folder}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as browser:
        try:
            async with (
                ClientSession(f"http://127.0.0.1:{_port(browser)}") as session,
                session.put("/json/new") as answer,
                session.ws_connect((await answer.json())["webSocketDebuggerUrl"]) as socket,
            ):
                yield Page(socket)
        finally:
            browser.terminate()
    shutil.rmtree(folder, ignore_errors=True)


def _port(browser: "subprocess.Popen[str]") -> str:
    assert browser.stderr is not None
    for line in browser.stderr:
        if found := re.search(r"DevTools listening on ws://127\.0\.0\.1:(\d+)/", line):
            return found[1]
    raise AssertionError("Chromium does not listen")
