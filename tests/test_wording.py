"""Docstrings, comments, errors, help and pages are written in plain technical English."""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest
from wording import banned

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "nexmo_sig").rglob("*.py"))
PAGES = [ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODE = re.compile(r"^```.*?^```$|`[^`]*`", re.DOTALL | re.MULTILINE)
NAMES = re.compile(r"with_texts|_learned|\brefusals?\b|\bdeed|\bessence|mistaking", re.IGNORECASE)


def prose(source: str) -> str:
    """Return the comments and the strings of a module, docstrings among them."""
    comments = [
        token.string.lstrip("# ")
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    ]
    strings = [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return "\n".join([" ".join(comments), *strings])


def identify(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_a_module_is_worded_plainly(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert banned(prose(source)) == []
    assert NAMES.findall(source) == []


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_no_string_begins_with_what_as_a_noun(path: Path) -> None:
    beginnings = re.findall(r'"What (?!went wrong).*', path.read_text(encoding="utf-8"))
    assert beginnings == []


DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_the_lines_of_a_docstring_end_where_those_of_code_do(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None:
            docstring = node.body[0]
            for number in range(docstring.lineno - 1, docstring.end_lineno or 0):
                assert len(lines[number]) <= 100, f"line {number + 1}"


@pytest.mark.parametrize("path", PAGES, ids=identify)
def test_a_page_is_worded_plainly(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    programs = [] if path.name == "command-line.md" else CODE.findall(text)
    for program in programs:
        text = text.replace(program, "`code`")
    assert banned(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "both texts",
        "it is refused",
        "this is no string",
        "for the tests of who sends",
        "the hash of what was sent",
        "Whoever sees it",
        "with regard\nto case",
        "how it comes about",
        "without the mend",
    ],
)
def test_a_banned_word_is_noticed(text: str) -> None:
    assert banned(f"It says: {text} here.") != []


@pytest.mark.parametrize(
    "text", ["It is not a string.", "Say what it is.", "It is no longer sent.", "the text of it"]
)
def test_plain_words_pass(text: str) -> None:
    assert banned(text) == []
