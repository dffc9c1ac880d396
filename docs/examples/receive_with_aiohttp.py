"""Receive signed callbacks with aiohttp: pass app to web.run_app."""

import os

from aiohttp import web

from nexmo_sig import MemoryReplayGuard, NexmoSigError, Request, Signer, read_request

signer = Signer(os.environ["NEXMO_SIGNATURE_SECRET"], os.environ["NEXMO_SIGNATURE_METHOD"])
seen = MemoryReplayGuard()


async def callback(incoming: web.Request) -> web.Response:
    body = await incoming.read()  # not more than the client_max_size of the application
    try:
        request = Request(incoming.method, incoming.raw_path, incoming.headers, body)
        params = signer.verify(read_request(request), replay_guard=seen)
    except NexmoSigError as error:
        return web.json_response({"refused": str(error)}, status=error.response_status)
    return web.json_response({"received": params})


app = web.Application()
app.add_routes([web.get("/callback", callback), web.post("/callback", callback)])
