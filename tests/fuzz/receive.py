"""Whatever request arrives, reading and verifying it raises nothing but NexmoSigError.

An input is a request in four parts, with a newline after each of the first three: method, URL,
``Content-Type`` (none when empty), body.
"""

from __future__ import annotations

from common import NOW

from nexmo_sig import (
    FORM,
    JSON,
    MemoryReplayGuard,
    NexmoSigError,
    ReplayDetected,
    Request,
    SignatureMethod,
    Signer,
    TimestampInvalid,
    TimestampMissing,
    decode,
    encode,
    read_request,
)

SECRET = "the signature secret of the seeds"
SIGNERS = [Signer(SECRET, method, clock=lambda: NOW) for method in SignatureMethod]


def one_input(data: bytes) -> str:
    """Try one input; return what became of it.

    Raises:
        AssertionError: what was read is not what was signed, or a replay was accepted.
        Exception: any other error is a finding as well.
    """
    try:
        params = read_request(request_of(data))
    except NexmoSigError:
        return "unreadable"
    check_encodings(params)
    verdicts = [verdict(signer, params) for signer in SIGNERS]
    for signer in SIGNERS:
        check_signing(signer, params)
    return "authentic" if "authentic" in verdicts else "not authentic"


def request_of(data: bytes) -> Request:
    method, url, media_type, body = [*data.split(b"\n", 3), b"", b"", b""][:4]
    headers = {"Content-Type": text_of(media_type)} if media_type else {}
    return Request(text_of(method), text_of(url), headers, body)


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def verdict(signer: Signer, params: dict[str, str]) -> str:
    guard = MemoryReplayGuard(clock=lambda: NOW)
    try:
        authentic = signer.verify(params, replay_guard=guard)
    except NexmoSigError:
        return "not authentic"
    assert authentic == without_sig(params)
    assert is_replay(signer, params, guard)
    return "authentic"


def is_replay(signer: Signer, params: dict[str, str], guard: MemoryReplayGuard) -> bool:
    changed = {**params, "sig": params["sig"].swapcase()}
    try:
        signer.verify(dict(reversed(changed.items())), replay_guard=guard)
    except ReplayDetected:
        return True
    return False


def check_encodings(params: dict[str, str]) -> None:
    for media_type in (FORM, JSON):
        assert decode(encode(params, media_type), media_type) == params


def check_signing(signer: Signer, params: dict[str, str]) -> None:
    """Sign what was read: the receiver must read the same, and find it authentic."""
    signed = {**params, "sig": signer.signature(params)}
    sent = Request("POST", "/callback", {"Content-Type": JSON}, encode(signed, JSON))
    try:
        authentic = signer.verify(read_request(sent), tolerance=None)
    except (TimestampInvalid, TimestampMissing):
        return
    assert authentic == without_sig(params)


def without_sig(params: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in params.items() if name != "sig"}
