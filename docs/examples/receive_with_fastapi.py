"""Receive signed callbacks with FastAPI: uvicorn receive_with_fastapi:app."""

import os

import fastapi

from nexmo_sig import MemoryReplayGuard, NexmoSigError, Request, Signer, read_request

app = fastapi.FastAPI()
signer = Signer(os.environ["NEXMO_SIGNATURE_SECRET"], os.environ["NEXMO_SIGNATURE_METHOD"])
seen = MemoryReplayGuard()


@app.api_route("/callback", methods=["GET", "POST"])
async def callback(incoming: fastapi.Request) -> dict[str, dict[str, str]]:
    try:
        request = await Request.receive_asgi(incoming.scope, incoming.receive)
        params = signer.verify(read_request(request), replay_guard=seen)
    except NexmoSigError as error:
        raise fastapi.HTTPException(error.response_status, str(error)) from error
    return {"received": params}
