"""Requests as text: as they go over the wire, as a command for a shell, as JSON."""

from __future__ import annotations

import json
import shlex

from ..request import Request


def as_http(request: Request) -> bytes:
    """Return an outbound request as it goes over the wire (RFC 9112, section 2.1)."""
    host, _, path = request.url.partition("://")[2].partition("/")
    lines = [f"{request.method} /{path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("ascii") + request.body


def as_curl(request: Request) -> bytes:
    """Return a line for a POSIX shell that sends the request and shows the answer's status."""
    words = [
        "curl",
        "--silent",
        "--show-error",
        "--include",
        "--globoff",
        "--request",
        request.method,
    ]
    if request.url.startswith("http:"):  # to this machine, so not to a proxy, which could read it
        words += ["--noproxy", "*"]
    for name, value in request.headers.items():
        words += ["--header", f"{name}: {value}"]
    if request.body:
        words += ["--data-raw", request.body.decode()]
    return f"{shlex.join([*words, request.url])}\n".encode()


def as_json(request: Request) -> bytes:
    """Return a JSON object with the method, URL, headers and body, which is text."""
    members = {
        "method": request.method,
        "url": request.url,
        "headers": dict(request.headers),
        "body": request.body.decode(),
    }
    return f"{json.dumps(members, indent=2, ensure_ascii=False)}\n".encode()


FORMATS = {"http": as_http, "curl": as_curl, "json": as_json}
