"""Writes the test vectors: run ``python -m vectors.generate`` in the folder ``tests``.

What is expected comes from the cases, which were written by hand, and from the signer in
``reference.py``. Nothing of the package is used, as the vectors test it.
"""

import json
import re
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

from vectors.format import Case

FOLDER = Path(__file__).parent
NOTES: dict[str, Any] = tomllib.loads((FOLDER / "notes.toml").read_text("utf-8"))
VERSION: str = NOTES.pop("version")
# What I-JSON excludes (RFC 7493, section 2.1), and the optional file of the cases that hold it.
_LAST_OF_PLANES = "".join(f"{chr(n)}{chr(n + 1)}" for n in range(0xFFFE, 0x110000, 0x10000))
EXCLUDED = {"surrogates": "[\ud800-\udfff]", "noncharacters": f"[\ufdd0-\ufdef{_LAST_OF_PLANES}]"}
KINDS = [kind for kind in NOTES if kind not in {"common", *EXCLUDED}]
FILES = [*KINDS, *EXCLUDED]
STAMPED = ("published.json", "schema.json")  # written by hand, but for the version


def cases_of(file: str) -> list[Case]:
    """Return the cases of a kind; or of an optional file, each with its kind."""
    if file in EXCLUDED:
        return [{"kind": kind} | case for kind in KINDS for case in _cases(kind, file)]
    return _cases(file, file)


def _cases(kind: str, file: str) -> list[Case]:
    cases: list[Case] = import_module(f"vectors.cases.{kind}").CASES
    return [case for case in cases if _file_of(kind, case) == file]


def _file_of(kind: str, case: Case) -> str:
    text = json.dumps(case, ensure_ascii=False)
    return next((file for file, some in EXCLUDED.items() if re.search(some, text)), kind)


def file_text(file: str) -> str:
    """Return the JSON of one file, in ASCII, with a line for every field of a case."""
    cases = cases_of(file)
    explained = NOTES["common"] | NOTES[file]
    flags = sorted({flag for case in cases for flag in case["flags"]})
    head = {"$schema": "schema.json", "kind": file, "version": VERSION}
    head |= {"description": explained["description"]}
    lines = "".join(f" {_member(*item)},\n" for item in head.items())
    notes = ",\n".join(f"  {_member(flag, explained[flag])}" for flag in flags)
    members = ",\n".join(map(_case_text, cases))
    return f'{{\n{lines} "notes": {{\n{notes}\n }},\n "cases": [\n{members}\n ]\n}}\n'


def stamped(text: str) -> str:
    """Return the text of a JSON file with the present version."""
    return re.sub(r'"version": "[^"]*"', _member("version", VERSION), text, count=1)


def main() -> None:
    for name in STAMPED:
        path = FOLDER / name
        path.write_text(stamped(path.read_text("utf-8")), encoding="utf-8", newline="\n")
    for file in FILES:
        path = FOLDER / f"{file}.json"
        path.write_text(file_text(file), encoding="ascii", newline="\n")
        print(f"{path.name}: {len(cases_of(file))} cases")


def _case_text(case: Case) -> str:
    members = ",\n".join(f"   {_member(name, value)}" for name, value in case.items())
    return f"  {{\n{members}\n  }}"


def _member(name: str, value: object) -> str:
    return f"{json.dumps(name)}: {json.dumps(value)}"


if __name__ == "__main__":
    main()
