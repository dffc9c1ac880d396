"""URLs that credentials may be sent to: HTTPS, or a loopback host."""

from __future__ import annotations

from functools import lru_cache

from .errors import InsecureURL, RequestError


@lru_cache(maxsize=64)  # a sender uses a few URLs again and again
def checked_url(url: str) -> str:
    """Return a URL that parameters may be sent to, with ``/`` for an empty path.

    Plain HTTP is for loopback hosts, by the browsers' rule (W3C Secure Contexts, section 3.1).

    Raises:
        InsecureURL: plain HTTP to another host.
        RequestError: no HTTP URL, or one with a query, a fragment or credentials, or with
            characters that clients read in different ways.
    """
    from urllib.parse import urlsplit  # verifying does without it

    if not isinstance(url, str) or not url.isascii() or not url.isprintable():
        raise RequestError("a URL must be printable ASCII text: percent-encode the rest")
    if any(character in url for character in ' \\?#"<>'):
        raise RequestError(
            "a URL must not hold a query, a fragment, spaces, backslashes, quotes or angle "
            "brackets: pass parameters as params"
        )
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # reading the port checks it
    except ValueError:
        raise RequestError("the URL cannot be parsed: check its host and port") from None
    if "@" in parts.netloc:
        raise RequestError("a URL must not hold a user name or password")
    if not host or parts.scheme not in ("https", "http"):
        raise RequestError("a URL must start with https:// and name a host")
    if parts.scheme == "http" and not is_loopback(host):
        raise InsecureURL(f"credentials must not go to {host} over plain HTTP: use https://")
    return url if parts.path else url + "/"


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address names this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def request_target(path: bytes, query: bytes) -> str:
    """Write a path and a query as a web server received them, in printable ASCII.

    Args:
        path: the path, percent-decoded.
        query: the query, percent-encoded; bytes that should be, but are not, will be.
    """
    from urllib.parse import quote

    return quote(path) + ("?" + quote(query, safe=bytes(range(128))) if query else "")


def origin(url: str) -> tuple[str, str | None, int]:
    """Return the scheme, the host and the port of an HTTP URL (RFC 6454, section 4).

    Args:
        url: what :func:`checked_url` returned.
    """
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}[parts.scheme]
