"""``nexmo-sig audit``: what it prints, what it writes, and its exit statuses."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import audit_recording
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import tokens
from command_line import COMMAND, SETTINGS, SIGNER, Outcome, call, environment

NOW = 1_700_000_000
TIME = "14/Nov/2023:22:13:{:02} +0000"
SIGNED = SIGNER.sign({"to": "447700900000", "text": "a = b"}, timestamp=NOW)
GENUINE = f"/cb?{urlencode(SIGNED)}"
OTHER = f"/cb?{urlencode(SIGNER.sign({'to': '447700900001'}, timestamp=NOW))}"
FORGED = GENUINE.replace("447700900000", "447700900009")
STALE = f"/cb?{urlencode(SIGNER.sign({'to': '447700900000'}, timestamp=NOW - 3_600))}"
REPLAYED = "replay-detected"


def line(target: str, status: int = 200, second: int = 20, client: str = "192.0.2.1") -> str:
    return f'{client} - - [{TIME.format(second)}] "GET {target} HTTP/1.1" {status} 5\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def log(*lines: str, name: str = "access.log") -> str:
    Path(name).write_text("".join(lines), encoding="utf-8")
    return name


def audit(*arguments: str, stdin: bytes = b"") -> Outcome:
    return call("audit", "--scheme", "sig", *arguments, stdin=stdin)


def counts(*arguments: str) -> dict[str, Any]:
    status, out, err = audit("--json", *arguments)
    assert (status in (0, 1, 4), err) == (True, "")
    found: dict[str, Any] = json.loads(out)
    return found


# The result


def test_the_counts_as_json() -> None:
    lines = [line(GENUINE), line(FORGED), line(FORGED, 401), line("/cb"), "broken\n"]
    assert counts(log(*lines, line("/favicon.ico")), "--path", "/cb") == {
        "records": 5,
        "authentic": 1,
        "not_authentic": 3,
        "undecidable": 1,
        "skipped": 1,
        "accepted_not_authentic": 2,
        "reasons": {"record-unreadable": 1, "signature-mismatch": 2, "signature-missing": 1},
    }


@pytest.mark.parametrize(
    ("lines", "options", "status"),
    [
        ([line(GENUINE)], [], 0),
        ([line(GENUINE), line(FORGED)], [], 1),
        ([line(STALE)], [], 1),
        ([line(STALE)], ["--any-age"], 0),
        ([line(STALE)], ["--tolerance", "3620"], 0),
        ([line(GENUINE, second=40)], ["--tolerance", "19"], 1),
        ([line(GENUINE), "broken\n"], [], 4),
        ([line(FORGED), "broken\n"], [], 1),
        ([line(FORGED).replace(" HTTP/1.1", "")], [], 4),
        ([line(GENUINE)], ["--path", "/other"], 2),
        ([line(GENUINE)], ["--format", "har"], 2),
        ([], [], 2),
    ],
)
def test_the_exit_status(lines: list[str], options: list[str], status: int) -> None:
    assert audit(log(*lines), *options).status == status


def test_the_summary_leads_with_what_was_accepted() -> None:
    replay = line(GENUINE, 200, 50)
    lines = [
        line(GENUINE, 503),
        replay,
        line(FORGED, client="192.0.2.9"),
        line("/favicon.ico", 404),
    ]
    outcome = audit(log(*lines))
    assert (outcome.status, outcome.err) == (1, "")
    assert outcome.out.startswith("not authentic, but answered 2xx: 1\n")
    for expected in (
        "\n4 records judged, 0 skipped\n  2  authentic\n  2  not authentic\n  0  undecidable\n",
        "\n  1  signature-mismatch\n",
        "\n  1  answered 503 (probably the vendor's own retry)\n",
        "\n  2023-11-14  authentic 2, not authentic 2, undecidable 0\n",
        "\n  from 2023-11-14 22:13:20 UTC to 2023-11-14 22:13:50 UTC\n",
        "\n  1  192.0.2.9\n",
        "\n  1  /cb\n",
        "\n  access.log, record 3: not one of the known mistakes\n",
        "\n  /cb  3 of 3 (100%)\n  to judge no others: --path /cb\n",
    ):
        assert expected in outcome.out


def test_a_mismatch_of_a_known_kind_is_diagnosed() -> None:
    wrong = SIGNED | {"sig": SIGNER.signature({"to": SIGNED["to"], "text": SIGNED["text"]})}
    out = audit(log(line(f"/cb?{urlencode(wrong)}"))).out
    assert "access.log, record 1: timestamp-missing: " in out


def test_a_path_that_was_chosen_is_not_suggested() -> None:
    name = log(line(GENUINE), line("/favicon.ico"))
    assert "--path /cb" in audit(name).out
    assert "--path /cb" not in audit(name, "--path", "/c*").out


def test_two_recordings_of_the_same_traffic_are_noticed() -> None:
    names = [log(line(GENUINE), name="a.log"), log(line(GENUINE), name="b.log")]
    assert "--replays-within-source" in audit(*names).out
    assert REPLAYED not in audit(*names, "--replays-within-source").out
    assert counts(*names)["reasons"] == {REPLAYED: 1}


def test_a_recording_that_is_damaged_is_a_partial_result() -> None:
    Path("x.har").write_text('{"log": {"entries": [{"request": {"method": "GET", "url": "/"}}, {')
    assert "x.har: only in part, as after entry 1, it is not JSON\n" in audit("x.har").out
    status, out, err = audit("x.har", "--json")
    assert (status, json.loads(out)["records"]) == (1, 1)
    assert err == "nexmo-sig: 'x.har' was read in part: after entry 1, it is not JSON\n"


@pytest.mark.parametrize("option", [[], ["--json"], ["--output", "o.jsonl"], ["--output", "o.csv"]])
def test_no_output_holds_what_a_terminal_would_obey(option: list[str]) -> None:
    escape = "\\x1b[31m\\x07\\x9b"
    lines = [line(f"/{escape}?a={escape}&sig=1", client="\x1b[2J"), line(f"/{escape}")]
    outcome = audit(log(*lines, name="\x1b[1m\nx.log"), *option)
    written = "".join(path.read_text() for path in Path.cwd().glob("o.*"))
    assert not set("\x1b\x07\x9b") & set(outcome.out + outcome.err + written)


# Choosing


@pytest.mark.parametrize(
    ("options", "records"),
    [
        (["--path", "/cb"], 3),
        (["--path", "/c*"], 4),
        (["--path", "/cb", "--path", "/favicon.ico"], 4),
        (["--since", "2023-11-14T22:13:30Z"], 3),
        (["--until", str(NOW + 10)], 2),
        (["--since", "2023-11-14 22:13:30", "--until", "2023-11-14T23:13:40+01:00"], 2),
        (["--where", "status = 200 and path = '/cb'"], 2),
        (["--where", "url like '%sig%'"], 3),
        (["--where", "time >= timestamptz '2023-11-14 22:13:30'"], 3),
    ],
)
def test_records_are_chosen(options: list[str], records: int) -> None:
    name = log(
        line(GENUINE, second=20),
        line("/cbx", second=20),
        line(GENUINE, second=30),
        line(FORGED, 401, second=30),
        line("/favicon.ico", second=40),
    )
    found = counts(name, *options)
    assert (found["records"], found["skipped"]) == (records, 5 - records)


@pytest.mark.parametrize(
    "expression",
    [
        *("true; select 42", "no_such_column", "status =", "", "count(*) > 1"),
        "url in (select content from read_text('/etc/hostname'))",
        "url in (select * from read_csv('https://127.0.0.1/x'))",
        "(select count(*) from lines) > 0",
        "error('x') = 'x'",
    ],
)
def test_an_expression_that_cannot_be_used(expression: str) -> None:
    status, out, err = audit(log(line(GENUINE)), "--where", expression)
    assert (status, out) == (2, "")
    assert err.startswith("nexmo-sig: the expression cannot be used: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "options",
    [
        ["--map", "url"],
        ["--map", "uri=x"],
        ["--since", "yesterday"],
        ["--format", "xml"],
        ["--scheme", "jwt"],
        ["--output", "o.xlsx"],
        ["none.log"],
    ],
)
def test_options_that_cannot_be_used(options: list[str]) -> None:
    status, out, err = audit(log(line(GENUINE)), *options)
    assert (status, out) == (2, "")
    assert err.startswith("nexmo-sig: ")


# Schemes


def test_a_record_is_judged_by_what_it_is_signed_with() -> None:
    event = {
        "rawPath": "/inbound",
        "rawQueryString": "",
        "headers": {
            "authorization": f"Bearer {tokens.token()}",
            "content-type": "application/json",
        },
        "requestContext": {"http": {"method": "POST"}, "timeEpoch": tokens.NOW * 1_000},
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
        "requestContext": {"http": {"method": "POST"}, "timeEpoch": tokens.NOW * 1_000},
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


@pytest.mark.posix
@pytest.mark.parametrize("when", ["reading", "writing"])
def test_ctrl_c_ends_it_within_two_seconds_and_leaves_nothing(when: str) -> None:
    if when == "reading":
        os.mkfifo("endless.log")
        arguments = ["endless.log"]
    else:
        arguments = [log(line(FORGED) * 60_000)]
    process = subprocess.Popen(
        [*COMMAND, "audit", "--scheme", "sig", "--output", "o.csv", *arguments],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    sent = time.monotonic()
    process.communicate(timeout=20)
    assert time.monotonic() - sent < 2
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
    assert audit(log(line(GENUINE))) == (2, "", "nexmo-sig: no pyarrow: install nexmo-sig[audit]\n")


def test_the_recording_of_the_tutorial_is_the_one_that_is_made() -> None:
    assert audit_recording.FILE.read_text(encoding="ascii") == audit_recording.text()
