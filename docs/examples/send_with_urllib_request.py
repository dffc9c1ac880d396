"""Send a signed request with the standard library."""

import urllib.request

from nexmo_sig import Request


def send(request: Request) -> int:
    """Return the status of the response; a status of 400 or more raises an HTTPError."""
    outgoing = urllib.request.Request(
        request.url,
        data=request.body or None,
        headers=dict(request.headers),
        method=request.method,
    )
    with urllib.request.urlopen(outgoing, timeout=10) as response:
        return response.status
