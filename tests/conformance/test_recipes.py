"""Our recipes, each on the servers that its framework's users start, pass every check."""

import time

import pytest
from conformance.receivers import METHOD, SECRET, VENDOR
from wire.frameworks import COMMANDS, serving

from nexmo_sig.conformance import CHECKS, HttpReceiver, run

ENVIRONMENT = {"NEXMO_SIGNATURE_SECRET": SECRET, "NEXMO_SIGNATURE_METHOD": METHOD.value}


@pytest.mark.parametrize("framework", COMMANDS)
def test_a_recipe_passes_every_check(framework: str) -> None:
    with serving(COMMANDS[framework], **ENVIRONMENT) as port:
        start = time.monotonic()
        report = run(HttpReceiver(f"http://127.0.0.1:{port}/callback"), VENDOR)
        seconds = time.monotonic() - start
    found = [(r.check.id, r.received) for r in report.results if not r.holds]
    assert found == []
    assert report.passed == len(CHECKS)
    assert seconds < 15
