"""The benchmarks run and write the pages that the documentation shows; what they time is not judged."""

import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ("performance.md", "hostile-input.md")
CHARTS = ("signature.svg", "growth.svg", "hostile-input.svg")


@dataclass
class Run:
    with_node: bool
    folder: Path
    stdout: str


@pytest.fixture(
    scope="module", params=["--no-node", pytest.param("--node", marks=pytest.mark.program)]
)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("docs")
    command = ["-m", "benchmarks", "--quick", request.param, "--output", str(folder)]
    finished = subprocess.run(
        [sys.executable, "-X", "utf8", *command],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return Run(request.param == "--node", folder, finished.stdout)


def test_every_page_and_chart_is_written(run: Run) -> None:
    assert {path.name for path in run.folder.iterdir()} == {*PAGES, *CHARTS}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_filled_in_and_says_that_the_run_was_quick(run: Run, name: str) -> None:
    page = (run.folder / name).read_text(encoding="utf-8")
    assert "$" not in page
    assert "This was a quick run" in page
    assert platform.python_version() in page


def test_the_goals_are_printed_and_written_each_with_a_verdict(run: Run) -> None:
    page = (run.folder / "performance.md").read_text(encoding="utf-8")
    goals = page.partition("## Goals")[2].partition("\n## ")[0]
    rows = [line for line in goals.splitlines() if line.startswith("| ") and "at most" not in line]
    verdicts = [row.split(" | ")[-1] for row in rows if not row.startswith("| ---")]
    assert len(verdicts) == 10
    assert set(verdicts) <= {"yes |", "**no** |"}
    assert all(row in run.stdout for row in rows)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_titled_and_readable_on_a_dark_page(run: Run, name: str) -> None:
    svg = ElementTree.parse(run.folder / name).getroot()
    namespace = {"svg": "http://www.w3.org/2000/svg"}
    assert svg.findtext("svg:title", namespaces=namespace)
    assert "prefers-color-scheme: dark" in svg.findtext("svg:style", "", namespace)
    assert len(svg.findall("svg:text", namespace)) > 8


def test_the_sdk_for_node_is_measured_if_asked_for_and_its_absence_is_told(run: Run) -> None:
    page = (run.folder / "performance.md").read_text(encoding="utf-8")
    assert ("| nexmo, Node |" in page) == run.with_node
    assert ("SDK for Node was not measured" in page) != run.with_node
