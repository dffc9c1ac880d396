"""What many tests share: the present, and requests as a receiver gets them."""

import re

from nexmo_sig import FORM, Request

NOW = 1_700_000_000
"""The present, in Unix seconds."""


def get(query: str) -> Request:
    """A callback with parameters in the query."""
    return Request("GET", f"/callback?{query}", {"Host": "example.com"})


def post(body: bytes | str, content_type: str | None = FORM, url: str = "/callback") -> Request:
    """A callback with parameters in the body; a ``str`` is sent in UTF-8."""
    data = body.encode() if isinstance(body, str) else body
    headers = {} if content_type is None else {"Content-Type": content_type}
    return Request("POST", url, headers, data)


def label(value: object) -> str:
    """Return a name for a parameter of a test, which is the same in every process."""
    return re.sub(" at 0x[0-9a-f]+", "", str(value))[:60]


def not_installed(package: str, extra: str) -> str:
    """The error of the command about a package that an extra brings."""
    advice = f"install the extra '{extra}' (in a clone of nexmo_sig, pip install '.[{extra}]')"
    return f"nexmo-sig: {package} is not installed: {advice}\n"
