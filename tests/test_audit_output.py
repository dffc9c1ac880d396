"""``nexmo-sig audit``: both schemes, and what it writes."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import audit_recording
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import tokens
from audit_command import FORGED, GENUINE, REPLAYED, audit, line, log
from command_line import COMMAND, SETTINGS, call, environment
from common import NOW, not_installed


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_record_is_judged_by_what_it_is_signed_with() -> None:
    event = {
        "rawPath": "/inbound",
        "rawQueryString": "",
        "headers": {
            "authorization": f"Bearer {tokens.token()}",
            "content-type": "application/json",
        },
        "requestContext": {"http": {"method": "POST"}, "timeEpoch": NOW * 1_000},
        "body": tokens.BODY.decode(),
    }
    other = event | {"rawQueryString": GENUINE.partition("?")[2], "body": "", "headers": {}}
    other["requestContext"] = {"http": {"method": "GET"}, "timeEpoch": NOW * 1_000}
    log(json.dumps(event) + "\n", json.dumps(other) + "\n", name="events.jsonl")
    Path("secret").write_text(tokens.SECRET)
    Path("other").write_text(SETTINGS["NEXMO_SIGNATURE_SECRET"])
    given = ["--secret-file", "secret", "--secret-file", "other"]
    assert call("audit", "events.jsonl", *given).status == 0
    assert call("audit", "events.jsonl", *given, "--scheme", "webhook").status == 1
    assert call("audit", "events.jsonl", *given, "--scheme", "sig").status == 1


def test_the_token_may_stand_in_another_header() -> None:
    event = {
        "rawQueryString": "",
        "headers": {"x-vonage-webhook-auth-token": tokens.token(), "authorization": "Bearer x"},
        "requestContext": {"http": {"method": "POST"}, "timeEpoch": NOW * 1_000},
        "body": tokens.BODY.decode(),
    }
    log(json.dumps(event), name="events.jsonl")
    Path("secret").write_text(tokens.SECRET)
    given = ["--secret-file", "secret", "--scheme", "webhook", "events.jsonl"]
    assert call("audit", *given).status == 1
    assert call("audit", *given, "--token-header", "X-Vonage-Webhook-Auth-Token").status == 0


# The file of all records

NAMES = [
    *("source", "record", "verdict", "reason", "replay_of"),
    *("time", "method", "url", "content_type", "authorization", "body", "status", "client"),
]


def written(name: str) -> list[dict[str, Any]]:
    lines = [line(GENUINE), line(FORGED, 401), line(GENUINE, second=25), "broken\n"]
    assert audit(log(*lines), "--output", name).status == 1
    assert sorted(os.listdir()) == sorted(["access.log", name])
    if name.endswith(".parquet"):
        assert pq.read_schema(name).names == NAMES
        rows: list[dict[str, Any]] = pq.read_table(name).to_pylist()
        return rows
    text = Path(name).read_text(encoding="utf-8")
    if name.endswith(".csv"):
        assert text.splitlines()[0] == ",".join(NAMES)
        return list(csv.DictReader(text.splitlines()))
    return [json.loads(row) for row in text.splitlines()]


@pytest.mark.parametrize("name", ["o.parquet", "o.csv", "o.jsonl"])
def test_every_record_is_written_with_its_verdict(name: str) -> None:
    rows = written(name)
    assert [list(row) for row in rows] == [NAMES] * 4
    assert [str(row["record"]) for row in rows] == ["1", "2", "3", "4"]
    assert [(row["verdict"], row["reason"] or None) for row in rows] == [
        ("authentic", None),
        ("not-authentic", "signature-mismatch"),
        ("authentic", REPLAYED),
        ("undecidable", "record-unreadable"),
    ]
    replays = [row["replay_of"] or None for row in rows]
    if name == "o.csv":
        replays = [json.loads(replay) if replay else None for replay in replays]
    assert replays == [None, None, {"source": "access.log", "record": 1}, None]
    assert [row["url"] or None for row in rows] == [GENUINE, FORGED, GENUINE, None]


def test_a_cell_that_a_spreadsheet_would_compute_is_quoted() -> None:
    events = {"url": "=1+1", "client": "@x", "body": '"-'}
    Path("t.jsonl").write_text(json.dumps(events))
    audit("t.jsonl", "--output", "o.csv")
    row = Path("o.csv").read_text().splitlines()[1]
    assert '"\'=1+1"' in row
    assert '"\'@x"' in row
    assert '"""-"' in row


@pytest.mark.parametrize("sign", [*"=+-@\t\n", *"\uff1d\uff0b\uff0d\uff20"])
def test_every_beginning_of_a_formula_is_quoted(sign: str) -> None:
    Path("t.jsonl").write_text(json.dumps({"url": "/", "body": f"{sign}=1+1"}))
    audit("t.jsonl", "--output", "o.csv")
    text = Path("o.csv").read_bytes().decode()
    assert f'"\'{sign}=1+1"' in text


def test_a_file_that_exists_needs_force() -> None:
    name = log(line(GENUINE))
    Path("o.csv").write_text("precious")
    status, out, err = audit(name, "--output", "o.csv")
    assert (status, out) == (2, "")
    assert "--force" in err
    assert Path("o.csv").read_text() == "precious"
    assert audit(name, "--output", "o.csv", "--force").status == 0
    assert Path("o.csv").read_text() != "precious"


def test_a_file_that_cannot_be_written_leaves_nothing() -> None:
    status, out, _ = audit(log(line(GENUINE)), "--output", "none/o.csv")
    assert (status, out) == (2, "")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let processes that are started be interrupted, which a parent may have them ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.posix
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("when", ["reading", "writing"])
def test_ctrl_c_ends_it_within_two_seconds_and_leaves_nothing(when: str) -> None:
    if when == "reading":
        os.mkfifo("endless.log")
        recording = "endless.log"
    else:
        recording = log(line(FORGED) * 20_000)
    process = subprocess.Popen(
        [*COMMAND, "audit", "--scheme", "sig", "--output", "o.csv", recording],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    if when == "reading":
        endless = os.open(recording, os.O_WRONLY)  # waits for a reader
    else:
        while process.poll() is None and not Path("o.csv.part").exists():
            time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    sent = time.monotonic()
    process.communicate(timeout=20)
    if when == "reading":
        os.close(endless)
    assert time.monotonic() - sent < 10  # two seconds at rest
    assert process.returncode == 130
    assert not list(Path.cwd().glob("o.csv*"))


def test_standard_input_is_read() -> None:
    assert audit("-", "--json", stdin=line(GENUINE).encode()).status == 0


def test_a_table_is_read_by_its_own_names() -> None:
    table = pa.table({"received_at": [NOW * 1_000], "target": [GENUINE], "method": ["GET"]})
    pq.write_table(table, "t.parquet")
    given = ["t.parquet", "--map", "time=received_at", "--map", "url=target"]
    assert audit(*given, "--time-unit", "ms").status == 0
    assert audit(*given).status == 4


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("nexmo_sig.audit")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert audit(log(line(GENUINE))) == (2, "", not_installed("pyarrow", "audit"))
    status, out, err = audit(log(line(GENUINE)), "--since", "2023-11-14")
    assert (status, out) == (2, "")
    assert "argument --since: pyarrow is not installed: install the extra 'audit'" in err


def test_the_recording_of_the_tutorial_is_the_one_that_is_made() -> None:
    assert audit_recording.FILE.read_text(encoding="ascii") == audit_recording.text()
