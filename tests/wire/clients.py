"""The HTTP clients that have a `NexmoAuth`, each called in the same way."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import aiohttp
import httpx
import requests
from wire.signing import SIGNER

import nexmo_sig.integrations.aiohttp
import nexmo_sig.integrations.httpx
import nexmo_sig.integrations.requests
from nexmo_sig import Signer

Call = dict[str, Any]
"""The arguments of one request: url, method, form, json, query, content, headers, files.

All but the URL may be left out; the method is POST then.
"""


class Settings(NamedTuple):
    """What is the same for all requests of a session."""

    signer: Signer = SIGNER
    authority: Path | None = None  # a certificate to trust
    trust_env: bool = False


DEFAULT = Settings()


class Client(Protocol):
    def send(self, *calls: Call, settings: Settings = DEFAULT) -> list[int]:
        """Send requests one after the other in one session, and return the statuses."""

    def stream(self) -> object:
        """Return a body that is sent piece by piece."""

    def multipart(self) -> Call:
        """Return the arguments of a request with a file."""


class Requests:
    def send(self, *calls: Call, settings: Settings = DEFAULT) -> list[int]:
        with requests.Session() as session:
            session.auth = nexmo_sig.integrations.requests.NexmoAuth("key", settings.signer)
            session.trust_env = settings.trust_env
            options: Call = {"verify": str(settings.authority or "") or True, "timeout": 10}
            calls = tuple(_renamed(call, form="data", content="data") for call in calls)
            return [session.request(**call, **options).status_code for call in calls]

    def stream(self) -> object:
        return _pieces()

    def multipart(self) -> Call:
        return {"files": {"file": b"content"}}


class HTTPX:
    def send(self, *calls: Call, settings: Settings = DEFAULT) -> list[int]:
        with httpx.Client(**_httpx_options(settings)) as client:
            return [client.request(**_renamed(call, form="data")).status_code for call in calls]

    def stream(self) -> object:
        return _pieces()

    def multipart(self) -> Call:
        return {"files": {"file": b"content"}}


class AsyncHTTPX:
    def send(self, *calls: Call, settings: Settings = DEFAULT) -> list[int]:
        async def send() -> list[int]:
            async with httpx.AsyncClient(**_httpx_options(settings)) as client:
                responses = [await client.request(**_renamed(call, form="data")) for call in calls]
            return [response.status_code for response in responses]

        return asyncio.run(send())

    def stream(self) -> object:
        return _async_pieces()

    def multipart(self) -> Call:
        return {"files": {"file": b"content"}}


class Aiohttp:
    def send(self, *calls: Call, settings: Settings = DEFAULT) -> list[int]:
        async def send() -> list[int]:
            auth = nexmo_sig.integrations.aiohttp.NexmoAuth("key", settings.signer)
            async with aiohttp.ClientSession(
                middlewares=[auth], trust_env=settings.trust_env
            ) as session:
                statuses = [await status(session, call) for call in calls]
            if settings.authority:  # aiohttp, "Graceful Shutdown": TLS is closed a little later
                await asyncio.sleep(0.25)
            return statuses

        async def status(session: aiohttp.ClientSession, call: Call) -> int:
            arguments = _renamed(call, form="data", content="data", files="data")
            async with session.request(**arguments, ssl=_tls(settings.authority)) as response:
                return response.status

        return asyncio.run(send())

    def stream(self) -> object:
        return _async_pieces()

    def multipart(self) -> Call:
        form = aiohttp.FormData()
        form.add_field("file", b"content", filename="file")
        return {"files": form}


CLIENTS: dict[str, Client] = {
    "requests": Requests(),
    "httpx.Client": HTTPX(),
    "httpx.AsyncClient": AsyncHTTPX(),
    "aiohttp": Aiohttp(),
}


def _renamed(call: Call, **names: str) -> Call:
    names["query"] = "params"
    return {"method": "POST", **{names.get(name, name): value for name, value in call.items()}}


def _httpx_options(settings: Settings) -> dict[str, Any]:
    return {
        "auth": nexmo_sig.integrations.httpx.NexmoAuth("key", settings.signer),
        "verify": _tls(settings.authority),
        "trust_env": settings.trust_env,
    }


@cache  # it takes longer to make than a request to send
def _tls(authority: Path | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=authority)


def _pieces() -> Iterator[bytes]:
    yield b'{"a": "1"}'


async def _async_pieces() -> AsyncIterator[bytes]:
    yield b'{"a": "1"}'
