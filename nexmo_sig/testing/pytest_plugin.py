"""Fixtures for pytest.

They are there after ``pytest_plugins = ["nexmo_sig.testing.pytest_plugin"]`` in the ``conftest.py``
at the top of the tests.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .accounts import EXAMPLE_ACCOUNT, Account
from .server import ConversionServer


@pytest.fixture
def nexmo_accounts() -> tuple[Account, ...]:
    """The accounts that ``nexmo_conversion_server`` knows: override it for others."""
    return (EXAMPLE_ACCOUNT,)


@pytest.fixture
def nexmo_conversion_server(nexmo_accounts: tuple[Account, ...]) -> Iterator[ConversionServer]:
    """A Conversion API on loopback: ``.url`` to send to, ``.requests`` that it received."""
    with ConversionServer(nexmo_accounts) as server:
        yield server
