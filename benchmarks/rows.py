"""The rows of the table of speed: nexmo_sig against the fastest official Python way, line by line.

Each row holds two statements, shown here as they are timed, and the names that they use. To add a
row, add a ``Row`` to ``ROWS``, and a function that returns its names unless one does already.

The official SDKs are not charged for copies that they do not need: they add a ``timestamp`` only
to a mapping that has none, and ``check_signature`` takes ``sig`` out of a copy of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from typing import Any
from urllib.parse import parse_qsl, urlencode

import nexmo
import requests
from vonage_http_client.auth import Auth
from vonage_jwt.verify_jwt import verify_signature

import nexmo_sig

from .inputs import API_KEY, SECRET, URL, parameters, strangers, webhook_token, without

VONAGE = "vonage-http-client"
_STRANGERS = 4_000  # far more sets of names than a cache of them could hold


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison.

    Attributes:
        operation: the work.
        against: the code that nexmo_sig is compared with.
        ours: the statement of nexmo_sig.
        theirs: the statement that it is compared with.
        names: returns the names that both statements use.
        times: how many times the work of ``theirs`` it is that ``ours`` does; its time is divided
            by that.
    """

    operation: str
    against: str
    ours: str
    theirs: str
    names: Callable[[], dict[str, Any]]
    times: int = 1


def sms(params: dict[str, str], method: str = "sha256") -> dict[str, Any]:
    """Return names for signed parameters: of both directions, and of the official SDKs."""
    signer = nexmo_sig.Signer(SECRET, method)
    signed = {**params, "sig": signer.signature(params)}
    query, body = urlencode(signed), json.dumps(signed).encode()
    return {
        "build_request": nexmo_sig.build_request,
        "read_request": nexmo_sig.read_request,
        "signer": signer,
        "auth": nexmo_sig.SignatureAuth(API_KEY, signer),
        "vonage": _vonage(method),
        "nexmo": _nexmo(method),
        "json": json,
        "parse_qsl": parse_qsl,
        "requests": requests,
        "api_key": API_KEY,
        "url": URL,
        "params": params,
        "untimed": without(params, "timestamp"),
        "unauthenticated": without(params, "timestamp", "api_key"),
        "signed": signed,
        "query": query,
        "body": body,
        "get": nexmo_sig.Request("GET", f"/?{query}"),
        "post": nexmo_sig.Request("POST", "/", {"Content-Type": nexmo_sig.JSON}, body),
    }


def of_new_names() -> dict[str, Any]:
    """Return names for a row in which no call ever sees the parameters' names of another."""
    mappings = strangers(_STRANGERS)
    return sms(mappings[0]) | {"strangers": cycle(mappings)}


def of_growth() -> dict[str, Any]:
    """Return names for a row that compares 1,000 parameters with ten."""
    return sms(parameters()) | {"thousand": parameters(1_000)}


def webhook() -> dict[str, Any]:
    """Return names for a signed webhook with a body of 300 bytes."""
    body = json.dumps({"channel": "sms", "text": "t" * 265}).encode()
    token = webhook_token(body)
    return {
        "secret": SECRET,
        "verifier": nexmo_sig.WebhookVerifier(SECRET),
        "verify_signature": verify_signature,
        "body": body,
        "token": token,
        "post": nexmo_sig.Request("POST", "/", {"Authorization": f"Bearer {token}"}, body),
    }


def _vonage(method: str) -> Auth | None:
    if method == "md5hash":  # this SDK has given it up
        return None
    return Auth(api_key=API_KEY, signature_secret=SECRET, signature_method=method)


def _nexmo(method: str) -> nexmo.Client:
    return nexmo.Client(
        key=API_KEY,
        secret="unused",
        signature_secret=SECRET,
        signature_method=None if method == "md5hash" else method,
    )


_TEN = partial(sms, parameters())

ROWS = (
    Row(
        "signature, sha256", VONAGE, "signer.signature(params)", "vonage.sign_params(params)", _TEN
    ),
    Row(
        "signature, sha256, names never seen before",
        VONAGE,
        "signer.signature(next(strangers))",
        "vonage.sign_params(next(strangers))",
        of_new_names,
    ),
    Row(
        "signature, md5hash",
        "nexmo",
        "signer.signature(params)",
        "nexmo.signature(params)",
        partial(sms, parameters(), "md5hash"),
    ),
    Row("verify, sha256", VONAGE, "signer.verify(signed)", "vonage.check_signature(signed)", _TEN),
    Row(
        "sign, three parameters",
        VONAGE,
        "signer.sign(untimed)",
        "sent = dict(untimed); sent['sig'] = vonage.sign_params(sent); sent",
        partial(sms, parameters(3)),
    ),
    Row(
        "query to verified parameters, ASCII",
        f"parse_qsl and {VONAGE}",
        "signer.verify(read_request(get))",
        "vonage.check_signature(dict(parse_qsl(query)))",
        _TEN,
    ),
    Row(
        "query to verified parameters, Cyrillic",
        f"parse_qsl and {VONAGE}",
        "signer.verify(read_request(get))",
        "vonage.check_signature(dict(parse_qsl(query)))",
        partial(sms, parameters(cyrillic=True)),
    ),
    Row(
        "JSON to verified parameters",
        f"json.loads and {VONAGE}",
        "signer.verify(read_request(post))",
        "vonage.check_signature(json.loads(body))",
        _TEN,
    ),
    Row(
        "build a signed form",
        f"{VONAGE} and requests",
        "build_request('POST', url, unauthenticated, auth=auth)",
        "sent = dict(unauthenticated, api_key=api_key); sent['sig'] = vonage.sign_params(sent); "
        "requests.Request('POST', url, data=sent).prepare()",
        _TEN,
    ),
    Row(
        "verify a signed webhook, 300 bytes",
        "vonage-jwt",
        "verifier.verify(post)",
        "verify_signature(token, secret)",
        webhook,
    ),
    Row(
        "time per parameter, 1,000 parameters",
        "ten parameters",
        "signer.signature(thousand)",
        "signer.signature(params)",
        of_growth,
        times=100,
    ),
)
