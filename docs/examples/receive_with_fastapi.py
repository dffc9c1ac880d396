"""Receive signed callbacks with FastAPI: uvicorn receive_with_fastapi:app."""

import asyncio
import os

import fastapi
from starlette.requests import ClientDisconnect

from nexmo_sig import (
    MemoryReplayGuard,
    NexmoSigError,
    Request,
    Signer,
    WebhookVerifier,
    read_request,
)

secret = os.environ["NEXMO_SIGNATURE_SECRET"]
signer = Signer(secret, os.environ["NEXMO_SIGNATURE_METHOD"])
webhooks = WebhookVerifier(secret)
seen = MemoryReplayGuard()

app = fastapi.FastAPI()


def verified(callback: Request) -> object:
    return (
        webhooks.verify(callback, replay_guard=seen).json()
        if callback.header("Authorization") is not None
        else signer.verify(read_request(callback), replay_guard=seen)
    )


@app.api_route("/callback", methods=["GET", "POST"])
async def callback(incoming: fastapi.Request) -> dict[str, object]:
    body = bytearray()
    try:
        async for piece in incoming.stream():
            body += piece
            if len(body) > 2**20:  # request.body() has no limit
                raise fastapi.HTTPException(413, "the body is over 1 MiB")
        request = Request.from_asgi(incoming.scope, bytes(body))
        received = await asyncio.to_thread(verified, request)  # a guard may wait for Redis
    except ClientDisconnect as error:
        raise fastapi.HTTPException(400) from error
    except NexmoSigError as error:
        raise fastapi.HTTPException(error.response_status, str(error)) from error
    return {"received": received}
