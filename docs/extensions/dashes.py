"""Dashes between the name and the description of a parameter, an error or an attribute.

Sphinx writes two hyphens there, and leaves them to the smart quotes. Those are off: they would
alter options such as ``--send`` as well.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

_HYPHENS, _DASH = " -- ", " \N{EN DASH} "


def write(_app: Sphinx, doctree: nodes.document) -> None:
    """Replace them."""
    for field in doctree.findall(nodes.field_body):
        for text in list(field.findall(nodes.Text)):
            if text == _HYPHENS:
                text.parent.replace(text, nodes.Text(_DASH))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register it."""
    app.connect("doctree-read", write)
    return {"parallel_read_safe": True}
