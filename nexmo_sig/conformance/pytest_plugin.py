"""``pytest --nexmo-receiver myapp:app``: one test for each check, of a receiver in this process.

pytest finds this plugin by itself. A check that should hold, and does not, is an expected failure:
with ``--runxfail`` it is a failure. ``-k`` chooses among the checks, as in ``-k sig.get``.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack

import pytest

from ..errors import UsageError
from .check import Check
from .checks import CHECKS
from .in_process import in_process
from .junit import reason
from .session import Session
from .vendor import Vendor

_NAME = "nexmo-receiver"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup(_NAME, "conformance of a receiver of Nexmo's webhooks")
    group.addoption(
        "--nexmo-receiver",
        metavar="MODULE:APP",
        help="test this WSGI or ASGI application, with NEXMO_SIGNATURE_SECRET and "
        "NEXMO_SIGNATURE_METHOD from the environment",
    )
    group.addoption(
        "--nexmo-receiver-path",
        metavar="PATH",
        default="/",
        help="where the application takes callbacks (default: /)",
    )


@pytest.hookimpl(tryfirst=True)  # before -k and -m choose
def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Add one test for each check.

    Raises:
        pytest.UsageError: the application cannot be imported, or there is no secret.
    """
    config = session.config
    if config.getoption("--nexmo-receiver") is None:
        return
    try:
        sending = _session(config)
    except UsageError as error:
        raise pytest.UsageError(str(error)) from error
    collector = _Checks.from_parent(session, name=_NAME, nodeid=_NAME, sending=sending)
    items.extend(collector.collect())


def _session(config: pytest.Config) -> Session:
    sys.path.insert(0, str(config.invocation_params.dir))  # as web servers do
    secret = os.environ.get("NEXMO_SIGNATURE_SECRET")
    if not secret:
        raise UsageError("set NEXMO_SIGNATURE_SECRET to the test secret of the receiver", "secret")
    vendor = Vendor(secret, os.environ.get("NEXMO_SIGNATURE_METHOD"))
    stack = ExitStack()
    config.add_cleanup(stack.close)
    name, path = (config.getoption(f"--{_NAME}{end}") for end in ("", "-path"))
    return Session(stack.enter_context(in_process(name, path)), vendor)


class _Checks(pytest.Collector):
    def __init__(self, *, sending: Session, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]  # those of any node
        self.sending = sending

    def collect(self) -> list[pytest.Item]:
        return [_Item.from_parent(self, name=check.id, check=check) for check in CHECKS]


class _Item(pytest.Item):
    def __init__(self, *, check: Check, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]  # those of any node
        self._check = check

    def runtest(self) -> None:
        sending: Session = self.parent.sending  # type: ignore[union-attr]
        result = sending.result_of(self._check)
        if result.holds is None:
            pytest.skip(reason(result))
        if not result.holds:
            if self._check.level == "should":
                pytest.xfail(reason(result))
            raise _DoesNotHold("\n".join([reason(result), *sending.remarks([result])]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> object:  # type: ignore[override]
        if excinfo.errisinstance(_DoesNotHold):
            return f"{excinfo.value}\n{self._check.why}"
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[str, None, str]:
        return _NAME, None, self.name


class _DoesNotHold(Exception):
    """A check that must hold does not."""
