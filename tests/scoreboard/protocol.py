"""The line protocol: a program reads a case as JSON from each line, and answers with a line.

docs/how-to/use-the-vectors.md describes it for programs in any language.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from reference import signature

Case: TypeAlias = dict[str, Any]
Answer: TypeAlias = dict[str, Any]

PASSED, FAILED, LEFT_OUT = "passed", "failed", "left out"
_SOLUTION = {"comment", "flags", "result", "expected", "error"}


class ProtocolError(Exception):
    """A program did not answer every question."""


def question(case: Case, kind: str) -> Case:
    """Return a case without what gives its outcome away."""
    given = {name: value for name, value in case.items() if name not in _SOLUTION}
    if "steps" in case:
        given["steps"] = [question(step, kind) for step in case["steps"]]
    return given | {"kind": kind}


def ask(command: Sequence[str], questions: Sequence[Case], folder: Path) -> list[Answer]:
    """Let a program answer, and return its answers."""
    lines = "".join(f"{json.dumps(line)}\n" for line in questions)
    ran = subprocess.run(
        command, input=lines, capture_output=True, text=True, encoding="utf-8", cwd=folder
    )
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    if ran.returncode or len(answers) != len(questions):
        counted = f"{len(answers)} answers to {len(questions)} questions"
        raise ProtocolError(f"{command}: {counted}, status {ran.returncode}, {ran.stderr[-2000:]}")
    return answers


def judge(case: Case, answer: Answer) -> str:
    """Say whether an answer to a case is right."""
    if "left_out" in answer:
        return LEFT_OUT
    if "steps" in case:
        pairs = zip(case["steps"], answer["steps"], strict=True)
        return PASSED if all(is_right(step, given) for step, given in pairs) else FAILED
    return PASSED if is_right(case, answer) else FAILED


def is_right(case: Case, answer: Answer) -> bool:
    if "error" in answer or answer.get("accepted") is False:
        return case["result"] in ("invalid", "acceptable")
    if answer.get("accepted") is True:
        return case["result"] in ("valid", "acceptable")
    if "signed" in answer and case["result"] == "valid":
        return all(is_signed(case, *signed) for signed in answer["signed"].items())
    return "answer" in answer and "expected" in case and agrees(answer["answer"], case["expected"])


def agrees(answer: Any, expected: Any) -> bool:
    """Compare an answer; of the signatures, only those by a method that the program has."""
    if isinstance(answer, dict) and "md5hash" in expected:
        return answer != {} and answer.items() <= expected.items()
    return bool(answer == expected)


def is_signed(case: Case, method: str, sent: dict[str, str]) -> bool:
    """Check what a program sends: the parameters of a case, others of its own, and their sig."""
    covered = {name: value for name, value in sent.items() if name != "sig"}
    is_complete = all(covered.get(name) == value for name, value in case["pairs"])
    return is_complete and sent["sig"].lower() == signature(covered, case["secret"], method)


def serve(answer: Callable[[Case], Answer]) -> None:
    """Answer each line of standard input: the loop of an adapter in Python."""
    for line in sys.stdin:
        try:
            outcome = answer(json.loads(line))
        except Exception as error:
            outcome = {"crash": type(error).__name__}
        print(json.dumps(outcome), flush=True)
