"""Fixtures for pytest.

They are there after ``pytest_plugins = ["nexmo_sig.testing.pytest_plugin"]`` in the ``conftest.py``
at the top of the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ..request import Request
from .accounts import EXAMPLE_ACCOUNT, Account
from .server import ConversionServer
from .webhooks import webhook_request


@pytest.fixture
def nexmo_accounts() -> tuple[Account, ...]:
    """The accounts that ``nexmo_conversion_server`` knows: override it for others."""
    return (EXAMPLE_ACCOUNT,)


@pytest.fixture
def nexmo_conversion_server(nexmo_accounts: tuple[Account, ...]) -> Iterator[ConversionServer]:
    """A Conversion API on loopback: ``.url`` to send to, ``.requests`` that it received."""
    with ConversionServer(nexmo_accounts) as server:
        yield server


@pytest.fixture
def nexmo_webhook_request() -> Callable[..., Request]:
    """:func:`nexmo_sig.testing.webhook_request`: a genuine callback, or one with a flaw."""
    return webhook_request
