"""The runners of the vectors in other languages: complete, of a size that is read, and not fooled."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "vectors"
KINDS = ["canonical", "signatures", "decode", "requests", "verdicts", "replays", "webhooks"]
COMMANDS = {
    "runner.mjs": ["node"],
    "runner.php": ["php"],
    "runner.rb": ["ruby", "-w"],
    "Runner.java": ["java"],
    "runner.go": ["go", "run"],
}
RULES = ["no duplicates", "sorted", "sanitised", "compared whole", "body bound"]

# Each breaks one rule: what stands in place of the line that the rule marks.
MUTATIONS = {
    "runner.mjs": {
        "no duplicates": "",
        "sorted": "",
        "sanitised": "const sanitised = (value) => value;",
        "compared whole": "return ours.toString().startsWith(theirs.toString());",
        "body bound": "",
    },
    "runner.php": {
        "no duplicates": "",
        "sorted": "",
        "sanitised": "",
        "compared whole": "return str_starts_with($made, $digits);",
        "body bound": "$fits = true;",
    },
    "runner.rb": {
        "no duplicates": "",
        "sorted": "",
        "sanitised": "value = params[name]",
        "compared whole": "made.start_with?(digits)",
        "body bound": "",
    },
    "Runner.java": {
        "no duplicates": "",
        "sorted": "",
        "sanitised": "String value = params.get(name);",
        "compared whole": "return made.startsWith(new String(digits, UTF_8));",
        "body bound": "",
    },
    "runner.go": {
        "no duplicates": "",
        "sorted": "_ = sort.Strings",
        "sanitised": "value := params[name]",
        "compared whole": "return strings.HasPrefix(made, digits)",
        "body bound": "_ = hash",
    },
}

Case = dict[str, Any]
each_runner = pytest.mark.parametrize("name", COMMANDS)


def content(kind: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    return loaded


COUNT = sum(len(content(kind)["cases"]) for kind in KINDS)


def run(name: str, runner: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    program, *options = COMMANDS[name]
    found = shutil.which(program)
    assert found, f"this test needs {program}"
    return subprocess.run(
        [found, *options, runner, folder],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        env=os.environ | {"GOTOOLCHAIN": "local"},  # as installed: nothing is fetched
    )


def told(stdout: str) -> tuple[list[str], str]:
    """Return the ids that a runner printed, and its last line."""
    *lines, last = stdout.splitlines()
    return [re.sub(r"^failed: (\S+) \(.*\)$", r"\1", line) for line in lines], last


def broken(name: str, rule: str) -> str:
    """Return the source of a runner without one of its rules."""
    source = (FOLDER / "runners" / name).read_text(encoding="utf-8")
    marked = rf"^.*(?://|#) rule: {rule}$"
    changed, count = re.subn(marked, lambda _: MUTATIONS[name][rule], source, flags=re.MULTILINE)
    assert count == 1, f"{name} marks {count} lines with {rule!r}"
    return changed


@each_runner
def test_a_runner_is_short_enough_to_be_read(name: str) -> None:
    lines = (FOLDER / "runners" / name).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 350
    assert max(map(len, lines)) <= 110


def test_every_runner_is_run() -> None:
    assert {path.name for path in (FOLDER / "runners").iterdir()} == set(COMMANDS)


@each_runner
def test_a_runner_marks_each_rule_once(name: str) -> None:
    source = (FOLDER / "runners" / name).read_text(encoding="utf-8")
    assert sorted(re.findall(r"(?://|#) rule: (.+)$", source, re.MULTILINE)) == sorted(RULES)


@pytest.mark.program
@each_runner
def test_a_runner_passes_every_case(name: str) -> None:
    ran = run(name, FOLDER / "runners" / name, FOLDER)
    assert (ran.stderr, ran.stdout) == ("", f"{COUNT} passed, 0 failed\n")
    assert ran.returncode == 0


@pytest.mark.program
@each_runner
def test_a_runner_fails_the_cases_that_are_wrong_and_no_others(name: str, tmp_path: Path) -> None:
    wrong = [spoilt for kind in KINDS for spoilt in spoil(kind, tmp_path)]
    ran = run(name, FOLDER / "runners" / name, tmp_path)
    assert told(ran.stdout) == (wrong, f"{COUNT - len(wrong)} passed, {len(wrong)} failed")
    assert ran.returncode == 1


def spoil(kind: str, folder: Path) -> list[str]:
    """Write a file in which the first valid and the last invalid case expect another rejection."""
    file = content(kind)
    cases = file["cases"]
    first = next(case for case in cases if "valid" in results(case))
    last = next(case for case in reversed(cases) if results(case)[-1] == "invalid")
    for case, outcome in ((first, results(first).index("valid")), (last, -1)):
        step = case.get("steps", [case])[outcome]
        step.pop("expected", None)
        step["error"] = "spoilt"
    (folder / f"{kind}.json").write_text(json.dumps(file), encoding="ascii")
    return [case["id"] for case in cases if case in (first, last)]


def results(case: Case) -> list[str]:
    return [step["result"] for step in case.get("steps", [case])]


@pytest.mark.program
@each_runner
@pytest.mark.parametrize("rule", RULES)
def test_the_vectors_notice_a_rule_that_is_broken(name: str, rule: str, tmp_path: Path) -> None:
    runner = tmp_path / name
    runner.write_text(broken(name, rule), encoding="utf-8")
    failed, last = told(run(name, runner, FOLDER).stdout)
    assert failed
    assert last == f"{COUNT - len(failed)} passed, {len(failed)} failed"
