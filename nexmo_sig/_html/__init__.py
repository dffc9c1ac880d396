"""Self-contained HTML pages: one file, without scripts, that loads nothing.

The Content Security Policy of a page allows its one style sheet, by hash, and nothing else. Values
are only ever text: never part of a style, a script, an attribute or a URL.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from importlib.resources import files

from .._extras import missing
from ..errors import UsageError


def render(template: str, values: Mapping[str, object]) -> str:
    """Return a page.

    Args:
        template: the name of a file in ``templates/`` that extends ``base.html``.
        values: what the template shows; all of it is escaped.

    Raises:
        UsageError: Jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError:
        raise UsageError(missing("Jinja2", "html")) from None
    environment = Environment(
        loader=PackageLoader(__name__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    from markupsafe import Markup

    environment.filters["breakable"] = _breakable
    style = files(__name__).joinpath("style.css").read_text(encoding="utf-8")
    page = environment.get_template(template)
    return page.render(**values, policy=_policy(style), style=Markup(style))  # noqa: S704 - a file of ours


def _breakable(text: str, after: str) -> str:
    """Return a string that may be broken before each ``&`` and after each of some characters."""
    from markupsafe import Markup, escape

    return Markup(re.sub(f"(?=&amp;)|(?<=[{after}])", "<wbr>", str(escape(text))))  # noqa: S704 - escaped


def _policy(style: str) -> str:
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    sources = f"default-src 'none'; style-src 'sha256-{digest}'"
    return f"{sources}; base-uri 'none'; form-action 'none'"
