"""``pytest --nexmo-receiver``: one test for each check, of an application in its process."""

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from conformance.receivers import METHOD, SECRET

from nexmo_sig.conformance import CHECKS, pytest_plugin

TESTS = Path(__file__).parents[1]
APPLICATION = """
import sys
sys.path.insert(0, {tests!r})
from conformance import receivers

wsgi = receivers.{receiver}()

async def asgi(scope, receive, send):
    if scope["type"] == "http":
        from nexmo_sig import Request
        assert scope["path"] == "/callback"
        status = wsgi.status(await Request.receive_asgi(scope, receive))
        await send({{"type": "http.response.start", "status": status}})
"""
PLUGIN = ["-p", "nexmo_sig.conformance.pytest_plugin"]
SETTINGS = {"NEXMO_SIGNATURE_SECRET": SECRET, "NEXMO_SIGNATURE_METHOD": METHOD.value}


class Project:
    """A folder with an application, in which pytest runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(
        self, receiver: str, *arguments: str, settings: dict[str, str] = SETTINGS
    ) -> tuple[int, str]:
        text = APPLICATION.format(tests=str(TESTS), receiver=receiver)
        (self.folder / "myapp.py").write_text(text)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("NEXMO_", "PYTEST_"))}
        kept["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # others take longer to load than to run
        done = subprocess.run(
            [sys.executable, "-P", "-m", "pytest", "-p", "no:cacheprovider", *PLUGIN, *arguments],
            cwd=self.folder,
            env=kept | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        return done.returncode, done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    return Project(tmp_path)


def test_pytest_finds_the_plugin_where_the_package_is_installed() -> None:
    (found,) = entry_points(group="pytest11", name="nexmo-receiver")
    assert found.load() is pytest_plugin


@pytest.mark.parametrize("app", ["wsgi", "asgi"])
def test_there_is_one_test_for_each_check(project: Project, app: str) -> None:
    arguments = ["--nexmo-receiver", f"myapp:{app}", "--nexmo-receiver-path", "/callback"]
    status, out = project.run("Receiver", *arguments)
    assert status == 0
    assert f"{len(CHECKS)} passed" in out


def test_a_check_that_must_hold_fails_its_test(project: Project) -> None:
    status, out = project.run("AlgNone", "--nexmo-receiver", "myapp:wsgi", "-q")
    assert status == 1
    failed = re.findall(r"^FAILED nexmo-receiver::(\S+)", out, re.MULTILINE)
    assert failed == ["webhook.post.alg-none", "webhook.get.alg-none"][: len(failed)]
    assert "Received 200, expected 4xx" in out


def test_a_check_that_should_hold_is_an_expected_failure(project: Project) -> None:
    arguments = ["--nexmo-receiver", "myapp:wsgi", "-k", "sig.get.replayed"]
    assert project.run("NoGuard", *arguments)[0] == 0
    status, out = project.run("NoGuard", *arguments, "--runxfail")
    assert status == 1
    assert "Work that is done twice costs money" in out


def test_without_a_genuine_callback_the_rest_is_skipped(project: Project) -> None:
    text = "Not accepted, so the rest of the shape was not sent: sig.get.genuine (401)"
    (project.folder / "conftest.py").write_text("")
    status, out = project.run(
        "Receiver",
        "--nexmo-receiver",
        "myapp:wsgi",
        "-k",
        "sig.get",
        settings=SETTINGS | {"NEXMO_SIGNATURE_SECRET": "another secret of the receiver"},
    )
    assert status == 1
    assert text in out
    assert "1 failed, 31 skipped" in out


def test_tests_of_the_project_run_beside_them(project: Project) -> None:
    (project.folder / "test_own.py").write_text("def test_own(): pass")
    status, out = project.run("Receiver", "--nexmo-receiver", "myapp:wsgi", "-k", "own or get.cut")
    assert status == 0
    assert "3 passed" in out


def test_without_the_option_nothing_is_added(project: Project) -> None:
    (project.folder / "test_own.py").write_text("def test_own(): pass")
    assert "1 passed" in project.run("Receiver")[1]


@pytest.mark.parametrize(
    ("arguments", "settings", "problem"),
    [
        (["--nexmo-receiver", "nowhere:app"], SETTINGS, "nowhere:app cannot be imported"),
        (["--nexmo-receiver", "myapp:wsgi"], {}, "set NEXMO_SIGNATURE_SECRET"),
        (
            ["--nexmo-receiver", "myapp:wsgi", "--nexmo-receiver-path", "x"],
            SETTINGS,
            "the path must start with /",
        ),
    ],
)
def test_what_cannot_be_used_is_an_error_of_usage(
    project: Project, arguments: list[str], settings: dict[str, str], problem: str
) -> None:
    status, out = project.run("Receiver", *arguments, settings=settings)
    assert status == pytest.ExitCode.USAGE_ERROR
    assert problem in out
