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
    HASH_STEP,
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
    steps = {**STEPS, "hash": HASH_STEP[method]}
    params = parameters(10)
    scene = _scene(method, params)
    order = sorted(params)
    labels = [piece for name in order for piece in (f"&{name}=", "")]
    scene["layouts"] = {tuple(params): (labels, itemgetter(*order))}
    scene["places"] = slice(1, None, 2)
    scene["empty"] = hashlib.md5()
    for statement in STEPS.values():
        exec(statement, scene)  # each finds what those before it left
    if _answer(steps["hash"], scene) != scene["signer"].signature(params):
        raise RuntimeError("the steps do not lead to the signature")
    return {
        Key(STEP, method, "ASCII", 10, step): Statement(statement, globals=scene)
        for step, statement in steps.items()
    }


def _scene(method: str, params: dict[str, str]) -> dict[str, Any]:
    """Return the names that the statements use."""
    signer = nexmo_sig.Signer(SECRET, method)
    signed = {**params, "sig": signer.signature(params)}
    query = urlencode(signed)
    return {
        **_COMMON,
        **_peers(method),
        "signer": signer,
        "auth": nexmo_sig.SignatureAuth(API_KEY, signer),
        "params": params,
        "unsigned": {name: value for name, value in params.items() if name != "timestamp"},
        "signed": signed,
        "given": given(params),
        "canonical": nexmo_sig.canonicalize(params).encode(),
        "query": query,
        "target": f"/?{query}",
        "form": query.encode(),
        "body": json.dumps(signed).encode(),
    }


def _peers(method: str) -> dict[str, object]:
    old_method = None if method == "md5hash" else method
    old = nexmo.Client(
        key=API_KEY, secret="unused", signature_secret=SECRET, signature_method=old_method
    )
    if VONAGE not in PYTHON_PEERS[method]:
        return {"nexmo": old}
    new = Auth(api_key=API_KEY, signature_secret=SECRET, signature_method=method)
    return {"nexmo": old, "vonage": new}


_COMMON = {
    "JSON": nexmo_sig.JSON,
    "Request": nexmo_sig.Request,
    "api_key": API_KEY,
    "build_request": nexmo_sig.build_request,
    "form_headers": {"Content-Type": nexmo_sig.FORM},
    "json": json,
    "json_headers": {"Content-Type": nexmo_sig.JSON},
    "keyed": hmac.new(SECRET.encode(), digestmod="sha256"),
    "md5": hashlib.md5,
    "parse_qsl": parse_qsl,
    "read_request": nexmo_sig.read_request,
    "requests": requests,
    "secret": SECRET.encode(),
    "tolerance": TOLERANCE,
    "url": URL,
    "urlencode": urlencode,
}


def _answer(statement: str, scene: dict[str, Any]) -> object:
    *steps, expression = statement.split("; ")
    local = dict(scene)
    exec("; ".join(steps), local)
    return eval(expression, local)
