"""Run every implementation that can be run here, and count what it passes."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from scoreboard.groups import GROUPS, group_of
from scoreboard.protocol import (
    FAILED,
    LEFT_OUT,
    PASSED,
    Case,
    ProtocolError,
    ask,
    judge,
    question,
)

TESTS = Path(__file__).parent.parent
VECTORS = TESTS / "vectors"
KINDS = ["canonical", "signatures", "decode", "requests", "verdicts", "replays", "webhooks"]

Verdicts: TypeAlias = dict[str, str]  # of each case, by its id


class Implementation(NamedTuple):
    """What has a row in the scoreboard."""

    name: str
    version: str
    run: Callable[[], Verdicts]


def cases() -> list[tuple[str, Case]]:
    """Return every case of every kind that a receiver needs, with its kind."""
    return [(kind, case) for kind in KINDS for case in load(kind)["cases"]]


def load(kind: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((VECTORS / f"{kind}.json").read_text(encoding="utf-8"))
    return content


def by_protocol(command: Sequence[str], folder: Path = TESTS) -> Verdicts:
    """Judge a program by its answers."""
    answers = ask(command, [question(case, kind) for kind, case in cases()], folder)
    return {
        case["id"]: judge(case, given) for (_, case), given in zip(cases(), answers, strict=True)
    }


def by_output(command: Sequence[str]) -> Verdicts:
    """Judge a runner by the ids that it prints."""
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    *lines, last = ran.stdout.splitlines()
    failed = {line.split()[1] for line in lines}
    if last != f"{len(cases()) - len(failed)} passed, {len(failed)} failed":
        raise ProtocolError(f"{command}: {last!r} after {len(failed)} ids")
    return {case["id"]: FAILED if case["id"] in failed else PASSED for _, case in cases()}


def ours() -> list[Implementation]:
    """Return this package and the runners of the vectors."""
    runners = {
        "JavaScript": ["node", "runner.mjs"],
        "PHP": ["php", "runner.php"],
        "Ruby": ["ruby", "runner.rb"],
        "Java": ["java", "Runner.java"],
        "Go": ["go", "run", "runner.go"],
    }
    rows = [Implementation("nexmo_sig", "", adapter("our_package"))]
    for language, (*program, file) in runners.items():
        command = [*program, str(VECTORS / "runners" / file), str(VECTORS)]
        rows.append(Implementation(f"example in {language}", "", partial(by_output, command)))
    return rows


def adapter(name: str) -> Callable[[], Verdicts]:
    return partial(by_protocol, [sys.executable, "-m", f"scoreboard.adapters.{name}"])


def for_python() -> list[Implementation]:
    """Return the vendor's packages for Python."""
    return [
        Implementation("vonage-http-client", version("vonage-http-client"), adapter("http_client")),
        Implementation("vonage-jwt", version("vonage-jwt"), adapter("jwt_package")),
        Implementation("nexmo (Python)", version("nexmo"), adapter("old_package")),
    ]


@contextmanager
def for_node() -> Iterator[list[Implementation]]:
    """Yield the vendor's packages for Node, installed for as long as the block runs."""
    versions = json.loads((TESTS / "node" / "package.json").read_text(encoding="utf-8"))
    with installed() as folder:
        yield [
            Implementation(
                "nexmo (Node)" if name == "nexmo" else name,
                pinned,
                partial(by_protocol, ["node", "answer.js", name], folder),
            )
            for name, pinned in versions["dependencies"].items()
        ]


@contextmanager
def installed() -> Iterator[Path]:
    """Yield a folder with the vendor's packages for Node, in the versions of the lock file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(TESTS / "node", folder, dirs_exist_ok=True)
        install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(install, cwd=folder, check=True, capture_output=True)
        yield folder


def summary(row: Implementation) -> dict[str, Any]:
    """Run an implementation, and return its row."""
    verdicts = row.run()
    counts: dict[str, Counter[str]] = {name: Counter() for name in GROUPS}
    for kind, case in cases():
        counts[group_of(kind, case)][verdicts[case["id"]]] += 1
    return {
        "name": row.name,
        "version": row.version,
        "groups": {
            name: [count[PASSED], count[PASSED] + count[FAILED]] for name, count in counts.items()
        },
        "left_out": sum(verdict == LEFT_OUT for verdict in verdicts.values()),
        "failed": [case for case, verdict in verdicts.items() if verdict == FAILED],
    }


def measure() -> list[dict[str, Any]]:
    with for_node() as packages:
        return [summary(row) for row in [*ours(), *for_python(), *packages]]
