"""The settings of the site: ``sphinx-build -n -W -b html docs build/site``."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import nexmo_sig  # noqa: E402 - found by the line before

project = "nexmo_sig"
author = copyright = "The nexmo_sig authors"  # noqa: A001 - the name that Sphinx wants
version = release = nexmo_sig.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
    "extensions.accessible",
    "extensions.descriptions",
    "extensions.narrow_pages",
    "extensions.pictures",
    "extensions.public_names",
]
exclude_patterns = ["build", "README.md"]  # index.rst includes it
nitpicky = True
# Of other packages, whose documentation is elsewhere (building needs no network), and of protocols.
nitpick_ignore_regex = [
    ("py:.*", r"(aiohttp|collections\.abc|datetime|enum|httpx|pyarrow|redis|requests|typing)\..*"),
    (
        "py:class",
        r"datetime|nexmo_sig\.audit\.kernel\.Batch|Observer|PreparedRequest|Receive|Scope|WSGIEnvironment",
    ),
]
smartquotes_action = "D"  # dashes only: code in quotes stays as it is

myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
add_module_names = False
python_use_unqualified_type_names = True
viewcode_follow_imported_members = False  # those of typing, for example
napoleon_numpy_docstring = False
napoleon_use_rtype = False

html_theme = "furo"
pygments_dark_style = "github-dark"
html_title = f"nexmo_sig {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_favicon = "_static/favicon.svg"
html_copy_source = False
html_show_sphinx = False
