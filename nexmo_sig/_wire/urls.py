"""URLs: those that credentials may be sent to, and those that a web server received."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InsecureURL, RequestError, UsageError


def checked_url(url: str) -> str:
    """Return a URL that parameters may be sent to, with ``/`` for an empty path.

    Raises InsecureURL for plain HTTP to a host that is not loopback, and RequestError for a string
    that is not an HTTP URL, or has a query, a fragment, credentials or an ambiguous character.
    """
    if not isinstance(url, str) or not url.isascii() or not url.isprintable():
        raise RequestError("a URL must be a printable ASCII string: percent-encode the rest")
    if any(character in url for character in ' \\?#"<>'):
        raise RequestError(
            "a URL must not hold a query, a fragment, spaces, backslashes, quotes or angle "
            "brackets: pass parameters as params"
        )
    scheme, host, has_user = _parts(url)
    if has_user:
        raise RequestError("a URL must not hold a user name or password")
    if not host or scheme not in ("https", "http"):
        raise RequestError("a URL must start with https:// and name a host")
    if scheme == "http" and not is_loopback(host):
        raise InsecureURL(f"credentials must not go to {host} over plain HTTP: use https://")
    return url if url.count("/") > 2 else url + "/"


def _parts(url: str) -> tuple[str, str | None, bool]:
    """Return the scheme and the host of a URL, and whether it names a user."""
    from urllib.parse import urlsplit  # verifying does without it

    try:
        parts = urlsplit(url)
        _ = parts.port  # reading it checks it
    except ValueError:
        pass
    else:
        return parts.scheme, parts.hostname, "@" in parts.netloc
    raise RequestError("the URL cannot be parsed: check its host and port")


def is_loopback(host: str) -> bool:
    """Tell whether a host is ``localhost``, in 127.0.0.0/8, or ``::1`` (RFC 6890).

    Names below ``localhost`` are not: resolvers ask the DNS for them.
    """
    if host == "localhost":
        return True
    from ipaddress import IPv4Address, IPv6Address

    try:
        return IPv6Address(host) == IPv6Address(1) if ":" in host else IPv4Address(host).is_loopback
    except ValueError:
        return False


def request_target(path: bytes, query: bytes) -> str:
    """Write the decoded path and the encoded query that a server received, in printable ASCII.

    Bytes of the query that should be percent-encoded, but are not, will be.
    """
    from urllib.parse import quote

    return quote(path) + ("?" + quote(query, safe=bytes(range(128))) if query else "")


def server_entry(argument: str, entries: Mapping[str, Any], key: str) -> Any:
    """Return an entry that each server passes; raise UsageError if there is none."""
    if key not in entries:
        raise UsageError(f"{argument} has no {key}: pass the one of an HTTP request", argument)
    return entries[key]
