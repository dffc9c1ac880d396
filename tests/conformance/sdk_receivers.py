"""Receivers on the vendor's SDKs, as their documentation shows them."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.types import WSGIApplication

from conformance.receivers import METHOD, SECRET
from flask import Flask, request
from vonage_http_client.auth import Auth
from vonage_jwt import verify_signature

_FOLDER = Path(__file__).parents[1] / "express"


def python_receiver() -> WSGIApplication:
    """vonage-http-client for a sig, vonage-jwt for a token, with Flask."""
    app = Flask("receiver")
    auth = Auth(
        api_key="a1b2c3d4",
        api_secret="an API secret",
        signature_secret=SECRET,
        signature_method=METHOD.value,
    )

    @app.route("/callback", methods=["GET", "POST"])
    def callback() -> tuple[str, int]:
        authorization = request.headers.get("Authorization")
        if authorization is not None:
            authentic = verify_signature(authorization.split(" ")[1], SECRET)
        else:
            body = request.get_json() if request.is_json else request.form.to_dict()
            authentic = auth.check_signature({**request.args, **body})
        return "", 200 if authentic else 401

    return app


@contextmanager
def node_receiver(folder: Path) -> Iterator[str]:
    """@vonage/sms for a sig, @vonage/jwt for a token, with Express: yield its URL."""
    shutil.copytree(_FOLDER, folder, dirs_exist_ok=True)
    install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(install, cwd=folder, check=True, capture_output=True)
    with subprocess.Popen(
        ["node", "receiver.js"],
        cwd=folder,
        env=os.environ | {"NEXMO_SIGNATURE_SECRET": SECRET},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it writes each error there
        encoding="utf-8",
    ) as process:
        assert process.stdout
        port = process.stdout.readline().strip()
        try:
            yield f"http://127.0.0.1:{port}/callback"
        finally:
            process.terminate()


def node_versions() -> dict[str, str]:
    """The versions that the lock file pins, by package."""
    package: dict[str, dict[str, str]] = json.loads((_FOLDER / "package.json").read_bytes())
    return package["dependencies"]
