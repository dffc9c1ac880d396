"""``nexmo-sig audit``: what it prints, what it writes, and its exit statuses."""

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from audit_command import FORGED, GENUINE, OTHER, REPLAYED, SIGNED, STALE, audit, counts, line, log
from command_line import SIGNER
from common import NOW

NOISE = b"".join(
    line(OTHER, client=random.Random(place).randbytes(40).hex()).encode() for place in range(9)
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


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
        "\n  access.log, record 3: no known mistake in signing explains it\n",
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


def test_replays_are_counted_by_the_answer_to_the_first() -> None:
    """A table may hold no answers: whether the vendor sent a request again is not known then."""
    Path("t.csv").write_text(f"method,url\nGET,{GENUINE}\nGET,{GENUINE}\n")
    log(line(OTHER, 503), line(OTHER, 200, second=21))
    out = audit("t.csv", "access.log", "--any-age").out
    assert "\n  1  the answer was not recorded\n" in out
    assert "\n  1  answered 503 (probably the vendor's own retry)\n" in out


def test_a_recording_that_is_damaged_is_a_partial_result() -> None:
    Path("x.har").write_text('{"log": {"entries": [{"request": {"method": "GET", "url": "/"}}, {')
    assert "x.har: only in part, as after entry 1, it is not JSON\n" in audit("x.har").out
    status, out, err = audit("x.har", "--json")
    assert (status, json.loads(out)["records"]) == (1, 1)
    assert err == "nexmo-sig: 'x.har' was read in part: after entry 1, it is not JSON\n"


@pytest.mark.parametrize(
    "damage",
    [
        lambda genuine, forged: gzip.compress(genuine + NOISE + forged)[:-30],
        lambda genuine, forged: gzip.compress(genuine) + b"garbage" + gzip.compress(forged),
    ],
)
@pytest.mark.parametrize("rest", [line(GENUINE), line(FORGED)])
def test_what_follows_a_damage_is_undecidable(
    damage: Callable[[bytes, bytes], bytes], rest: str
) -> None:
    Path("x.gz").write_bytes(damage(line(GENUINE).encode(), rest.encode()))
    assert audit("x.gz").status == 4
    status, out, err = audit("x.gz", "--json")
    problem = "the compressed data is damaged or cut"
    found = json.loads(out)
    assert (status, found["authentic"], found["not_authentic"]) == (4, found["records"], 0)
    assert found["problems"] == [{"recording": "x.gz", "problem": problem}]
    assert err == f"nexmo-sig: 'x.gz' was read in part: {problem}\n"


@pytest.mark.parametrize(
    "damage", [b"", b', {"a": "\0"}, %s]}}', b', {"a": "\xff"}, %s]}}', b', {"a": NaN}, %s]}}']
)
def test_an_archive_that_was_read_in_part_is_undecidable(damage: bytes) -> None:
    genuine, forged = (
        json.dumps(
            {
                "startedDateTime": "2023-11-14T22:13:20Z",
                "request": {"method": "GET", "url": target, "headers": []},
            }
        ).encode()
        for target in (GENUINE, FORGED)
    )
    content = damage.replace(b"%s", forged)
    Path("x.har").write_bytes(b'{"log": {"entries": [%s' % genuine + content)
    assert audit("x.har").status == 4
    Path("x.har").write_bytes(b'{"log": {"entries": [%s, %s' % (forged, genuine) + content)
    assert audit("x.har").status == 1


@pytest.mark.parametrize("option", [[], ["--json"], ["--output", "o.jsonl"], ["--output", "o.csv"]])
def test_no_output_holds_what_a_terminal_would_obey(option: list[str]) -> None:
    escape = "\\x1b[31m\\x07\\x9b"
    lines = [line(f"/{escape}?a={escape}&sig=1", client="\x1b[2J"), line(f"/{escape}")]
    outcome = audit(log(*lines, name="\x1b[1m\nx.log"), *option)
    written = "".join(path.read_text() for path in Path.cwd().glob("o.*"))
    assert not set("\x1b\x07\x9b") & set(outcome.out + outcome.err + written)


def test_only_the_beginning_of_a_path_or_client_is_counted() -> None:
    lines = [line(f"/{'p' * 300}{end}?sig=1", client=f"{'x' * 300}{end}") for end in "ab"]
    out = audit(log(*lines)).out
    for beginning in ("/" + "p" * 199, "x" * 200):
        assert f"\n  2  {beginning}\n" in out


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
    "path",
    [
        *("/hooks/%72eceipt", "//hooks/receipt", "/hooks//receipt", "/./hooks/./receipt"),
        *(
            "/a/../hooks/receipt",
            "/../hooks/receipt",
            "/hooks/a/%2E%2e/receipt",
            "/%2Fhooks/receipt",
        ),
        *("http://example.com//hooks/receipt", "/hooks/receipt"),
    ],
)
def test_a_path_is_chosen_in_any_spelling(path: str) -> None:
    others = [
        line(f"{other}?sig=1") for other in ("/%68ooks/", "/hooks/receipt/", "/hooks/.x", "/")
    ]
    name = log(line(f"{path}?sig=1"), *others)
    for chosen, records in (("/hooks/receipt", 1), ("/hooks/%72eceipt", 1), ("/hooks/re*", 2)):
        assert counts(name, "--path", chosen)["records"] == records


@pytest.mark.parametrize(
    ("path", "chosen"),
    [
        ("/hooks/../x", "/hooks/*"),
        ("/hooks/..", "/"),
        ("/hooks/x/..", "/hooks/"),
        ("/%C3%A4", "/ä"),
        ("/%FF%zz%", "/*"),
        ("/a%2fb", "/a%2fb"),
    ],
)
def test_a_path_is_chosen_as_it_was_written_too(path: str, chosen: str) -> None:
    assert counts(log(line(path)), "--path", chosen)["records"] == 1


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
