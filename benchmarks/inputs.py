"""The parameters that are signed: those of an inbound SMS, and more if asked for."""

from __future__ import annotations

import time
from itertools import count, islice

SECRET = "abcdefghijklmnopqrstuvwxyz012345"
API_KEY = "ac5bd7f2"
URL = "https://api.nexmo.com/conversions/sms"

# In this order, as any signed request holds the first three.
_INBOUND = {
    "api_key": API_KEY,
    "timestamp": str(int(time.time())),
    "text": "Order 4 is ready",
    "to": "447700900001",
    "msisdn": "447700900000",
    "messageId": "0A0000000123ABCD1",
    "type": "text",
    "keyword": "ORDER",
    "message-timestamp": "2023-11-14 22:13:20",
    "nonce": "aaaaaaaa-bbbb-cccc-dddd-0123456789ab",
}
_CYRILLIC = {"text": "Заказ 4 уже готов, приходите", "type": "unicode", "keyword": "ДА"}


def parameters(size: int = 10, *, cyrillic: bool = False) -> dict[str, str]:
    """Return parameters to sign, among them ``api_key`` and the present time as ``timestamp``.

    Ten have a canonical string of 229 bytes. Any beyond ten add 23 bytes each, so that a parameter
    costs the same to hash at every size.
    """
    params = dict(islice(_INBOUND.items(), size))
    for number in islice(count(), size - len(params)):
        params[f"field-{number:04}"] = "a plain one"
    return params | _CYRILLIC if cyrillic else params


def without(params: dict[str, str], *names: str) -> dict[str, str]:
    """Return the parameters without some of them."""
    return {name: value for name, value in params.items() if name not in names}


def strangers(number: int) -> list[dict[str, str]]:
    """Return mappings of ten parameters, none of which has a name of the others.

    ``timestamp`` is the exception: the official SDKs would add one.
    """
    return [
        {
            name if name == "timestamp" else f"{name}{i:04}": value
            for name, value in _INBOUND.items()
        }
        for i in range(number)
    ]
