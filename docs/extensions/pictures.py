"""Puts pictures into the page itself, so that they take its colours, light or dark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)  # for those who see the file alone


class InlinePictures(SphinxPostTransform):
    """Replace each image in SVG by the content of its file."""

    default_priority = 5  # before images are collected
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Replace them."""
        for image in list(self.document.findall(nodes.image)):
            path = Path(self.env.srcdir, image["uri"])
            if path.suffix == ".svg" and path.is_file():
                image.replace_self(nodes.raw("", _inline(path), format="html"))


def _inline(path: Path) -> str:
    picture = _STYLE.sub("", path.read_text(encoding="utf-8"))
    return f'<span class="diagrams">{picture.strip()}</span>'


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the transform."""
    app.add_post_transform(InlinePictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
