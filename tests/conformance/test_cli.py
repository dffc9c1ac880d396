"""``nexmo-sig conformance``: options, output and exit statuses."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from command_line import COMMAND, Outcome, call, environment, run
from conformance.receivers import METHOD, SECRET, Always, NoGuard, PrefixCompared, Receiver
from conformance.serving import serving

from nexmo_sig.conformance import CHECKS, SCHEMES, SHAPES

SETTINGS = {"NEXMO_SIGNATURE_SECRET": SECRET, "NEXMO_SIGNATURE_METHOD": METHOD.value}
KEYS = ["id", "level", "holds", "rule", "sent", "expected", "received"]


@pytest.fixture
def url() -> Iterator[str]:
    """The URL of a right receiver."""
    with serving(Receiver()) as url:
        yield url


def outcome_of(receiver: Receiver, *arguments: str) -> Outcome:
    with serving(receiver) as url:
        return call("conformance", *arguments, url, settings=SETTINGS)


def test_a_right_receiver_is_0_with_a_table(url: str) -> None:
    status, out, err = call("conformance", "--strict", url, settings=SETTINGS)
    assert (status, err) == (0, "")
    assert re.search(r"^sig\.get +\d+ +0 +0$", out, re.MULTILINE)
    assert out.endswith(f"\n{len(CHECKS)} passed, 0 failed, 0 untested\n")


def test_a_check_that_must_hold_is_1() -> None:
    status, out, _ = outcome_of(PrefixCompared())
    assert status == 1
    assert re.search(
        r"^must +sig\.\*\.cut +200 +4xx +A signature is compared whole", out, re.MULTILINE
    )
    assert "8 failed, 0 untested; 7 of the failed must hold" in out


def test_a_check_that_should_hold_is_1_with_strict_only() -> None:
    assert outcome_of(NoGuard()).status == 0
    assert outcome_of(NoGuard(), "--strict").status == 1


def test_what_must_hold_but_was_not_tested_is_1() -> None:
    receiver = Always(429)
    receiver.answer = 429
    with serving(receiver) as url:
        status, out, _ = call("conformance", "--only", "sig.get.cut", url, settings=SETTINGS)
    assert status == 1
    assert "0 passed, 0 failed, 2 untested" in out


def test_nothing_that_listens_is_3() -> None:
    status, out, err = call("conformance", "http://127.0.0.1:1/", settings=SETTINGS)
    assert (status, out) == (3, "")
    assert err == "nexmo-sig: 127.0.0.1:1: connection refused\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "give the URL"),
        (["http://192.168.0.1/"], "--i-own-this-host"),
        (["ftp://127.0.0.1/"], "http://"),
        (["--scheme", "jwt", "http://127.0.0.1:1/"], "--scheme"),
        (["--only", "sig.get.alterd", "http://127.0.0.1:1/"], "--list"),
        (["--scheme", "webhook", "--shape", "form", "http://127.0.0.1:1/"], "no check is left"),
        (["--method", "md4", "http://127.0.0.1:1/"], "method"),
        (["--junit", "/nowhere/report.xml", "http://127.0.0.1:1/"], "JUnit"),
        (["--secret-file", "/nowhere", "http://127.0.0.1:1/"], "secret file 1"),
    ],
)
def test_what_cannot_be_used_is_2(arguments: list[str], problem: str) -> None:
    status, out, err = call("conformance", *arguments, settings=SETTINGS)
    assert (status, out) == (2, "")
    assert problem in err
    assert SECRET not in err


def test_a_secret_is_needed() -> None:
    status, _, err = call("conformance", "http://127.0.0.1:1/", settings={})
    assert (status, "NEXMO_SIGNATURE_SECRET" in err) == (2, True)


def test_tokens_need_no_method(url: str) -> None:
    settings = {"NEXMO_SIGNATURE_SECRET": SECRET}
    assert call("conformance", "--scheme", "webhook", url, settings=settings).status == 0
    assert call("conformance", "--scheme", "sig", url, settings=settings).status == 2


def test_json_has_these_members_and_no_others() -> None:
    status, out, err = outcome_of(
        Always(302), "--format", "json", "--shape", "get", "--scheme", "sig"
    )
    report = json.loads(out)
    assert status == 1
    assert list(report) == ["checks", "passed", "failed", "untested"]
    assert all(list(check) == KEYS for check in report["checks"])
    assert (report["passed"], report["failed"]) == (0, 1)
    assert report["untested"] == len(report["checks"]) - 1
    first, second, *_ = report["checks"]
    assert (first["id"], first["level"], first["holds"]) == ("sig.get.genuine", "must", False)
    assert (first["expected"], first["received"]) == ("2xx", 302)
    assert (second["holds"], second["received"]) == (None, None)
    assert "the secret, the method (sha256), the URL" in err


def test_the_first_line_names_the_likely_causes() -> None:
    first = outcome_of(Always(401)).out.splitlines()[0]
    for cause in ("secret", "method", "URL", "shape", "clock"):
        assert cause in first


def test_junit_holds_every_check(tmp_path: Path) -> None:
    for arguments, failures in ([], 0), (["--strict"], 12):
        path = tmp_path / "report.xml"
        outcome_of(NoGuard(), "--scheme", "sig", "--junit", str(path), *arguments)
        suite = ElementTree.parse(path).getroot()
        cases = {f"{case.get('classname')}.{case.get('name')}": case for case in suite}
        assert set(cases) == {check.id for check in CHECKS if check.id.startswith("sig.")}
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(failures)
        kind = "failure" if failures else "skipped"
        problem = cases["sig.get.replayed"].find(kind)
        assert problem is not None
        assert "expected 4xx or 503" in (problem.get("message") or "")
        assert len(cases["sig.get.altered"]) == 0


def test_junit_skips_what_was_not_tested(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    outcome_of(Always(401), "--only", "sig.get.cut", "--junit", str(path))
    genuine, cut = ElementTree.parse(path).getroot()
    assert genuine.find("failure") is not None
    skipped = cut.find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "untested: nothing was sent"


def test_the_list_shows_every_check_its_rule_and_why() -> None:
    status, out, err = call("conformance", "--list", settings={})
    assert (status, err) == (0, "")
    for check in CHECKS:
        assert f"{check.id} ({check.level}): {check.rule}\n  {check.why}\n" in out


def test_the_list_is_chosen_from() -> None:
    out = call("conformance", "--list", "--only", "sig.get.cut", settings={}).out
    assert re.findall(r"^\S+(?= \()", out, re.MULTILINE) == ["sig.get.genuine", "sig.get.cut"]


def test_the_api_key_and_the_application_are_those_of_the_receiver(tmp_path: Path) -> None:
    seen: list[dict[str, Any]] = []

    class Kept(Receiver):
        def check_issuer(self, issuer: object) -> None:
            seen.append(self.claims)

        def parts(self, token: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
            header, self.claims, signature = super().parts(token)
            return header, self.claims, signature

    only = ["--scheme", "webhook", "--only", "webhook.post.cut"]
    outcome_of(Kept(), *only, "--api-key", "abcdef01", "--application-id", "an application")
    assert seen[0]["api_key"] == "abcdef01"
    assert seen[0]["application_id"] == "an application"
    with serving(Kept()) as url:
        call("conformance", *only, url, settings=SETTINGS | {"NEXMO_API_KEY": "12345678"})
    assert seen[-1]["api_key"] == "12345678"


def test_the_choices_of_the_options_are_those_of_the_library() -> None:
    usage = call("conformance", "--help").out.partition("\n\n")[0]
    assert f"[--scheme {{{','.join(SCHEMES)},both}}]" in usage
    assert f"[--shape {{{','.join(SHAPES)}}}]" in usage


def test_no_secret_is_printed() -> None:
    for arguments in [], ["--format", "json"]:
        assert SECRET not in "".join(map(str, outcome_of(Always(401), *arguments)))


# As a process


def test_a_run_takes_less_than_15_seconds(url: str) -> None:
    done = subprocess.run(
        [*COMMAND, "conformance", url], env=environment(SETTINGS), timeout=15, check=True
    )
    assert done.returncode == 0


def test_without_rich_the_tables_are_plain(url: str, tmp_path: Path) -> None:
    (tmp_path / "rich.py").write_text("raise ImportError")
    plain = run("conformance", url, settings=SETTINGS)
    without = run("conformance", url, settings=SETTINGS | {"PYTHONPATH": str(tmp_path)})
    assert plain == without
    assert plain.status == 0


@pytest.mark.posix
@pytest.mark.parametrize("with_rich", [True, False])
def test_on_a_terminal_there_is_progress_and_a_table(
    url: str, tmp_path: Path, with_rich: bool
) -> None:
    import pty

    settings = SETTINGS | {"TERM": "xterm", "COLUMNS": "120"}
    if not with_rich:
        (tmp_path / "rich.py").write_text("raise ImportError")
        settings["PYTHONPATH"] = str(tmp_path)
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "nexmo_sig", "conformance", "--shape", "get", url]
    with subprocess.Popen(
        command, stdin=child, stdout=child, stderr=child, env=environment(settings)
    ) as process:
        os.close(child)
        printed = b""
        try:
            while piece := os.read(parent, 65_536):
                printed += piece
        except OSError:  # the end, on Linux
            pass
    os.close(parent)
    shown = printed.decode()
    assert process.returncode == 0
    assert "1 of 52: sig.get.genuine" in shown
    assert "52 passed, 0 failed, 0 untested" in shown
    assert ("─" in shown) == with_rich
