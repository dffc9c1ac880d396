"""Corrects the theme: headings have a level, landmarks a name, and blocks that scroll get focus.

The rules are those of axe: aria-required-attr, landmark-unique, scrollable-region-focusable and
empty-table-header.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

_CORRECTED = {
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="Site">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="This page">',
    '<aside class="toc-drawer no-toc">': '<aside class="toc-drawer no-toc" aria-label="This page">',
    '<div class="highlight"><pre>': '<div class="highlight"><pre tabindex="0">',
    '<div class="table-wrapper ': '<div tabindex="0" class="table-wrapper ',
    '<th class="head"><p></p></th>': "<td></td>",
    '<th class="head"></th>': "<td></td>",
}


def correct(app: Sphinx, failure: Exception | None) -> None:
    """Rewrite the pages that were written."""
    if failure is None and app.builder.format == "html":
        for path in Path(app.outdir).rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            for wrong, right in _CORRECTED.items():
                text = text.replace(wrong, right)
            path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register it."""
    app.connect("build-finished", correct)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
