"""The scoreboard: the line protocol, how answers are judged, and that what is published is so."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from reference import signature
from scoreboard import measure, page
from scoreboard.groups import GROUPS, group_of
from scoreboard.protocol import (
    FAILED,
    LEFT_OUT,
    PASSED,
    Answer,
    Case,
    ProtocolError,
    ask,
    judge,
    question,
)

EXAMPLE = page.DOCS / "examples" / "answer_vectors.py"
VALID: Case = {"id": "v", "result": "valid", "expected": {"a": "1"}}
INVALID: Case = {"id": "i", "result": "invalid", "error": "encoding-error"}
ACCEPTABLE: Case = {"id": "a", "result": "acceptable", "expected": {}, "error": "encoding-error"}
SIGNED: Case = {
    "id": "s",
    "result": "valid",
    "secret": "secret",
    "pairs": [["a", "1"]],
    "expected": {name: signature({"a": "1"}, "secret", name) for name in ("md5hash", "sha256")},
}


def sent(**params: str) -> Answer:
    return {"signed": {"sha256": params | {"sig": signature(params, "secret", "sha256")}}}


# How an answer is judged


@pytest.mark.parametrize(
    ("case", "answer", "verdict"),
    [
        (VALID, {"answer": {"a": "1"}}, PASSED),
        (VALID, {"answer": {"a": "2"}}, FAILED),
        (VALID, {"accepted": True}, PASSED),
        (VALID, {"accepted": False}, FAILED),
        (VALID, {"error": "encoding-error"}, FAILED),
        (VALID, {"crash": "TypeError"}, FAILED),
        (VALID, {"left_out": "no such function"}, LEFT_OUT),
        (VALID, {}, FAILED),
        (INVALID, {"answer": {"a": "1"}}, FAILED),
        (INVALID, {"accepted": True}, FAILED),
        (INVALID, {"accepted": False}, PASSED),
        (INVALID, {"error": "another error"}, PASSED),
        (INVALID, {"crash": "TypeError"}, FAILED),
        (ACCEPTABLE, {"answer": {}}, PASSED),
        (ACCEPTABLE, {"answer": {"b": ""}}, FAILED),
        (ACCEPTABLE, {"error": "encoding-error"}, PASSED),
        (ACCEPTABLE, {"accepted": True}, PASSED),
        (SIGNED, {"answer": {"sha256": SIGNED["expected"]["sha256"]}}, PASSED),
        (SIGNED, {"answer": {"sha256": SIGNED["expected"]["md5hash"]}}, FAILED),
        (SIGNED, {"answer": {}}, FAILED),
        (SIGNED, sent(a="1", api_key="k"), PASSED),
        (SIGNED, sent(a="2", api_key="k"), FAILED),
        (SIGNED, {"signed": {"sha256": {"a": "1", "sig": "0" * 64}}}, FAILED),
    ],
)
def test_an_answer_is_judged_by_the_result_of_its_case(
    case: Case, answer: Answer, verdict: str
) -> None:
    assert judge(case, answer) == verdict


def test_every_step_of_a_case_must_be_right() -> None:
    case = {"id": "steps", "steps": [VALID, INVALID]}
    assert judge(case, {"steps": [{"accepted": True}, {"accepted": False}]}) == PASSED
    assert judge(case, {"steps": [{"accepted": True}, {"accepted": True}]}) == FAILED


def test_a_question_does_not_give_the_answer_away() -> None:
    for kind, case in measure.cases():
        asked = question(case, kind)
        for given in [asked, *asked.get("steps", [])]:
            assert not {"result", "expected", "error", "flags", "comment"} & {*given}, asked["id"]
        assert (asked["id"], asked["kind"]) == (case["id"], kind)


def test_a_program_that_ends_early_is_an_error_and_no_result(tmp_path: Path) -> None:
    with pytest.raises(ProtocolError, match="0 answers to 1 questions"):
        ask([sys.executable, "-c", "pass"], [{"id": "1"}], tmp_path)


# The groups


def test_every_case_is_in_one_group_and_every_flag_of_a_group_exists() -> None:
    grouped = Counter(group_of(kind, case) for kind, case in measure.cases())
    assert {*grouped} == {*GROUPS}
    for kinds in GROUPS.values():
        for kind, flags in kinds.items():
            assert {*flags.split()} <= {*measure.load(kind)["notes"]}


# What is published

MEASURED, ROWS = page.published()


def published(name: str) -> dict[str, Any]:
    (row,) = (row for row in ROWS if row["name"] == name)
    return row


def test_the_tables_and_the_picture_are_made_of_the_numbers() -> None:
    assert page.TABLES.read_text(encoding="utf-8") == page.tables_text(MEASURED, ROWS)
    assert page.PICTURE.read_text(encoding="utf-8") == page.picture_text()
    assert page.NUMBERS.read_text(encoding="utf-8") == page.numbers_text(MEASURED, ROWS)


def test_the_picture_says_in_words_what_failed() -> None:
    text = page.picture_text()
    for row in ROWS:
        failed = sum(asked - passed for passed, asked in row["groups"].values())
        assert failed == len(row["failed"])
        assert row["name"].split()[0] in text


def test_what_is_built_here_fails_and_leaves_out_nothing() -> None:
    ours = [row for row in ROWS if row["name"] == "nexmo_sig" or "example in" in row["name"]]
    assert len(ours) == 6
    assert all((row["failed"], row["left_out"]) == ([], 0) for row in ours)


@pytest.mark.parametrize(
    "row",
    [measure.ours()[0], *measure.for_python()],
    ids=lambda row: row.name,
)
def test_a_package_for_python_passes_what_is_published(row: measure.Implementation) -> None:
    assert measure.summary(row) == published(row.name)


@pytest.mark.program
def test_every_implementation_passes_what_is_published() -> None:
    assert measure.measure() == ROWS


def test_the_example_of_a_program_can_be_tried_out() -> None:
    command = [sys.executable, "-m", "scoreboard", "try", sys.executable, str(EXAMPLE)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=measure.TESTS)
    assert re.match(r"String to sign: (\d+) of \1 passed\nAmbiguous names: 6 of ", ran.stdout)
    assert "\nFreshness: left out\n" in ran.stdout
    assert "\nfailed: canonical-name-folded\n" in ran.stdout
    assert (ran.stderr, ran.returncode) == ("", 1)


def test_the_numbers_are_small_enough_to_be_kept() -> None:
    assert len(json.dumps(ROWS)) < 100_000
