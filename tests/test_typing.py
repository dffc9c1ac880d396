"""Type checkers see what importers write as it is: right code passes, and each mistake is refused.

They check a package that embeds nexmo_sig, outside of this project's settings, as its authors would.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

CONSUMER = Path(__file__).parent / "typing"
MARK = re.compile(r"# refused: (\S+), (\S+)$")
SCRIPTS = Path(sys.executable).parent
# Pyright takes the first Python on the path for that of the importer.
ENVIRONMENT = os.environ | {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"}

Errors = set[tuple[str, int, str]]
"""The file, the line and the code of each error."""


def expected_errors(checker: str) -> Errors:
    """The errors of the marked lines."""
    column = ["mypy", "pyright"].index(checker) + 1
    lines = (CONSUMER / "refused.py").read_text(encoding="utf-8").splitlines()
    marks = {number: MARK.search(line) for number, line in enumerate(lines, 1)}
    return {("refused.py", number, mark[column]) for number, mark in marks.items() if mark}


def lines_of(errors: Errors) -> set[tuple[str, int]]:
    return {(file, number) for file, number, _ in errors}


def test_mypy_refuses_each_mistake_and_nothing_else(tmp_path: Path) -> None:
    options = ["--strict", "--config-file=", f"--cache-dir={tmp_path}", "--output=json"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "."],
        cwd=CONSUMER,
        capture_output=True,
        encoding="utf-8",
    )
    reports = map(json.loads, done.stdout.splitlines())
    errors = {
        (Path(report["file"]).name, report["line"], report["code"])
        for report in reports
        if report["severity"] == "error"
    }
    assert errors == expected_errors("mypy"), done.stderr


def test_mypy_accepts_the_snippets_for_authors_of_sdks(tmp_path: Path) -> None:
    page = Path(__file__).parent.parent / "docs" / "how-to" / "embed-in-an-sdk.md"
    snippets = re.findall(
        r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    program = tmp_path / "snippets.py"
    program.write_text("\n".join(snippets), encoding="utf-8")
    options = ["--strict", "--config-file=", f"--cache-dir={tmp_path}"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, str(program)],
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout


def pyright(*arguments: str, directory: Path) -> Mapping[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", *arguments],
        cwd=directory,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
    )
    report: Mapping[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.program
def test_pyright_refuses_each_mistake_and_nothing_else() -> None:
    report = pyright("--project", str(CONSUMER), directory=CONSUMER)
    errors = {
        (Path(error["file"]).name, error["range"]["start"]["line"] + 1, error["rule"])
        for error in report["generalDiagnostics"]
    }
    assert expected_errors("pyright") <= errors
    assert lines_of(errors) == lines_of(expected_errors("pyright"))
    assert report["summary"]["filesAnalyzed"] == len(list(CONSUMER.rglob("*.py")))


@pytest.mark.program
def test_pyright_knows_the_type_of_every_public_name(tmp_path: Path) -> None:
    report = pyright("--verifytypes", "nexmo_sig", "--ignoreexternal", directory=tmp_path)
    completeness = report["typeCompleteness"]
    vague = [symbol["name"] for symbol in completeness["symbols"] if not symbol["isTypeKnown"]]
    assert vague == []
    assert completeness["completenessScore"] == 1
    assert completeness["exportedSymbolCounts"]["withKnownType"] > 300
