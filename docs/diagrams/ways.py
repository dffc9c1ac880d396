"""The two ways through the library: outbound and inbound."""

from __future__ import annotations

from .svg import Box, column

_WIDTH = 340

_OUTBOUND = (
    Box("Your parameters", ["a mapping of names to values"], "outside"),
    Box("parameters", ["each value gets its one string form"]),
    Box(
        "auth",
        ["adds api_key; the signer adds timestamp", "and sig, the hash of the canonical string"],
    ),
    Box("media", ["writes a form, a JSON object or a query"]),
    Box("Request", ["method, URL, headers, body"]),
    Box("Any HTTP client", ["sends it to Nexmo"], "outside"),
)
_INBOUND = (
    Box("Any web framework", ["received it from Nexmo"], "outside"),
    Box("Request", ["method, URL, headers, body"]),
    Box("media", ["reads a form, a JSON object or a query"]),
    Box("parameters", ["rejects what is ambiguous"]),
    Box(
        "signer",
        ["compares sig with the hash of the canonical", "string; checks the age, and for a replay"],
    ),
    Box("Authentic parameters", ["or an error that says why not"], "outside"),
)


def outbound() -> str:
    """Return the picture of the way out."""
    description = "From your parameters to the request that any client sends"
    return column("Outbound", description, _OUTBOUND, _WIDTH)


def inbound() -> str:
    """Return the picture of the way in."""
    description = "From the request received to authentic parameters"
    return column("Inbound", description, _INBOUND, _WIDTH)
