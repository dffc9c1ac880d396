"""Every snippet in the README, the docs and the docstrings runs, and prints what it says."""

import ast
import doctest
import importlib
import os
import pkgutil
import re
import shutil
import socket
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest
from sybil import Document, Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

import nexmo_sig
from nexmo_sig import Signer
from nexmo_sig.testing import (
    EXAMPLE_API_KEY,
    EXAMPLE_SIGNATURE_METHOD,
    EXAMPLE_SIGNATURE_SECRET,
    ConversionServer,
)

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
DOCUMENTS = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
SETTINGS = {
    "NEXMO_API_KEY": EXAMPLE_API_KEY,
    "NEXMO_SIGNATURE_SECRET": EXAMPLE_SIGNATURE_SECRET,
    "NEXMO_SIGNATURE_METHOD": str(EXAMPLE_SIGNATURE_METHOD),
}
# Typed by newcomers, and by .ci/run: this makes an environment and fills it.
INSTALLING = "python3 -m venv"
SERVING = ("nexmo-sig serve", "python receive_callbacks.py", "python receive_webhooks.py")
LAST_EXPORTS = "if [ -e .kept ]; then . ./.kept; fi"
PORT = re.compile(r"(?<=[ :])864\d\b")  # those that the documents show
SESSION = re.compile(r"^\$ (.*\n(?:> .*\n)*)((?:(?!\$ ).*\n)*)", re.MULTILINE)
MARK = "--- the next command"
CHECKER = doctest.OutputChecker()


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


class Terminal:
    """A shell whose directory and variables last for a document, and what serves meanwhile."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.servers: list[subprocess.Popen[str]] = []
        self.ports: dict[str, str] = defaultdict(free_port)
        scripts = Path(sys.executable).parent
        self.environment = os.environ | {
            "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
            "PYTHONUNBUFFERED": "1",
        }

    def __enter__(self) -> Self:
        (self.directory / "tests").mkdir()
        shutil.copytree(ROOT / "tests" / "vectors", self.directory / "tests" / "vectors")
        for example in (DOCS / "examples").glob("*.py"):
            self.copy(example)
        examples = self.directory / "docs" / "examples"
        examples.parent.mkdir()
        examples.symlink_to(self.directory)
        for recording in (*(DOCS / "examples").glob("*.log"), *(DOCS / "examples").glob("*.http")):
            shutil.copy(recording, self.directory)
        return self

    def copy(self, path: Path) -> Path:
        """Copy a file to where the shell finds it, with ports that are free."""
        text = PORT.sub(lambda port: self.ports[port[0]], path.read_text(encoding="utf-8"))
        copied = self.directory / path.name
        copied.write_text(text, encoding="utf-8")
        return copied

    def __exit__(self, *_: object) -> None:
        for server in self.servers:
            server.terminate()
            server.communicate()

    def run(self, example: Example) -> None:
        """Run a block of commands, each of which must succeed."""
        if not example.parsed.startswith(INSTALLING):
            output, status = self._shell(f"set -e\n{example.parsed}")
            assert status == 0, output

    def follow(self, example: Example) -> None:
        """Run a session and compare what it prints with what it shows."""
        commands, shown = zip(*SESSION.findall(example.parsed), strict=True)
        scripts = [command.replace("\n> ", "\n") for command in commands]
        if scripts[0].startswith(SERVING):
            printed = [self._serve(scripts[0], shown[0])]
        else:
            printed = self._shell(f"echo {MARK}\n".join(scripts))[0].split(f"{MARK}\n")
        for given, wanted, got in zip(scripts, shown, printed, strict=True):
            same = CHECKER.check_output(wanted.rstrip(), got.rstrip(), doctest.ELLIPSIS)
            assert same, f"{given}{got}"

    def _shell(self, script: str) -> tuple[str, int]:
        kept = f"{LAST_EXPORTS}; trap 'export -p > .kept' EXIT"
        done = subprocess.run(
            ["sh", "-u"],
            input=f"{kept}\n{script}",
            cwd=self.directory,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        return done.stdout, done.returncode

    def _serve(self, script: str, shown: str) -> str:
        server = subprocess.Popen(
            ["sh", "-u", "-c", f"{LAST_EXPORTS}; exec {script}"],
            cwd=self.directory,
            env=self.environment | SETTINGS,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.servers.append(server)
        assert server.stdout
        return "".join(server.stdout.readline() for _ in shown.splitlines())


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    monkeypatch.chdir(tmp_path)
    with Terminal(tmp_path) as terminal:
        yield terminal


def parsed(path: Path, terminal: Terminal) -> Document:
    return Sybil(
        parsers=[
            PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS),
            CodeBlockParser(language="sh", evaluator=terminal.run),
            CodeBlockParser(language="console", evaluator=terminal.follow),
        ]
    ).parse(terminal.copy(path))


@pytest.mark.posix
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_snippet_runs(path: Path, terminal: Terminal) -> None:
    for example in parsed(path, terminal).examples():
        example.evaluate()


def test_commands_are_the_same_in_powershell() -> None:
    """What differs there is on one page; nothing else needs a POSIX shell."""
    blocks = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
    differs = re.compile(
        r"\\$|^\w+=|^(?:source|printf|grep) |\| *(?:grep|sh)\b| < |/dev/null|\$\w", re.MULTILINE
    )
    for path in DOCUMENTS:
        for block in blocks.findall(path.read_text(encoding="utf-8")):
            commands = [line.removeprefix("$ ") for line in block.splitlines()]
            shown = commands if "$ " not in block else re.findall(r"^\$ (.*)", block, re.MULTILINE)
            assert not differs.findall("\n".join(shown)), (path, shown)


@pytest.mark.posix
def test_the_readme_has_snippets_to_run(terminal: Terminal) -> None:
    assert len(list(parsed(DOCUMENTS[0], terminal).examples())) >= 4


def test_every_link_of_the_readme_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", DOCUMENTS[0].read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []


@pytest.mark.posix
@pytest.mark.parametrize("shown", ["1\n", "2\n3\n", ""])
def test_a_session_that_prints_something_else_is_noticed(shown: str, terminal: Terminal) -> None:
    path = terminal.directory / "shown" / "session.md"
    path.parent.mkdir()
    path.write_text(f"```console\n$ echo 2\n{shown}```\n")
    (example,) = parsed(path, terminal).examples()
    with pytest.raises(AssertionError):
        example.evaluate()


@pytest.fixture(scope="module")
def server() -> Iterator[ConversionServer]:
    with ConversionServer() as server:
        yield server


MODULES = [module.name for module in pkgutil.walk_packages(nexmo_sig.__path__, "nexmo_sig.")]


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_every_snippet_of_a_docstring_runs(name: str, server: ConversionServer) -> None:
    names = {
        "url": f"{server.url}/sms",
        "params": {"message-id": "00A0B0C0", "delivered": "true"},
        "api_key": EXAMPLE_API_KEY,
        "signer": Signer(EXAMPLE_SIGNATURE_SECRET, EXAMPLE_SIGNATURE_METHOD),
    }
    assert doctest.testmod(importlib.import_module(name), extraglobs=names).failed == 0


def test_no_snippet_of_a_docstring_is_left_out() -> None:
    for path in (ROOT / "nexmo_sig").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                assert not re.search(r"::\n\n\s+(?!>>>)", ast.get_docstring(node) or ""), path


def test_every_test_that_the_security_page_names_is_there() -> None:
    page = (DOCS / "security.md").read_text(encoding="utf-8")
    tests = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")
    )
    named = set(re.findall(r"`(test_\w+)`", page))
    assert len(named) >= 30
    assert {name for name in named if f"def {name}(" not in tests} == set()
