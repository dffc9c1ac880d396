"""Links within the built site: each leads to a page, and to a place on it."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from sphinx.application import Sphinx
from sphinx.util import logging

_logger = logging.getLogger(__name__)


class Page(HTMLParser):
    """What a page links to, and the places on it that can be linked to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: set[str] = {""}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - any tag
        """Collect the attributes that matter."""
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.add(value)
            elif name == "id" and value:
                self.places.add(value)


def check(app: Sphinx, exception: Exception | None) -> None:
    """Warn of each link that leads nowhere."""
    if exception or app.builder.format != "html":
        return
    page_of = cache(Page)
    for path in sorted(Path(app.outdir).rglob("*.html")):
        for link in sorted(page_of(path).links):
            if link.startswith(("https:", "mailto:", "data:")):
                continue
            file, _, place = link.partition("#")
            target = path.parent / unquote(file.partition("?")[0]) if file else path
            if not target.is_file():
                _logger.warning("%s links to %s, which is not there", path.name, link)
            elif target.suffix == ".html" and unquote(place) not in page_of(target).places:
                _logger.warning("%s links to %s, a place that is not there", path.name, link)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the check."""
    app.connect("build-finished", check)
    return {"parallel_read_safe": True}
