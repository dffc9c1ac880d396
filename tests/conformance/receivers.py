"""A receiver of both schemes that is right, and ones that have one flaw each."""

import hmac
import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

import reference

from nexmo_sig import EncodingError, NexmoSigError, Request, SignatureMethod, read_request
from nexmo_sig.conformance import Vendor

SECRET = "the test secret of a receiver, 32 bytes or more"
METHOD = SignatureMethod.SHA256
VENDOR = Vendor(SECRET, METHOD)
TOLERANCE = 300


class Rejected(Exception):
    """Why a callback is answered with another status than 200."""

    def __init__(self, status: int = 401) -> None:
        super().__init__(status)
        self.status = status


class Receiver:
    """A WSGI application. Every step is a method, for a flawed one to replace."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        status = self.status(Request.from_wsgi(environ))
        start_response(f"{status} Answer", [("Content-Type", "text/plain")])
        return [b"answered"]

    def status(self, request: Request) -> int:
        try:
            authorization = request.header("Authorization")
            if authorization is None:
                self.check_params(self.params(request))
            else:
                self.check_token(authorization.removeprefix("Bearer "), request)
        except Rejected as rejected:
            return rejected.status
        return 200

    # A sig

    def params(self, request: Request) -> dict[str, str]:
        try:
            return read_request(request, max_parameters=10_000)
        except NexmoSigError as error:
            raise Rejected(error.response_status) from error

    def check_params(self, params: dict[str, str]) -> None:
        if "sig" not in params:
            self.without_sig()
            return
        signed = {name: value for name, value in params.items() if name != "sig"}
        expected = reference.signature(signed, SECRET, METHOD)
        if not self.is_same(expected.encode(), params["sig"].lower().encode()):
            raise Rejected
        self.check_sig_age(params.get("timestamp", ""))
        self.check_first(expected)

    def without_sig(self) -> None:
        raise Rejected

    def is_same(self, expected: bytes, given: bytes) -> bool:
        return hmac.compare_digest(expected, given)

    def check_sig_age(self, timestamp: str) -> None:
        if not timestamp.isdigit():
            raise Rejected
        self.check_age(int(timestamp))

    def check_age(self, made_at: int) -> None:
        if abs(time.time() - made_at) > TOLERANCE:
            raise Rejected

    def check_first(self, key: str) -> None:
        if key in self.seen:
            raise Rejected
        self.seen.add(key)

    # A token

    def check_token(self, token: str, request: Request) -> None:
        header, claims, signature = self.parts(token)
        algorithm = header.get("alg")
        if not self.is_known(algorithm):
            raise Rejected
        signed = token.rpartition(".")[0].encode()
        expected = hmac.digest(SECRET.encode(), signed, "sha256")
        if algorithm != "none" and not self.is_same(expected, signature):
            raise Rejected
        self.check_issuer(claims.get("iss"))
        self.check_payload(claims.get("payload_hash"), request)
        self.check_issued_at(claims.get("iat"))
        self.check_first(str(claims.get("jti")))

    def parts(self, token: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
        try:
            parts = [
                urlsafe_b64decode(f"{part}{'=' * (-len(part) % 4)}") for part in token.split(".")
            ]
            header, claims = json.loads(parts[0]), json.loads(parts[1])
            signature = parts[2]
        except (ValueError, IndexError) as error:
            raise Rejected from error
        if not isinstance(header, dict) or not isinstance(claims, dict):
            raise Rejected
        return header, claims, signature

    def is_known(self, algorithm: object) -> bool:
        return algorithm == "HS256"

    def check_issuer(self, issuer: object) -> None:
        if issuer != "Vonage":
            raise Rejected

    def check_payload(self, expected: object, request: Request) -> None:
        payload = request.body
        if request.method == "GET":
            query = parse_qsl(request.url.partition("?")[2])
            payload = json.dumps(dict(query), separators=(",", ":")).encode()
        if sha256(payload).hexdigest() != expected:
            raise Rejected

    def check_issued_at(self, issued_at: object) -> None:
        if not isinstance(issued_at, int):
            raise Rejected
        self.check_age(issued_at)


class AnyAge(Receiver):
    def check_sig_age(self, timestamp: str) -> None:
        pass

    def check_issued_at(self, issued_at: object) -> None:
        pass


class Unsigned(Receiver):
    def without_sig(self) -> None:
        pass


class PrefixCompared(Receiver):
    def is_same(self, expected: bytes, given: bytes) -> bool:
        return expected.startswith(given)


class NoGuard(Receiver):
    def check_first(self, key: str) -> None:
        pass


class BodyNotBound(Receiver):
    def check_payload(self, expected: object, request: Request) -> None:
        pass


class AlgNone(Receiver):
    def is_known(self, algorithm: object) -> bool:
        return algorithm in ("HS256", "none")


class AnyIssuer(Receiver):
    def check_issuer(self, issuer: object) -> None:
        pass


class LastWins(Receiver):
    def params(self, request: Request) -> dict[str, str]:
        form = (
            request.body.decode(errors="replace") if request.body else request.url.partition("?")[2]
        )
        if form.startswith("{"):
            pairs = json.loads(form, object_pairs_hook=list) if _is_flat_json(form) else None
        else:
            pairs = parse_qsl(form, keep_blank_values=True)
        if pairs and len({name for name, _ in pairs}) < len(pairs):
            return dict(pairs)
        return super().params(request)


def _is_flat_json(text: str) -> bool:
    try:
        members = json.loads(text)
    except ValueError:
        return False
    return all(isinstance(value, str) for value in members.values())


class FailsOnBrokenInput(Receiver):
    def params(self, request: Request) -> dict[str, str]:
        try:
            return read_request(request, max_parameters=10_000)
        except EncodingError as error:
            raise Rejected(500) from error
        except NexmoSigError as error:
            raise Rejected(error.response_status) from error


class Quadratic(Receiver):
    def params(self, request: Request) -> dict[str, str]:
        params = super().params(request)
        names: list[str] = []
        for name in params:
            if name in names:
                raise Rejected(400)
            names.append(name)
        return params


class Always(Receiver):
    def __init__(self, answer: int) -> None:
        super().__init__()
        self.answer = answer

    def status(self, request: Request) -> int:
        return self.answer
