"""Every snippet in the README and the docs runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Document, Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
QUICK_START = "python3 -m venv"  # typed by newcomers and by .ci/run: it makes an environment


def run_in_shell(example: Example) -> None:
    script: str = example.parsed
    if script.startswith(QUICK_START):
        return
    scripts = Path(sys.executable).parent
    environment = {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["sh", "-eu"], input=script, text=True, check=True, env=os.environ | environment)


SYBIL = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser(language="sh", evaluator=run_in_shell)],
)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_snippet_runs(path: Path) -> None:
    document: Document = SYBIL.parse(path)
    for example in document.examples():
        example.evaluate()


def test_the_readme_has_snippets_to_run() -> None:
    assert len(list(SYBIL.parse(DOCUMENTS[0]).examples())) >= 4
