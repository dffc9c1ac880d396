"""`vonage-http-client`: its signatures, and its check of a callback."""

from typing import Any

import vonage_http_client.auth
from vonage_http_client.errors import InvalidAuthError

from scoreboard.protocol import Answer, Case, serve

METHODS = ["md5", "sha1", "sha256", "sha512"]


def auth(secret: str, method: str | None) -> Any:
    return vonage_http_client.auth.Auth(
        api_key="a1b2c3d4", signature_secret=secret, signature_method=method
    )


def signatures(case: Case) -> Answer:
    params = dict(case["pairs"])
    if "sig" in params or not params.get("timestamp"):
        return {"left_out": "it hashes a sig, and adds a timestamp"}
    made = {name: auth(case["secret"], name).sign_params(dict(params)) for name in METHODS}
    return {"answer": made}


def verdict(case: Case) -> Answer:
    """Ask it as its reference says; of the method md5hash it says: leave the method as None."""
    method = None if case["method"] == "md5hash" else case["method"]
    checks = [auth(secret, method) for secret in case["secrets"]]
    return {"accepted": any(check.check_signature(dict(case["pairs"])) for check in checks)}


def answer(case: Case) -> Answer:
    if case["kind"] not in ("signatures", "verdicts") or "request" in case:
        return {"left_out": "it reads no requests, and remembers none"}
    if len(dict(case["pairs"])) < len(case["pairs"]):
        return {"left_out": "it takes a dictionary, which has no name twice"}
    vonage_http_client.auth.time = lambda: case.get("now", 0)
    try:
        return signatures(case) if case["kind"] == "signatures" else verdict(case)
    except InvalidAuthError:
        return {"error": "InvalidAuthError"}


if __name__ == "__main__":
    serve(answer)
