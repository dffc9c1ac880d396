"""Send a signed request with HTTPX, in asyncio or Trio."""

import httpx

from nexmo_sig import Request


async def send(request: Request) -> int:
    """Return the status of the response."""
    no_proxy = {"http://": None}  # a request over plain HTTP must stay on this machine
    async with httpx.AsyncClient(timeout=10, mounts=no_proxy) as client:
        response = await client.request(
            request.method, request.url, headers=request.headers, content=request.body
        )
    return response.status_code
