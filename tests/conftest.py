import gc
import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
import shown_credentials
from hypothesis import HealthCheck, settings

sys.path.append(str(Path(__file__).parent.parent))  # for the benchmarks, which are not installed

pytest_plugins = ["nexmo_sig.testing.pytest_plugin"]

# Examples per property; the gate looks harder, with HYPOTHESIS_PROFILE=search.
settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile(
    "search", max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", max_examples=10, deadline=None)  # for runs within tests
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


# They run other tests in a process of their own. Whatever breaks is reported first where it is.
NESTED = ("test_environments.py", "test_one_owner.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what a system other than a POSIX one cannot do, and run nested tests last."""
    if os.name != "posix":
        items[:] = [item for item in items if item.get_closest_marker("posix") is None]
    items.sort(key=lambda item: item.path.name in NESTED)  # stable: the others keep their order


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None]:
    """Keep the garbage collector from going through all tests, which stay, again and again."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


shown_credentials.watch()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Fail a test that provokes an error from which a credential can be read."""
    shown_credentials.begin()
    yield
    assert shown_credentials.shown() == []
