"""The pages of the documentation that hold the results, and their charts."""

from __future__ import annotations

import re
import string
from pathlib import Path

from . import figures, tables
from .findings import Findings
from .formats import durations, ratio
from .operations import NODE, OURS
from .run import Samples
from .timing import Spread

_PAGES = Path(__file__).parent / "pages"
_TABLES = {
    "machine": tables.machine,
    "goals": tables.goals,
    "signature": tables.signature,
    "new_names": tables.new_names,
    "operations": tables.operations,
    "sizes": tables.sizes,
    "steps": tables.steps,
    "imports": tables.imported,
    "modules": tables.modules,
    "signers": tables.signers,
    "calls": tables.calls,
    "refusals": tables.refusals,
}
_CHARTS = {
    "signature.svg": figures.signature,
    "growth.svg": figures.growth,
    "hostile-input.svg": figures.hostile_input,
}
_QUICK = "> This was a quick run, to see that the benchmarks work: its numbers mean nothing."
_NO_NODE = "Node was not there, so the SDK for Node was not measured."


def write(findings: Findings, folder: Path) -> list[Path]:
    """Write the pages and charts into a folder, and return where."""
    contents = {name: draw(findings) for name, draw in _CHARTS.items()}
    for page in _PAGES.glob("*.md"):
        contents[page.name] = _filled(page.read_text(encoding="utf-8"), findings)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return [folder / name for name in sorted(contents)]


def listing(samples: Samples) -> str:
    """Return every subject with its time, and the ratio of nexmo_sig to it."""
    lines = []
    for key, seconds in samples.items():
        ours = samples.get(key._replace(subject=OURS))
        against = ratio(Spread.of_ratios(ours, seconds)) if ours else ""
        name = f"{key.operation:28} {key.method:8} {key.values:35} {key.size:8,} {key.subject:36}"
        lines.append(f"{name} {durations(Spread.of(seconds)):32} {against}".rstrip())
    return "\n".join(lines)


def _filled(page: str, findings: Findings) -> str:
    parts = {name: draw(findings) for name, draw in _TABLES.items()}
    has_node = any(key.subject == NODE for key in findings.samples)
    notes = [_QUICK] * findings.quick + [_NO_NODE] * (not has_node)
    text = string.Template(page).substitute(parts, notes="\n\n".join(notes))
    return re.sub(r"\n{3,}", "\n\n", text)  # where there was nothing to note
