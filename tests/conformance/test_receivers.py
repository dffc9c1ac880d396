"""What the conformance test finds: nothing in a right receiver, and each flaw under its ids."""

from collections.abc import Callable

import pytest
from conformance.receivers import (
    VENDOR,
    AlgNone,
    Always,
    AnyAge,
    AnyIssuer,
    BodyNotBound,
    FailsOnBrokenInput,
    LastWins,
    NoGuard,
    PrefixCompared,
    Quadratic,
    Receiver,
    Unsigned,
)
from conformance.serving import serving

from nexmo_sig.conformance import CHECKS, Expected, HttpReceiver, Report, run

SIG = ("sig.get", "sig.form", "sig.json")
WEBHOOK = ("webhook.post", "webhook.get")
GROUPS = (*SIG, *WEBHOOK)


def report_of(receiver: Receiver) -> Report:
    with serving(receiver) as url:
        return run(HttpReceiver(url), VENDOR)


def found(report: Report) -> set[str]:
    return {result.check.id for result in report.results if result.holds is False}


def ids(groups: tuple[str, ...], *cases: str) -> set[str]:
    return {f"{group}.{case}" for group in groups for case in cases}


def test_a_right_receiver_passes_every_check() -> None:
    report = report_of(Receiver())
    assert found(report) == set()
    assert (report.passed, report.untested) == (len(CHECKS), 0)
    assert report.conforms(strict=True)
    assert report.remarks == []


BROKEN: dict[Callable[[], Receiver], set[str]] = {
    AnyAge: ids(GROUPS, "stale-past", "stale-future", "timestamp-missing", "timestamp-unreadable"),
    Unsigned: ids(SIG, "unsigned", "unsigned-no-parameters")
    | {"sig.json.unsigned-null", "webhook.post.unsigned-no-parameters", "webhook.get.unsigned"},
    PrefixCompared: ids(GROUPS, "cut") | ids(SIG, "empty-sig"),
    NoGuard: ids(SIG, "replayed", "replayed-letter-case", "replayed-order")
    | ids(WEBHOOK, "replayed")
    | {
        "sig.get.replayed-as-form",
        "sig.form.replayed-as-get",
        "sig.json.replayed-as-get",
        "webhook.post.replayed-query",
    },
    BodyNotBound: ids(WEBHOOK, "body-swapped")
    | {"webhook.post.body-removed", "webhook.post.body-broken"},
    AlgNone: ids(WEBHOOK, "alg-none"),
    AnyIssuer: ids(WEBHOOK, "issuer-other", "issuer-missing"),
    LastWins: ids(SIG, "duplicate"),
    FailsOnBrokenInput: ids(("sig.get", "sig.form"), "broken-escape", "broken-utf8")
    | ids(
        ("sig.json",),
        "broken",
        "broken-utf8",
        "broken-nested",
        "broken-array",
        "broken-sig-type",
    )
    | {"webhook.post.unsigned"},
    Quadratic: ids(("sig.form", "sig.json"), "growth"),
}


@pytest.mark.parametrize("receiver", BROKEN, ids=lambda receiver: receiver.__name__)
def test_a_broken_receiver_fails_the_checks_of_its_flaw(receiver: Callable[[], Receiver]) -> None:
    report = report_of(receiver())
    assert found(report) == BROKEN[receiver]
    assert report.untested == 0


def test_a_receiver_that_accepts_everything_fails_all_that_is_hostile() -> None:
    report = report_of(Always(200))
    tolerant = (Expected.ACCEPTED, Expected.NOT_FAILED, Expected.LINEAR_TIME)
    assert found(report) == {check.id for check in CHECKS if check.expected not in tolerant}
    assert report.untested == 0
    assert "behind a queue" in report.remarks[0]


@pytest.mark.parametrize("status", [401, 404, 302, 500])
def test_a_receiver_that_accepts_nothing_passes_nothing(status: int) -> None:
    report = report_of(Always(status))
    assert found(report) == ids(GROUPS, "genuine")
    assert report.passed == 0
    assert report.untested == len(CHECKS) - len(GROUPS)
    for cause in ("secret", "method (sha256)", "URL", "shape", f"({status})", "clock differs by"):
        assert cause in report.remarks[0]
