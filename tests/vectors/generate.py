"""Writes the test vectors: run ``python -m vectors.generate`` in the folder ``tests``.

What is expected comes from the cases, which were written by hand, and from the signer in
``reference.py``. Nothing of the package is used, as the vectors test it.
"""

import json
from pathlib import Path

from vectors.cases.build import TOPIC as BUILD
from vectors.cases.canonical import TOPIC as CANONICAL
from vectors.cases.decode import TOPIC as DECODE
from vectors.cases.encode import TOPIC as ENCODE
from vectors.cases.replays import TOPIC as REPLAYS
from vectors.cases.requests import TOPIC as REQUESTS
from vectors.cases.signatures import TOPIC as SIGNATURES
from vectors.cases.statuses import TOPIC as STATUSES
from vectors.cases.texts import TOPIC as TEXTS
from vectors.cases.verdicts import TOPIC as VERDICTS
from vectors.cases.webhooks import TOPIC as WEBHOOKS
from vectors.format import Case, Topic

FOLDER = Path(__file__).parent
TOPICS: list[Topic] = [
    TEXTS,
    CANONICAL,
    SIGNATURES,
    ENCODE,
    DECODE,
    BUILD,
    REQUESTS,
    VERDICTS,
    REPLAYS,
    STATUSES,
    WEBHOOKS,
]


def file_text(topic: Topic) -> str:
    """Return the JSON of one file, in ASCII, with a line for every field of a case."""
    head = {"$schema": "schema.json", "kind": topic.kind, "description": topic.description}
    lines = [f" {_member(name, value)},\n" for name, value in head.items()]
    notes = ",\n".join(f"  {_member(flag, note)}" for flag, note in sorted(topic.notes.items()))
    cases = ",\n".join(_case_text(case) for case in topic.cases)
    return f'{{\n{"".join(lines)} "notes": {{\n{notes}\n }},\n "cases": [\n{cases}\n ]\n}}\n'


def main() -> None:
    for topic in TOPICS:
        path = FOLDER / f"{topic.kind}.json"
        path.write_text(file_text(topic), encoding="ascii", newline="\n")
        print(f"{path.name}: {len(topic.cases)} cases")


def _case_text(case: Case) -> str:
    members = ",\n".join(f"   {_member(name, value)}" for name, value in case.items())
    return f"  {{\n{members}\n  }}"


def _member(name: str, value: object) -> str:
    return f"{json.dumps(name)}: {json.dumps(value)}"


if __name__ == "__main__":
    main()
