"""Send a signed request with HTTPX."""

import httpx

from nexmo_sig import Request


def send(request: Request) -> int:
    """Return the status of the response."""
    response = httpx.request(
        request.method,
        request.url,
        headers=request.headers,
        content=request.body,
        timeout=10,
    )
    return response.status_code
