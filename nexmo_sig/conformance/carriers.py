"""Shapes of a callback with a ``sig``, written without the checks of :mod:`nexmo_sig.media`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias
from urllib.parse import quote_plus

from ..media import FORM, JSON
from ..request import Request

Fields: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str | None]]
"""Parameters, of which a name may occur twice and a JSON value may be null."""
Carrier: TypeAlias = Callable[[Fields], Request]
"""Makes a request of parameters."""


def get(fields: Fields) -> Request:
    """Return a GET with a query."""
    return raw_get(_form(fields))


def form(fields: Fields) -> Request:
    """Return a POST of a form."""
    return raw_form(_form(fields).encode())


def json_object(fields: Fields) -> Request:
    """Return a POST of a JSON object."""
    members = (f"{_json(name)}:{_json(value)}" for name, value in _pairs(fields))
    return raw_json(f"{{{','.join(members)}}}".encode())


def raw_get(query: str) -> Request:
    """Return a GET with a query that may be broken."""
    return Request("GET", f"?{query}" if query else "")


def raw_form(body: bytes, query: str = "") -> Request:
    """Return a POST of a form that may be broken."""
    return _post(FORM, body, query)


def raw_json(body: bytes, query: str = "") -> Request:
    """Return a POST of JSON that may be broken."""
    return _post(JSON, body, query)


def with_query(request: Request, query: str) -> Request:
    """Return a request with a query."""
    return Request(request.method, f"?{query}", request.headers, request.body)


def _post(media_type: str, body: bytes, query: str) -> Request:
    headers = {"Content-Type": media_type, "Content-Length": str(len(body))}
    return Request("POST", f"?{query}" if query else "", headers, body)


def _form(fields: Fields) -> str:
    return "&".join(
        f"{quote_plus(name)}={quote_plus(value or '')}" for name, value in _pairs(fields)
    )


def _pairs(fields: Fields) -> Iterable[tuple[str, str | None]]:
    return fields.items() if isinstance(fields, Mapping) else fields


def _json(value: str | None) -> str:
    return json.dumps(value, ensure_ascii=False)


SHAPES: Mapping[str, Carrier] = {"get": get, "form": form, "json": json_object}
"""Each shape of a callback with a ``sig``, by its name."""
