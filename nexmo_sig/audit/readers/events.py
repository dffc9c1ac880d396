"""Events of serverless functions, as JSON Lines.

=====================================  ========================================================
Sender                                 What it keeps
=====================================  ========================================================
API gateway, version 2; function URL   the query as it was sent, and the time
API gateway, version 1; REST           the query decoded, without its order, and the time
load balancer                          the query percent-encoded, without its order; not the time
=====================================  ========================================================
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

from .moments import from_number
from .rows import UNREADABLE, Row

_REPLACEMENT = "\ufffd"
_PATH = "/:@!$&'()*+,;=~-._%"
_CONTEXT = "requestContext"


def is_event(found: Mapping[str, Any]) -> bool:
    """Tell whether a JSON object is an event of an HTTP request."""
    return isinstance(found.get(_CONTEXT), dict) and (
        "rawQueryString" in found or "httpMethod" in found or "http" in found[_CONTEXT]
    )


def row_of(found: Mapping[str, Any], header: str = "Authorization") -> Row:
    """Read an event.

    Args:
        found: the JSON object.
        header: the name of the header that holds the token of a signed webhook.
    """
    try:
        row = _row(found, header)
    except (KeyError, TypeError, AttributeError, ValueError):  # of another shape, or not Base64
        return UNREADABLE
    texts = (row.method, row.url, row.content_type, row.authorization)
    return row if all(isinstance(text, str) for text in texts) else UNREADABLE


def _row(found: Mapping[str, Any], header: str) -> Row:
    context = found[_CONTEXT]
    headers = _headers(found)
    body = _body(found)
    common = {
        "content_type": headers.get("content-type", ""),
        "authorization": headers.get(header.lower(), ""),
        "body": body,
        "cut": exceeds(headers.get("content-length", ""), body),
    }
    if "rawQueryString" in found or "http" in context:
        return _version_2(found, context, common)
    if "elb" in context:
        return _load_balancer(found, headers, common)
    return _version_1(found, context, common)


def _version_2(found: Mapping[str, Any], context: Mapping[str, Any], common: Any) -> Row:
    http = context["http"]
    return Row(
        time=from_number(context.get("timeEpoch"), "ms"),
        method=http["method"],
        url=_target(found.get("rawPath") or http.get("path", "/"), found.get("rawQueryString", "")),
        client=_address(http.get("sourceIp")),
        **common,
    )


def _version_1(found: Mapping[str, Any], context: Mapping[str, Any], common: Any) -> Row:
    pairs = list(_query_pairs(found))
    query = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)
    altered = any(_REPLACEMENT in name + value for name, value in pairs)
    return Row(
        time=from_number(context.get("requestTimeEpoch"), "ms"),
        method=found["httpMethod"],
        url=_target(found["path"], query),
        client=_address((context.get("identity") or {}).get("sourceIp")),
        query_ordered=len(pairs) < 2,
        **common | {"cut": common["cut"] or altered},
    )


def _load_balancer(found: Mapping[str, Any], headers: Mapping[str, str], common: Any) -> Row:
    pairs = list(_query_pairs(found))
    return Row(
        method=found["httpMethod"],
        url=_target(found["path"], "&".join(f"{name}={value}" for name, value in pairs)),
        client=_address(headers.get("x-forwarded-for")),
        query_ordered=len(pairs) < 2,
        **common,
    )


def _query_pairs(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    several = found.get("multiValueQueryStringParameters")
    if several is None:
        yield from (found.get("queryStringParameters") or {}).items()
        return
    for name, values in several.items():
        for value in values:
            yield name, value


def _headers(found: Mapping[str, Any]) -> dict[str, str]:
    several = found.get("multiValueHeaders")
    if several is None:
        several = {name: [value] for name, value in (found.get("headers") or {}).items()}
    joined: dict[str, str] = {}
    for name, values in several.items():
        lower, value = name.lower(), ", ".join(values)
        joined[lower] = f"{joined[lower]}, {value}" if lower in joined else value
    return joined


def _body(found: Mapping[str, Any]) -> bytes:
    body = found.get("body")
    if body is None:
        return b""
    if found.get("isBase64Encoded"):
        return base64.b64decode(body, validate=True)
    encoded: bytes = body.encode()
    return encoded


def exceeds(content_length: str, body: bytes) -> bool:
    """Tell whether a ``Content-Length`` is larger than a body."""
    is_number = content_length.isascii() and content_length.isdigit() and len(content_length) < 19
    return is_number and int(content_length) > len(body)


def _target(path: str, query: str) -> str:
    if not isinstance(query, str):
        raise TypeError
    return f"{quote(path, safe=_PATH)}?{query}" if query else quote(path, safe=_PATH)


def _address(value: object) -> str | None:
    return value if isinstance(value, str) else None
