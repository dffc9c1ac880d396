"""Send a signed request with aiohttp."""

import aiohttp
from yarl import URL

from nexmo_sig import Request


async def send(request: Request) -> int:
    """Return the status of the response."""
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(10)) as session,
        session.request(
            request.method,
            URL(request.url, encoded=True),  # else aiohttp would write the query in its own way
            headers=request.headers,
            data=request.body,
            skip_auto_headers=["Content-Type"],  # without a body, there is none
            allow_redirects=False,
        ) as response,
    ):
        return response.status
