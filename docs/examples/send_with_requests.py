"""Send a signed request with requests."""

import requests

from nexmo_sig import Request


def send(request: Request) -> int:
    """Return the status of the response."""
    response = requests.request(
        request.method,
        request.url,
        headers=request.headers,
        data=request.body,
        allow_redirects=False,
        proxies={"http": ""},  # a request over plain HTTP must stay on this machine
        timeout=10,
    )
    return response.status_code
