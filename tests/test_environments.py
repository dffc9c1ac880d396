"""Nothing depends on where it runs: the tests of the core pass far from home.

The continuous integration runs all tests in such an environment.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

MODULES = ["conversion", "media", "parameters", "published", "request", "signer"]
CORE = [
    "--hypothesis-profile=quick",  # of conftest.py
    *(f"{Path(__file__).parent}/test_{module}.py" for module in MODULES),
]

# Options of Python and variables: together, so that the tests run as few times as possible.
EAST = (
    ["-O", "-bb", "-W", "error", "-W", "ignore:assertions not in test modules"],
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
)
WEST: tuple[list[str], dict[str, str]] = ([], {"TZ": "Etc/GMT+12", "PYTHONHASHSEED": "random"})


def run(tests: list[str], directory: Path, options: list[str], variables: dict[str, str]) -> str:
    # With -O, pytest keeps the assertions of test modules, and warns that others are left out.
    pytest_options = [
        "-q",
        "-n0",
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore:assertions not in test modules",
    ]
    inherited = {name: os.environ[name] for name in os.environ.keys() - {"CI", "PYTEST_ADDOPTS"}}
    done = subprocess.run(
        [sys.executable, *options, "-m", "pytest", *pytest_options, *tests],
        cwd=directory,
        env=inherited | variables,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return done.stdout


@pytest.mark.parametrize(
    "environment",
    [pytest.param(EAST, id="east"), pytest.param(WEST, id="west", marks=pytest.mark.exhaustive)],
)
def test_the_core_works_and_failures_are_noticed(
    environment: tuple[list[str], dict[str, str]], tmp_path: Path
) -> None:
    """One more test, which fails, shows that assertions hold with -O too."""
    failing = tmp_path / "test_failing.py"
    failing.write_text("def test_failing():\n    assert False\n")
    printed = run([*CORE, str(failing)], tmp_path, *environment)
    assert re.search(r"^FAILED \S*::test_failing ", printed, re.MULTILINE), printed
    assert re.search(r"^1 failed, \d{3,} passed(, \d+ deselected)? in ", printed, re.MULTILINE), (
        printed
    )
