"""`nexmo`, the older package: its signatures, and its check of a callback."""

from types import SimpleNamespace

import nexmo

from scoreboard.protocol import Answer, Case, serve

METHODS = {"md5hash": None, "md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha512": "sha512"}


def client(secret: str, method: str) -> nexmo.Client:
    return nexmo.Client(
        key="a1b2c3d4",
        secret="api secret",
        signature_secret=secret,
        signature_method=METHODS[method],
    )


def answer(case: Case) -> Answer:
    if case["kind"] not in ("signatures", "verdicts") or "request" in case:
        return {"left_out": "it reads no requests, and remembers none"}
    params = dict(case["pairs"])
    if len(params) < len(case["pairs"]):
        return {"left_out": "it takes a dictionary, which has no name twice"}
    nexmo.time = SimpleNamespace(time=lambda: case.get("now", 0))
    if case["kind"] == "verdicts":
        checks = [client(secret, case["method"]) for secret in case["secrets"]]
        return {"accepted": any(check.check_signature(params) for check in checks)}
    if "sig" in params or not params.get("timestamp"):
        return {"left_out": "it hashes a sig, and adds a timestamp"}
    made = {name: client(case["secret"], name).signature(dict(params)) for name in METHODS}
    return {"answer": made}


if __name__ == "__main__":
    serve(answer)
