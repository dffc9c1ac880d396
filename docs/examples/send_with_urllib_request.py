"""Send a signed request with the standard library."""

import urllib.request

from nexmo_sig import Request


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Refuses redirects, as a signed request must stay with its server."""

    def redirect_request(self, *_: object) -> None:
        """Make no new request."""


# A request over plain HTTP must stay on this machine.
proxies = {name: url for name, url in urllib.request.getproxies().items() if name == "https"}
opener = urllib.request.build_opener(NoRedirects, urllib.request.ProxyHandler(proxies))


def send(request: Request) -> int:
    """Return the status of the response; a status of 300 or more raises an HTTPError."""
    outgoing = urllib.request.Request(
        request.url,
        data=request.body or None,
        headers=dict(request.headers),
        method=request.method,
    )
    with opener.open(outgoing, timeout=10) as response:
        return int(response.status)
