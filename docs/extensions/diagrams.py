"""``diagram``: a directive that draws a picture of ``docs/diagrams`` into the page.

It becomes a part of the page, and so takes the colours of the page, light or dark.
"""

from __future__ import annotations

from importlib import import_module

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class Diagram(SphinxDirective):
    """The pictures that the modules, which are given by name, draw; side by side if there is room."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the pictures."""
        pictures = [
            picture
            for name in self.arguments[0].split()
            for picture in import_module(f"diagrams.{name}").draw()
        ]
        html = f'<div class="diagrams">{"".join(pictures)}</div>'
        return [nodes.raw("", html, format="html")]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("diagram", Diagram)
    return {"parallel_read_safe": True}
