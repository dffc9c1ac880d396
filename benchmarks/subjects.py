"""The statements of :mod:`benchmarks.operations`, ready to be timed."""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
from collections.abc import Iterator
from itertools import cycle
from operator import itemgetter
from timeit import Timer as Statement
from typing import Any
from urllib.parse import parse_qsl, urlencode

import nexmo
import requests
from vonage_http_client.auth import Auth

import nexmo_sig

from .inputs import API_KEY, SECRET, TOLERANCE, URL, VALUES, given, parameters, strangers
from .node import NodePeer
from .operations import (
    GROWTH_SIZES,
    METHODS,
    NEW_NAMES,
    NODE,
    OPERATIONS,
    PYTHON_PEERS,
    SIGNATURE,
    SIZES,
    STEP,
    STEPS,
    VONAGE,
    Key,
    Operation,
    statements,
)
from .timing import Timer

_STRANGERS = 4_000  # far more sets of names than nexmo_sig remembers
_UNCHANGED = ("params", "unsigned", "signed", "given")


def groups(node: NodePeer | None) -> Iterator[dict[Key, Timer]]:
    """Yield the subjects, in groups of those that are compared with each other."""
    for method in METHODS:
        for values in VALUES:
            for operation in OPERATIONS:
                grows = operation.name == SIGNATURE and values == "ASCII"
                yield {
                    key: timer
                    for size in sorted({*SIZES, *(GROWTH_SIZES if grows else ())})
                    for key, timer in _compared(operation, method, values, size, node).items()
                }
        yield _with_new_names(method)
        yield _steps(method)


def _compared(
    operation: Operation, method: str, values: str, size: int, node: NodePeer | None
) -> dict[Key, Timer]:
    scene = _scene(method, parameters(size, values))
    before = copy.deepcopy([scene[name] for name in _UNCHANGED])
    timers: dict[str, Timer] = {}
    answers: dict[str, object] = {}
    for subject, statement in statements(operation, method).items():
        timers[subject] = Statement(statement, globals=scene)
        answers[subject] = _answer(statement, scene)
    if node is not None and operation.name == SIGNATURE:
        timers[NODE], answers[NODE] = node.prepare(method, SECRET, scene["params"])
    if [scene[name] for name in _UNCHANGED] != before:
        raise RuntimeError(f"{operation.name}: a subject changes what the others are given")
    if False in answers.values() or (operation.name == SIGNATURE and len({*answers.values()}) > 1):
        raise RuntimeError(f"{operation.name}: the subjects disagree")
    return {
        Key(operation.name, method, values, size, subject): timer
        for subject, timer in timers.items()
    }


def _with_new_names(method: str) -> dict[Key, Timer]:
    mappings = strangers(_STRANGERS)
    scene = _scene(method, mappings[0]) | {"strangers": cycle(mappings)}
    return {
        Key(NEW_NAMES.name, method, "ASCII", 10, subject): Statement(statement, globals=scene)
        for subject, statement in statements(NEW_NAMES, method).items()
    }


def _steps(method: str) -> dict[Key, Timer]:
    params = parameters(10)
    order = sorted(params)
    fetch = itemgetter(*order)
    labels = [piece for name in order for piece in (f"&{name}=", "")]
    pieces = [piece for name in order for piece in (f"&{name}=", params[name])]
    scene = {
        "params": params,
        "layouts": {tuple(params): (labels, fetch, len(order))},
        "labels": labels,
        "fetch": fetch,
        "pieces": pieces,
        "joined": "".join(pieces),
        "size": len(order),
    }
    return {
        Key(STEP, method, "ASCII", 10, step): Statement(statement, globals=scene)
        for step, statement in STEPS.items()
    }


def _scene(method: str, params: dict[str, str]) -> dict[str, Any]:
    """Return the names that the statements use."""
    signer = nexmo_sig.Signer(SECRET, method)
    signed = {**params, "sig": signer.signature(params)}
    query = urlencode(signed)
    scene = {
        "signer": signer,
        "auth": nexmo_sig.SignatureAuth(API_KEY, signer),
        "api_key": API_KEY,
        "tolerance": TOLERANCE,
        "url": URL,
        "params": params,
        "unsigned": {name: value for name, value in params.items() if name != "timestamp"},
        "signed": signed,
        "given": given(params),
        "query": query,
        "target": f"/?{query}",
        "form": query.encode(),
        "form_headers": {"Content-Type": nexmo_sig.FORM},
        "body": json.dumps(signed).encode(),
        "json_headers": {"Content-Type": nexmo_sig.JSON},
        "JSON": nexmo_sig.JSON,
        "Request": nexmo_sig.Request,
        "build_request": nexmo_sig.build_request,
        "read_request": nexmo_sig.read_request,
        "canonical": nexmo_sig.canonicalize(params).encode(),
        "secret": SECRET.encode(),
        "md5": hashlib.md5,
        "keyed": hmac.new(SECRET.encode(), digestmod="sha256"),
        "json": json,
        "parse_qsl": parse_qsl,
        "requests": requests,
        "urlencode": urlencode,
        "nexmo": nexmo.Client(
            key=API_KEY,
            secret="unused",
            signature_secret=SECRET,
            signature_method=None if method == "md5hash" else method,
        ),
    }
    if VONAGE in PYTHON_PEERS[method]:
        scene["vonage"] = Auth(api_key=API_KEY, signature_secret=SECRET, signature_method=method)
    return scene


def _answer(statement: str, scene: dict[str, Any]) -> object:
    *steps, expression = statement.split("; ")
    local = dict(scene)
    exec("; ".join(steps), local)
    return eval(expression, local)
