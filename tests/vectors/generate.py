"""Writes the test vectors: run ``python -m vectors.generate`` in the folder ``tests``.

What is expected comes from the cases, which were written by hand, and from the signer in
``reference.py``. Nothing of the package is used, as the vectors test it.
"""

import json
import tomllib
from importlib import import_module
from pathlib import Path

from vectors.format import Case

FOLDER = Path(__file__).parent
NOTES: dict[str, dict[str, str]] = tomllib.loads((FOLDER / "notes.toml").read_text("utf-8"))
KINDS = [kind for kind in NOTES if kind != "common"]


def cases_of(kind: str) -> list[Case]:
    cases: list[Case] = import_module(f"vectors.cases.{kind}").CASES
    return cases


def file_text(kind: str) -> str:
    """Return the JSON of one file, in ASCII, with a line for every field of a case."""
    cases = cases_of(kind)
    explained = NOTES["common"] | NOTES[kind]
    flags = sorted({flag for case in cases for flag in case["flags"]})
    head = {"$schema": "schema.json", "kind": kind, "description": explained["description"]}
    lines = "".join(f" {_member(name, value)},\n" for name, value in head.items())
    notes = ",\n".join(f"  {_member(flag, explained[flag])}" for flag in flags)
    members = ",\n".join(map(_case_text, cases))
    return f'{{\n{lines} "notes": {{\n{notes}\n }},\n "cases": [\n{members}\n ]\n}}\n'


def main() -> None:
    for kind in KINDS:
        path = FOLDER / f"{kind}.json"
        path.write_text(file_text(kind), encoding="ascii", newline="\n")
        print(f"{path.name}: {len(cases_of(kind))} cases")


def _case_text(case: Case) -> str:
    members = ",\n".join(f"   {_member(name, value)}" for name, value in case.items())
    return f"  {{\n{members}\n  }}"


def _member(name: str, value: object) -> str:
    return f"{json.dumps(name)}: {json.dumps(value)}"


if __name__ == "__main__":
    main()
