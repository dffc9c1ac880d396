"""The command: ``python -m benchmarks``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from . import imports, machine, memory, node, report, run, tables
from .findings import Findings
from .operations import METHODS
from .timing import Effort

_FULL = Effort(processes=4, rounds=32, seconds=0.001)
_QUICK = Effort(processes=1, rounds=3, seconds=0.0001)
_DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    """Measure everything, print it, and write the pages."""
    options = _parser().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        peer = node.installed(Path(folder)) if options.node else None
        findings = _measured(peer, options.quick)
    print(report.listing(findings.samples), "", tables.goals(findings), "", sep="\n")
    for path in report.write(findings, options.output):
        print("wrote", path)


def _measured(peer: Path | None, quick: bool) -> Findings:
    effort = _QUICK if quick else _FULL
    return Findings(
        samples=run.samples(effort, peer),
        imports=imports.measure(effort.rounds, seed=0),
        signers={method: memory.of_signer(method) for method in METHODS},
        calls={method: memory.of_calls(method) for method in METHODS},
        machine=machine.facts(peer),
        quick=quick,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure nexmo_sig against the official SDKs, and write pages with the results.",
    )
    parser.add_argument(
        "--quick", action="store_true", help="see that everything runs; the numbers mean nothing"
    )
    parser.add_argument(
        "--output", type=Path, default=_DOCS, metavar="FOLDER", help="default: %(default)s"
    )
    parser.add_argument(
        "--node",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="measure the SDK for Node as well, if Node is there; npm fetches it",
    )
    return parser


if __name__ == "__main__":
    main()
