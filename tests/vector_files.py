"""The files of the test vectors, for the tests that run their cases."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from vectors import generate

Case = dict[str, Any]

FOLDER = Path(__file__).parent / "vectors"
NAMES = sorted({path.name for path in FOLDER.glob("*.json")} - {"schema.json"})
FILES = sorted(generate.FILES)
OPTIONAL = sorted(generate.EXCLUDED)


def load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


SCHEMA = load("schema.json")


def cases(*files: str) -> list[Case]:
    return [case for file in files for case in load(f"{file}.json")["cases"]]


def steps_of(case: Case) -> list[Case]:
    """Return what has an outcome: the steps of a case, or the case itself."""
    steps: list[Case] = case.get("steps", [case])
    return steps


def of(kind: str) -> pytest.MarkDecorator:
    """Run a test for every case of a kind, those in the optional files included."""
    some = [case for case in cases(*OPTIONAL) if case["kind"] == kind]
    return pytest.mark.parametrize("case", cases(kind) + some, ids=lambda case: case["id"])


def body_of(holder: Case) -> bytes:
    if "body_base64" in holder:
        return base64.b64decode(holder["body_base64"])
    if "body_repeated" in holder:
        part = holder["body_repeated"]
        unit, count = part["unit"], part["count"]
        if "{n}" in unit:
            units = "".join([unit.replace("{n}", str(n)) for n in range(count)])
        else:
            units = unit * count
        repeated: str = part["prefix"] + units + part["suffix"]
        return repeated.encode()
    body: str = holder["body"]
    return body.encode()
