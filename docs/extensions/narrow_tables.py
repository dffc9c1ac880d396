"""Lets a table of four columns or more be a list on a phone: each cell knows its heading."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

_COLUMNS = 4  # that do not fit a phone


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


def _label(row: nodes.row, headings: list[str]) -> None:
    if not isinstance(row.parent, nodes.thead):
        for entry, heading in zip(row.findall(nodes.entry), headings, strict=True):
            if heading:
                entry.insert(0, nodes.inline("", heading, classes=["label"]))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the transform."""
    app.add_post_transform(LabelCells)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
