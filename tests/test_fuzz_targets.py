"""The targets of the fuzzer accept their own seeds, so that its findings mean something."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz import command_line, receive, recording, server, token

CORPUS = Path(__file__).parent / "fuzz" / "corpus"


def outcomes_of(name: str, one_input: object) -> dict[str, object]:
    assert callable(one_input)
    return {seed.name: one_input(seed.read_bytes()) for seed in (CORPUS / name).iterdir()}


def test_the_seeds_of_requests_reach_every_outcome() -> None:
    outcomes = outcomes_of("receive", receive.one_input)
    assert set(outcomes.values()) == {"unreadable", "not authentic", "authentic"}
    assert outcomes["json-numbers"] == outcomes["form-sha256"] == "authentic"
    assert outcomes["stale"] == outcomes["no-timestamp"] == "not authentic"
    assert outcomes["twice"] == outcomes["utf-7"] == "unreadable"


def test_the_seeds_of_the_command_line_reach_every_status(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, text in command_line.ENVIRONMENT.items():
        monkeypatch.setenv(name, text)
    outcomes = outcomes_of("command_line", command_line.one_input)
    assert set(outcomes.values()) == {0, 1, 2}
    assert outcomes["explain-json"] == outcomes["verify-standard-input"] == 0
    assert outcomes["verify-mismatch"] == outcomes["explain-control-characters"] == 1
    assert outcomes["bad-numbers"] == outcomes["not-utf-8"] == 2


def test_the_seeds_of_servers_reach_every_outcome() -> None:
    outcomes = outcomes_of("server", server.one_input)
    assert set(outcomes.values()) == {"rejected", "unreadable", "read"}
    assert outcomes["form"] == outcomes["json"] == "read"
    assert outcomes["large"] == "rejected"


def test_the_seeds_of_tokens_reach_the_error_of_every_check() -> None:
    outcomes = outcomes_of("token", token.one_input)
    assert outcomes["post"] == outcomes["get"] == outcomes["times"] == "authentic"
    assert set(outcomes.values()) == {
        "authentic",
        "DuplicateParameter",
        "PayloadMismatch",
        "RequestError",
        "SignatureExpired",
        "SignatureMismatch",
        "SignatureMissing",
        "TimestampInvalid",
        "TimestampMissing",
        "TokenInvalid",
    }


def test_the_seeds_of_recordings_reach_every_outcome() -> None:
    outcomes = outcomes_of("recording", recording.one_input)
    assert outcomes["combined"] == outcomes["events"] == outcomes["har"] == "authentic"
    assert outcomes["csv"] == outcomes["parquet"] == outcomes["jsonl"] == "undecidable"
    assert outcomes["cut.gz"] == "partial"
    assert outcomes["other-secret"] == "not-authentic"
    assert outcomes["empty"] == "empty"
    assert outcomes["unknown"] == "unusable"


def test_files_are_not_the_fuzzers_to_read() -> None:
    assert command_line.one_input(b"verify\n--secret-file\n/dev/null\n-\n\n") is None
    assert command_line.one_input(b"demo") is None
