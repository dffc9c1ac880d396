"""The report of an audit: one page that is what it says, whatever the recording holds."""

import hashlib
import html
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from audit_command import FORGED, GENUINE, line, log
from command_line import Outcome, call
from common import NOW

_TAG = r"<style>.*?</style>|<[^>]*>"
DAY = 86_400
MARKUP = "<script>document.title='run'</script><img src=x onerror=alert(1)>'\"&amp;{{7*7}}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(*arguments: str) -> str:
    outcome: Outcome = call("audit", "--scheme", "sig", "--html", "r.html", *arguments)
    assert outcome.status in (0, 1, 4), outcome.err
    return Path("r.html").read_text(encoding="utf-8")


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(_TAG, " ", page.replace("<wbr>", ""))))


def hostile() -> str:
    event: dict[str, Any] = {
        "rawPath": f"/{MARKUP}",
        "rawQueryString": f"{MARKUP}=x&sig=1",
        "headers": {},
        "requestContext": {"http": {"method": "GET", "sourceIp": MARKUP}, "timeEpoch": 10**12},
    }
    Path("<b>name.jsonl").write_text(json.dumps(event))
    return "<b>name.jsonl"


def test_it_says_what_was_found() -> None:
    name = log(line(GENUINE, 503), line(GENUINE, second=30), line(FORGED), "broken\n")
    page = report(name, "--path", "/cb")
    shown = text_of(page)
    assert "not authentic, but answered 2xx: 1" in shown
    assert "replay-detected: 1" in shown
    assert "access.log, record 1 2023-11-14 22:13:20, answered 503 access.log, record 2" in shown
    assert hashlib.sha256(Path(name).read_bytes()).hexdigest() in shown
    assert "Only these requests were judged: path /cb." in shown
    assert page.count("<rect") >= 2


def test_it_says_which_requests_were_judged() -> None:
    """It showed the choice as Python would, also where nothing was chosen."""
    name = log(line(GENUINE))
    assert "Only these requests" not in text_of(report(name))
    choice = ("--path", "/cb", "--path", "/<b>", "--since", "2023-11-14", "--where", "status < 500")
    page = text_of(report(name, *choice, "--until", "2023-11-15", "--force"))
    assert (
        "Only these requests were judged: path /cb or /<b>; received from 2023-11-14 00:00:00 UTC "
        "on; received before 2023-11-15 00:00:00 UTC; where status < 500."
    ) in page


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("sig", "Records were judged by their sig (sha256)."),
        ("webhook", "Records were judged by the token of a signed webhook."),
        (
            "auto",
            "Records that hold a sig were judged by their sig (sha256), all others by the token of "
            "a webhook.",
        ),
    ],
)
def test_it_says_what_requests_were_judged_by(scheme: str, expected: str) -> None:
    assert expected in text_of(report(log(line(GENUINE)), "--scheme", scheme))


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ([0, 9, 60], "minute (UTC) from 2023-11-14 22:13 to 2023-11-14 22:14, at most 2 in one"),
        ([0, 9, DAY, 2 * DAY, 3 * DAY], "day (UTC) from 2023-11-14 to 2023-11-17, at most 2 in"),
        ([0, DAY, 2 * DAY, 800 * DAY], "7 days (UTC) from 2023-11-14 to 2026-01-22, at most 3 in"),
    ],
)
def test_the_bars_of_the_chart_stand_for_times_that_fit_the_period(
    seconds: list[int], expected: str
) -> None:
    rows = [f"{GENUINE},{NOW + second}\n" for second in seconds]
    Path("t.csv").write_text("".join(["url,time\n", *rows]))
    page = report("t.csv", "--time-unit", "s", "--any-age")
    assert f"Records by {expected}" in text_of(page)


def test_the_standard_input_is_named_by_the_digest_of_what_was_read() -> None:
    content = line(GENUINE).encode()
    outcome = call("audit", "--scheme", "sig", "--html", "r.html", "-", stdin=content)
    shown = text_of(Path("r.html").read_text(encoding="utf-8"))
    assert outcome.status == 0
    assert f"- combined, {len(content)} bytes {hashlib.sha256(content).hexdigest()}" in shown


def test_values_are_shown_only_when_asked_for() -> None:
    name = log(line(FORGED))
    assert "447700900009" not in report(name)
    assert "GET /cb?to=…&text=…&timestamp=…&sig=…" in text_of(report(name, "--force"))
    assert "447700900009" in report(name, "--force", "--show-values")


def test_a_body_that_is_not_a_form_shows_its_size_only() -> None:
    Path("t.jsonl").write_text(json.dumps({"url": "/", "method": "POST", "body": '{"a":"secret"}'}))
    assert "POST / (14 characters)" in text_of(report("t.jsonl"))


def test_hostile_values_stay_text() -> None:
    page = report(hostile(), "--show-values")
    assert not re.search(r"<(?:script|img|b>)", page)
    assert "document.title='run'" in text_of(page)
    assert "{{7*7}}" in text_of(page)


def test_the_policy_allows_the_style_and_nothing_else() -> None:
    page = report(log(line(GENUINE)))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    expected = r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='.*"
    assert re.fullmatch(expected, html.unescape(policy))
    assert not re.search(r"\sstyle=|<script|\ssrc=|\shref=|javascript:", page)


def test_without_a_time_there_is_no_chart() -> None:
    Path("t.jsonl").write_text('{"url": "/"}')
    assert "<rect" not in report("t.jsonl")


def test_a_report_that_exists_needs_force() -> None:
    Path("r.html").write_text("precious")
    outcome = call("audit", "--scheme", "sig", "--html", "r.html", log(line(GENUINE)))
    assert outcome.status == 2
    assert Path("r.html").read_text() == "precious"


@pytest.mark.program
@pytest.mark.parametrize("width", ["390", "1280"])
def test_chromium_finds_nothing_to_block_and_runs_nothing(width: str) -> None:
    report(hostile(), "--show-values")
    done = subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"),
            *(f"--window-size={width},900", "--dump-dom", Path("r.html").resolve().as_uri()),
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert "<title>Audit of recorded traffic</title>" in done.stdout
    assert "Content Security Policy" not in done.stderr
