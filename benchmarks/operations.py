"""What is measured: each operation, by nexmo_sig, by the official SDKs, and by what it rests on.

Every subject is one statement, shown here as it is timed. Nobody is charged for another's habits:
the official SDKs add a ``timestamp`` to the caller's mapping only when it has none, and
``check_signature`` takes ``sig`` out of a copy of its own, so neither needs a fresh copy per call.
Where the result is a new mapping, the statement of the official SDK makes one, as ours does inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

OURS = "nexmo_sig"
VONAGE = "vonage-http-client"
NEXMO = "nexmo"
NODE = "nexmo for Node"
FLOOR = "floor"
NAMES = {
    OURS: "nexmo_sig",
    VONAGE: "vonage-http-client, Python",
    NEXMO: "nexmo, Python",
    NODE: "nexmo, Node",
    FLOOR: "the hash alone",
}
"""As readers see them."""

METHODS = ("md5hash", "sha256")
PYTHON_PEERS = {"md5hash": (NEXMO,), "sha256": (VONAGE, NEXMO)}
"""The official SDKs for Python; the newer one has given up md5hash."""

SIZES = (3, 10, 100)
GROWTH_SIZES = (10, 30, 100, 300, 1_000)


class Key(NamedTuple):
    """Names a subject."""

    operation: str
    method: str
    values: str
    size: int
    subject: str = OURS


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to do, as the statements that do it; ``{sign}`` and ``{check}`` are the peer's."""

    name: str
    ours: str
    peers: str
    floor: str
    floor_name: str


BARE_HASH = "bare hash"
SIGNATURE = "signature"
VERIFY = "verify"
READ_QUERY = "read_request + verify, query"
BUILD_FORM = "build_request, form"

_VERIFY = "signer.verify({}, tolerance=tolerance)"
_AUTHENTICATED = "sent = dict(given, api_key=api_key); sent['sig'] = {sign}(sent); "

OPERATIONS = (
    Operation(SIGNATURE, "signer.signature(params)", "{sign}(params)", "{hash}", BARE_HASH),
    Operation(
        "sign",
        "signer.sign(unsigned)",
        "sent = dict(unsigned); sent['sig'] = {sign}(sent); sent",
        "{hash}",
        BARE_HASH,
    ),
    Operation(VERIFY, _VERIFY.format("signed"), "{check}(signed)", "{hash}", BARE_HASH),
    Operation(
        READ_QUERY,
        _VERIFY.format("read_request(Request('GET', target))"),
        "{check}(dict(parse_qsl(query)))",
        "parse_qsl(query)",
        "parse_qsl",
    ),
    Operation(
        "read_request + verify, form",
        _VERIFY.format("read_request(Request('POST', '/', form_headers, form))"),
        "{check}(dict(parse_qsl(form.decode())))",
        "parse_qsl(form.decode())",
        "parse_qsl",
    ),
    Operation(
        "read_request + verify, JSON",
        _VERIFY.format("read_request(Request('POST', '/', json_headers, body))"),
        "{check}(json.loads(body))",
        "json.loads(body)",
        "json.loads",
    ),
    Operation(
        BUILD_FORM,
        "build_request('POST', url, given, auth=auth)",
        _AUTHENTICATED + "requests.Request('POST', url, data=sent).prepare()",
        "urlencode(signed)",
        "urlencode",
    ),
    Operation(
        "build_request, JSON",
        "build_request('POST', url, given, auth=auth, media_type=JSON)",
        _AUTHENTICATED + "requests.Request('POST', url, json=sent).prepare()",
        "json.dumps(signed)",
        "json.dumps",
    ),
)

NEW_NAMES = Operation(
    "signature, new names",
    "signer.signature(next(strangers))",
    "{sign}(next(strangers))",
    "{hash}",
    BARE_HASH,
)
"""No call ever sees the names of another."""

HASH_STATEMENTS = {
    "md5hash": "md5(canonical + secret, usedforsecurity=False).hexdigest()",
    "sha256": "state = keyed.copy(); state.update(canonical); state.hexdigest()",
}
PEER_STATEMENTS = {
    VONAGE: {"sign": "vonage.sign_params", "check": "vonage.check_signature"},
    NEXMO: {"sign": "nexmo.signature", "check": "nexmo.check_signature"},
}

STEP = "step"
STEPS = {
    "look up what these names contribute": "names = tuple(params); labels, fetch = layouts[names]",
    "fetch the values in order": "values = fetch(params)",
    "look for separators in them": "text = ''.join(values); found = '&' in text or '=' in text",
    "put them between the names": "pieces = labels.copy(); pieces[places] = values",
    "join and encode": "canonical = ''.join(pieces).encode()",
}
"""What ``Signer.signature`` does, each step as a statement that uses the results of those before."""
HASH_STEP = {
    "md5hash": "state = empty.copy(); state.update(canonical + secret); state.hexdigest()",
    "sha256": "state = keyed.copy(); state.update(canonical); state.hexdigest()",
}
"""The last step."""


def statements(operation: Operation, method: str) -> dict[str, str]:
    """Return the statement of each subject of an operation."""
    hash_statement = HASH_STATEMENTS[method]
    return {
        OURS: operation.ours,
        **{peer: operation.peers.format(**PEER_STATEMENTS[peer]) for peer in PYTHON_PEERS[method]},
        FLOOR: operation.floor.format(hash=hash_statement),
    }
