"""HTML pages that stand alone: one file, without scripts, that no value can turn into anything else.

Values are escaped and stand in text only: never in a style, a script or a URL. The policy of the
page forbids everything but its own style (Content Security Policy Level 3).
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from ..errors import UsageError


def render(template: str, **values: object) -> str:
    """Return a page.

    Args:
        template: the name of a file in ``templates``, which extends ``base.html``.
        values: what the template shows. A name that it uses and that is missing is an error.

    Raises:
        UsageError: Jinja2 is not installed.
    """
    try:
        import jinja2
        from markupsafe import Markup
    except ImportError:
        raise UsageError("no Jinja2: install nexmo-sig[html]") from None
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__name__),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = files(__name__).joinpath("templates", "base.css").read_text(encoding="utf-8")
    page = environment.get_template(template)
    # The style is ours and constant.
    return page.render(values, style=Markup(style), style_hash=_hash(style))  # noqa: S704


def _hash(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
