"""``explain --html``: an explanation as a page, for a ticket or a review."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ..errors import UsageError
from ..explanation import Explanation
from ..request import Request
from .parser import File


def add_page_options(parser: ArgumentParser) -> None:
    """Add what :func:`write_page` reads."""
    group = parser.add_argument_group("page")
    group.add_argument(
        "--html",
        action=File,
        metavar="FILE",
        help="write the explanation as a self-contained page; needs the extra 'html'",
    )
    group.add_argument(
        "--show-values",
        action="store_true",
        help="show values in the page, not only their length and kinds of characters",
    )


def write_page(
    path: str, explanation: Explanation, request: Request | None, args: Namespace
) -> None:
    """Write the page of an explanation, with the request if that was given whole.

    Raises:
        UsageError: Jinja2 is not installed, or the file cannot be written.
    """
    from .._html.explanation import page  # other commands do without Jinja2

    html = page(
        explanation,
        request,
        show_values=args.show_values,
        show_signature=args.show_signature,
    )
    try:
        with open(path.encode(), "w", encoding="utf-8") as file:
            file.write(html)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or "not the name of a file"
        raise UsageError(f"the page cannot be written: {problem}") from None
