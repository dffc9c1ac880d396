"""Receive signed callbacks with Flask: flask --app receive_with_flask run."""

import os

from flask import Flask, request

from nexmo_sig import MemoryReplayGuard, NexmoSigError, Request, Signer, read_request

app = Flask(__name__)
signer = Signer(os.environ["NEXMO_SIGNATURE_SECRET"], os.environ["NEXMO_SIGNATURE_METHOD"])
seen = MemoryReplayGuard()


@app.route("/callback", methods=["GET", "POST"])
def callback() -> tuple[dict[str, object], int]:
    try:
        params = signer.verify(read_request(Request.from_wsgi(request.environ)), replay_guard=seen)
    except NexmoSigError as error:
        return {"refused": str(error)}, error.response_status
    return {"received": params}, 200
