"""Send a signed request with urllib3."""

import urllib3

from nexmo_sig import Request


def send(request: Request) -> int:
    """Return the status of the response."""
    response = urllib3.request(
        request.method,
        request.url,
        headers=request.headers,
        body=request.body,
        retries=False,  # which includes redirects
        timeout=10,
    )
    return response.status
