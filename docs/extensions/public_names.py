"""Public names: each is documented, and is found by the name that users import."""

from __future__ import annotations

from importlib import import_module

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from .public_modules import MODULES

_logger = logging.getLogger(__name__)


def check(_app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of each public name that no page documents."""
    for module in MODULES:
        for name in _public_names(module):
            if _documented(env, f"{module}.{name}") is None:
                _logger.warning("%s.%s is public, but not documented", module, name)


def resolve(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement
) -> nodes.reference | None:
    """Find what is named as users import it, or as the annotations of the package name it."""
    name = _documented(env, node["reftarget"]) if node["refdomain"] == "py" else None
    if name is None:
        return None
    domain = env.domains.python_domain
    return domain.resolve_xref(env, node["refdoc"], app.builder, "obj", name, node, contnode)


def _documented(env: BuildEnvironment, name: str) -> str | None:
    """Return the name that a name is documented under: with the module that defines it."""
    objects = env.domains.python_domain.objects
    module = next((module for module in reversed(MODULES) if name.startswith(f"{module}.")), "")
    short = name.removeprefix(f"{module}.")
    owner = getattr(import_module(module or "nexmo_sig"), short.partition(".")[0], None)
    exact = {name, f"{getattr(owner, '__module__', '')}.{short}"} & objects.keys()
    found = exact or [full for full in objects if full.endswith(f".{short}")]
    return next(iter(found)) if len(found) == 1 else None


def _public_names(module: str) -> list[str]:
    contents = import_module(module)
    listed = getattr(contents, "__all__", None)
    names = listed if listed is not None else vars(contents)
    return [
        name
        for name in names
        if not name.startswith("_")
        and (listed is not None or getattr(vars(contents)[name], "__module__", None) == module)
    ]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register both."""
    app.connect("env-check-consistency", check)
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True}
