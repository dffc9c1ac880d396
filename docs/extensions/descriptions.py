"""Gives each page a description for search engines: its first paragraph."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

_LONGEST = 160  # characters; search engines cut what is longer


def describe(
    _app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add the description, unless the page has one."""
    if doctree is None or 'name="description"' in context.get("metatags", ""):
        return
    first = next(doctree.findall(nodes.paragraph), None)
    if first is not None:
        text = _shortened(" ".join(first.astext().split()))
        context["metatags"] += f'<meta name="description" content="{escape(text)}">'


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rpartition(' ')[0]}…"


def setup(app: Sphinx) -> dict[str, bool]:
    """Register it."""
    app.connect("html-page-context", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
