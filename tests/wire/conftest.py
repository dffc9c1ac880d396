from collections.abc import Iterator

import pytest
from wire.servers import RecordingServer


@pytest.fixture
def recording_server() -> Iterator[RecordingServer]:
    """Answers 200 to everything; `.requests` holds what arrived, `.url` is its address."""
    with RecordingServer() as server:
        yield server
