"""``command-line``: a directive that writes the reference of the command line from its parser."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from textwrap import dedent

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from nexmo_sig.cli import program

WIDTH = 76  # characters that a page shows on one line


class CommandLine(SphinxDirective):
    """A section for the program, and one for each of its commands."""

    def run(self) -> list[nodes.Node]:
        """Return the sections."""
        text = "\n\n".join(block for parser in _parsers() for block in _section(parser))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def _parsers() -> Iterator[argparse.ArgumentParser]:
    parser = program._parser()
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


def _section(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f"## {parser.prog}"
    yield _prose(parser.description or "")
    formatter = argparse.RawDescriptionHelpFormatter(parser.prog, width=WIDTH)
    formatter.add_usage(parser.usage, parser._actions, parser._mutually_exclusive_groups)
    yield _literal(formatter.format_help())
    yield f"```{{program}} {parser.prog}\n```"
    for action in parser._actions:
        yield from _entries(action, formatter)
    yield from map(_titled, (parser.epilog or "").strip().split("\n\n"))


def _entries(action: argparse.Action, formatter: argparse.HelpFormatter) -> Iterator[str]:
    if isinstance(action, argparse._SubParsersAction):
        for choice in action._get_subactions():
            yield f"* [`{choice.dest}`](#nexmo-sig-{choice.dest}): {_prose(choice.help or '')}"
    elif action.help and not isinstance(action, argparse._HelpAction):
        name = formatter._format_action_invocation(action)
        yield f"```{{option}} {name}\n{_prose(formatter._expand_help(action))}\n```"


def _titled(block: str) -> str:
    """Return a block of an epilog, such as "examples:", with its title in bold."""
    title, _, lines = block.partition("\n")
    return f"**{title.removesuffix(':').capitalize()}**\n\n{_literal(dedent(lines))}"


def _literal(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"


def _prose(text: str) -> str:
    """Return text in which Markdown finds nothing to interpret; options are set as code."""
    escaped = re.sub(r"([\\`*_<>\[\]|#])", r"\\\1", text)
    return re.sub(r"--[a-z][a-z-]*", r"`\g<0>`", escaped)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("command-line", CommandLine)
    return {"parallel_read_safe": True}
