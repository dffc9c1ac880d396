"""The signatures that the official SDKs publish in their own test suites."""

import json
from pathlib import Path
from typing import Any

import pytest
import reference

from nexmo_sig import Signer

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "vectors" / "published.json").read_text(encoding="utf-8")
)["cases"]


@pytest.mark.parametrize("vector", VECTORS)
def test_a_published_signature_is_made_and_verified(vector: dict[str, Any]) -> None:
    signer = Signer(vector["secret"], vector["method"])
    assert signer.signature(vector["params"]) == vector["sig"].lower()
    for sig in (vector["sig"].lower(), vector["sig"].upper()):
        authentic = signer.verify(vector["params"] | {"sig": sig}, tolerance=None)
        assert authentic == {k: v for k, v in vector["params"].items() if k != "sig"}


@pytest.mark.parametrize("vector", VECTORS)
def test_the_reference_of_these_tests_makes_a_published_signature(vector: dict[str, Any]) -> None:
    made = reference.signature(vector["params"], vector["secret"], vector["method"])
    assert made == vector["sig"].lower()
