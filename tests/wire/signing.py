"""The parameters that the tests of the auth classes sign, and how they check what arrived."""

from itertools import count

from nexmo_sig import Request, Signer, read_request

SECRET = "the signature secret"
SIGNER = Signer(SECRET, "sha256", clock=count(1_700_000_000).__next__)  # never twice the same
PARAMS = {"to": "447700900000", "text": "a & b = ä €\U0001f600 +%2A~"}


def authentic(request: Request) -> dict[str, str]:
    return SIGNER.verify(read_request(request), tolerance=None)


def signatures(received: list[Request]) -> list[str]:
    """The signatures of requests that must all be authentic."""
    assert all(authentic(request).items() >= PARAMS.items() for request in received)
    return [read_request(request)["sig"] for request in received]
