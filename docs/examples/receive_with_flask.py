"""Receive signed callbacks with Flask: flask --app receive_with_flask run."""

import os

from flask import Flask, request

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

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 2**20  # bytes, of every body


def verified(callback: Request) -> object:
    return (
        webhooks.verify(callback, replay_guard=seen).json()
        if callback.header("Authorization") is not None
        else signer.verify(read_request(callback), replay_guard=seen)
    )


@app.route("/callback", methods=["GET", "POST"])
def callback() -> tuple[dict[str, object], int]:
    try:
        received = verified(Request.from_wsgi(request.environ, request.get_data()))
    except NexmoSigError as error:
        return {"rejected": str(error)}, error.response_status
    return {"received": received}, 200
