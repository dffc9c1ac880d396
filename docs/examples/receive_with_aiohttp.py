"""Receive signed callbacks with aiohttp: pass app to web.run_app."""

import asyncio
import os

from aiohttp import web

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


def verified(callback: Request) -> object:
    return (
        webhooks.verify(callback, replay_guard=seen).json()
        if callback.header("Authorization") is not None
        else signer.verify(read_request(callback), replay_guard=seen)
    )


async def callback(incoming: web.Request) -> web.Response:
    body = await incoming.read()  # not more than the client_max_size of the application
    try:
        request = Request(incoming.method, incoming.raw_path, incoming.headers, body)
        received = await asyncio.to_thread(verified, request)  # a guard may wait for Redis
    except NexmoSigError as error:
        return web.json_response({"rejected": str(error)}, status=error.response_status)
    return web.json_response({"received": received})


app = web.Application()
app.add_routes([web.get("/callback", callback), web.post("/callback", callback)])
