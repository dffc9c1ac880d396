"""What the files of the project say about each other holds."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

import nexmo_sig

ROOT = Path(__file__).parent.parent


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_hooks_before_a_commit_are_steps_of_the_gate() -> None:
    gate = read(".ci/run").splitlines()
    hooks = re.findall(r"^ +entry: (.*)$", read(".pre-commit-config.yaml"), re.MULTILINE)
    assert len(hooks) >= 4
    assert [hook for hook in hooks if f".venv/bin/{hook}" not in gate] == []


def test_the_workflow_runs_the_gate_and_what_the_readme_says() -> None:
    workflow = read(".github/workflows/tests.yml")
    commands = re.findall(r"- run: (.*)$", workflow, re.MULTILINE)
    assert commands == [".ci/run", ".ci/quick-start 1", ".ci/quick-start 2"]
    assert commands[1:] == re.findall(r"^\.ci/quick-start .$", read(".ci/run"), re.MULTILINE)


def test_the_workflow_has_every_system_and_every_supported_python() -> None:
    workflow = read(".github/workflows/tests.yml")
    classifiers = tomllib.loads(read("pyproject.toml"))["project"]["classifiers"]
    supported = re.findall(r"Python :: (3\.\d+)$", "\n".join(classifiers), re.MULTILINE)
    assert f"python: {supported}".replace("'", '"') in workflow
    assert "os: [ubuntu-latest, macos-latest, windows-latest]" in workflow


SECTIONS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_changelog_is_kept() -> None:
    changelog = read("docs/CHANGELOG.md")
    latest, *released = re.findall(r"^## (.*)$", changelog, re.MULTILINE)
    assert latest == "[Unreleased]" or latest.startswith(f"[{nexmo_sig.__version__}] - ")
    dates = [date.fromisoformat(heading.partition(" - ")[2]) for heading in released]
    assert dates == sorted(dates, reverse=True)
    assert set(re.findall(r"^### (.*)$", changelog, re.MULTILINE)) <= SECTIONS


def canonical_name(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_the_gate_knows_the_hash_of_every_package_that_it_installs() -> None:
    extras = tomllib.loads(read("pyproject.toml"))["project"]["optional-dependencies"]
    del extras["engines"]  # the gate does without clusters
    wanted = {canonical_name(package) for packages in extras.values() for package in packages}
    locked = re.findall(r"^([\w.-]+)==\S+ \\\n +--hash", read(".ci/requirements.txt"), re.MULTILINE)
    assert wanted - {"nexmo-sig"} - set(locked) == set()


CORE = ("_signature", "_parameters", "_secrets", "_freshness", "signer")


def test_the_readme_tells_how_long_the_part_that_decides_is() -> None:
    told = re.search(r"The part that decides is ([\d,]+) lines", read("README.md"))
    assert told
    lines = sum(len(read(f"nexmo_sig/{name}.py").splitlines()) for name in CORE)
    assert lines == pytest.approx(int(told[1].replace(",", "")), rel=0.05)
    assert all(f"`{name}.py`" in read("README.md") for name in CORE)


@pytest.mark.parametrize(
    "name", ["docs/CHANGELOG.md", "SECURITY.md", "docs/CONTRIBUTING.md", "docs/README.md"]
)
def test_the_readme_links_to_the_pages_about_the_project(name: str) -> None:
    assert f"]({name})" in read("README.md")
    assert (ROOT / name).is_file()


def test_a_release_is_published_without_a_secret_by_actions_that_are_pinned() -> None:
    workflow = read(".github/workflows/release.yml")
    actions = re.findall(r"uses: (\S+)(.*)$", workflow, re.MULTILINE)
    assert len(actions) >= 5
    for action, comment in actions:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment)
    assert "secrets." not in workflow
    assert "id-token: write" in workflow
    assert "subject-path: dist/*" in workflow


def test_the_changelog_names_the_version_of_the_package() -> None:
    assert f"\n## [{nexmo_sig.__version__}] - " in read("docs/CHANGELOG.md")
