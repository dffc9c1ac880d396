import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from wire import compatibility
from wire.compatibility import Result, Side
from wire.servers import RecordingServer

_RESULTS = pytest.StashKey[list[Result]]()

RecordResult = Callable[[Side, str, str, str], None]


@pytest.fixture
def recording_server() -> Iterator[RecordingServer]:
    """Answers 200 to everything; `.requests` holds what arrived, `.url` is its address."""
    with RecordingServer() as server:
        yield server


@pytest.fixture(scope="session")
def record_result(pytestconfig: pytest.Config) -> RecordResult:
    """Puts an outcome into docs/compatibility.md.

    `record_result("outbound", "httpx", "POST, JSON in the body", "200")`: the side, the name of
    the distribution (or of the standard library's module), the case, and what came out.
    """
    results = pytestconfig.stash.setdefault(_RESULTS, [])
    return lambda *result: results.append(Result(*result))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the results of a process of pytest-xdist."""
    results = node.config.stash.setdefault(_RESULTS, [])
    results += [Result(*result) for result in node.workeroutput.get("compatibility", [])]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With `NEXMO_SIG_COMPATIBILITY=write`, write the table; with `check`, compare it."""
    task = os.environ.get("NEXMO_SIG_COMPATIBILITY")
    results = session.config.stash.get(_RESULTS, [])
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["compatibility"] = [list(result) for result in results]
        return
    if not results or task is None:
        return
    page = compatibility.page(results)
    if task == "write":
        compatibility.PAGE.write_text(page, encoding="utf-8", newline="\n")
        return
    written = compatibility.PAGE.read_text(encoding="utf-8")
    if compatibility.without_versions(page) != compatibility.without_versions(written):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print("\ndocs/compatibility.md is out of date: run NEXMO_SIG_COMPATIBILITY=write pytest")
