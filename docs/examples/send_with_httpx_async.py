"""Send a signed request with HTTPX, in asyncio or Trio."""

import httpx

from nexmo_sig import Request


async def send(request: Request) -> int:
    """Return the status of the response."""
    async with httpx.AsyncClient(timeout=10) as client:
        response = await client.request(
            request.method, request.url, headers=request.headers, content=request.body
        )
    return response.status_code
