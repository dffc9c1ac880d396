"""What is signed: parameters of three kinds, in any number."""

from __future__ import annotations

import time
from itertools import count, cycle, islice

SECRET = "abcdefghijklmnopqrstuvwxyz012345"
API_KEY = "ac5bd7f2"
URL = "https://api.nexmo.com/conversions/sms"
TOLERANCE = 86_400
"""Seconds: the parameters are as old as the run."""

VALUES = {"ASCII": "", "Unicode": "Zoë, Ωμέγα, 漢字, 🙂", "full of &, =, %": "&=%a=b&c%"}
"""The kinds of values, and what those that are not plain are made of."""

# An inbound SMS. In this order, the first three are what any signed request holds.
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
_ADDED_BY_SIGNING = ("api_key", "timestamp")


def parameters(size: int, values: str = "ASCII") -> dict[str, str]:
    """Return parameters to sign, among them ``api_key`` and ``timestamp``.

    Ten of plain ASCII have a canonical string of 229 bytes. Any beyond ten add 23 bytes each, so
    that a parameter costs the same to hash at every size.
    """
    params = dict(islice(_INBOUND.items(), size))
    for number in islice(count(), size - len(params)):
        params[f"field-{number:04}"] = "a plain one"
    characters = VALUES[values]
    if characters:
        for name in params.keys() - _ADDED_BY_SIGNING:
            params[name] = "".join(islice(cycle(characters), len(params[name])))
    return params


def given(params: dict[str, str]) -> dict[str, str]:
    """Return what a caller has before the request is authenticated."""
    return {name: value for name, value in params.items() if name not in _ADDED_BY_SIGNING}


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
