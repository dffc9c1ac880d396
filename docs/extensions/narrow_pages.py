"""Makes pages narrower: tables are lists on a phone, and code is broken where it can be read."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

_COLUMNS = 4  # that do not fit a phone
_SHORT = 20  # characters of code that stay together in a table
_WHOLE = 30  # and elsewhere


class LabelCells(SphinxPostTransform):
    """Put the heading of its column into each cell; ``site.css`` shows it on a phone only."""

    default_priority = 700
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Label the cells."""
        for table in self.document.findall(nodes.table):
            for head in table.findall(nodes.thead):
                headings = [entry.astext() for entry in head.findall(nodes.entry)]
                if len(headings) >= _COLUMNS:
                    table["classes"].append("wide")
                    for row in table.findall(nodes.row):
                        _label(row, headings)


class BreakCode(SphinxPostTransform):
    """Keep short words of code whole, and break long ones after their signs; copied, all is whole."""

    default_priority = 701
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Mark what is not broken, and where the rest can be."""
        in_tables = {
            id(literal)
            for table in self.document.findall(nodes.table)
            for literal in table.findall(nodes.literal)
        }
        for literal in list(self.document.findall(nodes.literal)):
            longest = max(map(len, literal.astext().split()), default=0)
            if longest > (_SHORT if id(literal) in in_tables else _WHOLE):
                literal.replace_self(nodes.raw("", _breakable(literal.astext()), format="html"))
            elif id(literal) not in in_tables:
                literal["classes"].append("whole")


def _breakable(code: str) -> str:
    parts = re.sub(r"(?<=[\w:/.,(=-])(?=[_/.(]\w)", "<wbr>", escape(code))
    return f'<code class="docutils literal notranslate">{parts}</code>'


def _label(row: nodes.row, headings: list[str]) -> None:
    if not isinstance(row.parent, nodes.thead):
        for entry, heading in zip(row.findall(nodes.entry), headings, strict=True):
            if heading:
                entry.insert(0, nodes.inline("", heading, classes=["label"]))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register both."""
    app.add_post_transform(LabelCells)
    app.add_post_transform(BreakCode)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
