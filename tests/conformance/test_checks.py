"""The checks as data: their ids, what they send, and the choice among them."""

import re
from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from conformance.receivers import METHOD, SECRET, VENDOR

from nexmo_sig import (
    NexmoSigError,
    Request,
    SignatureMethod,
    Signer,
    UsageError,
    WebhookVerifier,
    read_request,
)
from nexmo_sig.conformance import CHECKS, SCHEMES, SHAPES, Check, Expected, Vendor, select

IDS = [check.id for check in CHECKS]
STABLE = [
    "sig.get.genuine",
    "sig.get.altered",
    "sig.get.unsigned",
    "sig.json.unsigned-null",
    "sig.form.stale-past",
    "sig.form.stale-future",
    "sig.form.folded-name",
    "sig.json.broken",
    "sig.json.duplicate",
    "sig.get.replayed",
    "sig.get.cut",
    "webhook.post.body-swapped",
]
MUST = [
    *("genuine-emoji", "genuine-separators", "genuine-empty", "genuine-letter-case", "altered"),
    *("added", "removed", "unsigned", "stale-past", "stale-future", "timestamp-missing"),
    *("timestamp-unreadable", "folded-name", "cut"),
]
MUST_TOKEN = ["alg-none", "alg-rs256", "altered", "body-swapped", "issuer-other", "stale-past"]


def test_the_ids_are_unique_and_of_one_pattern() -> None:
    assert len(set(IDS)) == len(IDS)
    pattern = r"(sig\.(get|form|json)|webhook\.(get|post))\.[a-z0-9]+(-[a-z0-9]+)*"
    assert [check_id for check_id in IDS if not re.fullmatch(pattern, check_id)] == []


def test_the_ids_that_are_promised_are_there() -> None:
    assert set(STABLE) <= set(IDS)


def test_what_must_hold() -> None:
    levels = {check.id: check.level for check in CHECKS}
    for shape in SHAPES:
        assert {levels[f"sig.{shape}.{case}"] for case in MUST} == {"must"}
    assert {levels[f"webhook.post.{case}"] for case in MUST_TOKEN} == {"must"}


def test_what_should_hold() -> None:
    should = {check.id for check in CHECKS if check.level == "should"}
    assert {check.id for check in CHECKS if check.group == "webhook.get"} <= should
    assert {check.id for check in CHECKS if check.case.startswith(("replayed", "duplicate"))} <= (
        should
    )
    assert {check.id for check in CHECKS if check.case in ("nul", "growth")} <= should


def test_the_genuine_callback_comes_first_in_each_shape() -> None:
    firsts: dict[str, str] = {}
    for check in CHECKS:
        firsts.setdefault(check.group, check.case)
    assert firsts == dict.fromkeys(
        ("sig.get", "sig.form", "sig.json", "webhook.post", "webhook.get"), "genuine"
    )


@pytest.mark.parametrize("check", CHECKS, ids=IDS)
def test_a_check_says_what_it_is_in_sentences(check: Check) -> None:
    for sentence in (check.rule, check.why):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
    assert check.sent
    assert not check.sent.endswith(".")


@pytest.mark.parametrize("check", CHECKS, ids=IDS)
def test_a_check_is_fresh_each_time(check: Check) -> None:
    if check.case not in ("unsigned-no-parameters", "broken-array", "broken-nested"):
        assert check.make(VENDOR)[-1] != check.make(VENDOR)[-1]


@pytest.mark.parametrize("check", CHECKS, ids=IDS)
def test_our_own_verifiers_agree(check: Check) -> None:
    """What is expected to be accepted is authentic, and nothing else but what is a replay."""
    request = check.make(VENDOR)[-1]
    try:
        if check.id.startswith("sig."):
            Signer(SECRET, METHOD).verify(read_request(request))
        else:
            WebhookVerifier(SECRET).verify(request)
    except NexmoSigError:
        is_authentic = False
    else:
        is_authentic = True
    may_be_accepted = check.expected in (Expected.ACCEPTED, Expected.NOT_FAILED)
    assert is_authentic == (may_be_accepted or check.case.startswith("replayed"))


@pytest.mark.parametrize("method", SignatureMethod)
def test_a_cut_signature_keeps_8_characters_and_loses_some(method: SignatureMethod) -> None:
    vendor = replace(VENDOR, method=method)
    for check in select(schemes=["sig"], shapes=["get"], only=["sig.get.cut"])[1:]:
        (sig,) = parse_qs(check.make(vendor)[-1].url[1:])["sig"]
        assert 8 <= len(sig) < 32
    for check in select(schemes=["webhook"], only=["webhook.*.cut"]):
        if check.case == "cut":
            token = check.make(vendor)[-1].header("Authorization") or ""
            assert 8 <= len(token.rpartition(".")[2]) < 43


@pytest.mark.parametrize("method", SignatureMethod)
def test_every_method_makes_its_own_signature(method: SignatureMethod) -> None:
    request = CHECKS[0].make(replace(VENDOR, method=method))[0]
    assert Signer(SECRET, method).verify(read_request(request))


def test_the_content_is_reserved_and_names_its_origin() -> None:
    for request in (request for check in CHECKS for request in check.make(VENDOR)):
        sent = (request.url + request.body.decode(errors="replace")).lower()
        for number in re.findall(r"\b44\d{10}\b", sent):
            assert number.startswith("4477009000")
        for name in ("messageid", "nonce", "message_uuid", '"uuid'):
            if name in sent:
                assert "conformance-" in sent


# The choice


def test_everything_is_chosen_by_default() -> None:
    assert select() == list(CHECKS)


@pytest.mark.parametrize(
    ("schemes", "shapes", "groups"),
    [
        (["sig"], SHAPES, {"sig.get", "sig.form", "sig.json"}),
        (["webhook"], SHAPES, {"webhook.get", "webhook.post"}),
        (SCHEMES, ["get"], {"sig.get", "webhook.get"}),
        (SCHEMES, ["json"], {"sig.json", "webhook.post"}),
        (SCHEMES, ["form"], {"sig.form"}),
    ],
)
def test_schemes_and_shapes_are_chosen(
    schemes: list[str], shapes: list[str], groups: set[str]
) -> None:
    chosen = Counter(check.group for check in select(schemes=schemes, shapes=shapes))
    assert chosen == {
        group: count
        for group, count in Counter(check.group for check in CHECKS).items()
        if group in groups
    }


def test_only_and_skip_keep_the_genuine_callback() -> None:
    chosen = select(only=["sig.get.*", "sig.json.cut"], skip=["*.genuine*", "*.replayed*"])
    names = [check.id for check in chosen]
    assert {"sig.get.genuine", "sig.json.genuine", "sig.json.cut", "sig.get.cut"} <= set(names)
    assert not any("replayed" in name or "genuine-" in name for name in names)
    assert [name for name in names if name.startswith("sig.json")] == [
        "sig.json.genuine",
        "sig.json.cut",
    ]


def test_an_id_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UsageError, match="--list"):
        select(only=["sig.get.alterd"])
    with pytest.raises(UsageError, match="--list"):
        select(skip=["sig.get.alterd"])


def test_nothing_left_is_an_error() -> None:
    with pytest.raises(UsageError, match="no check is left"):
        select(schemes=["webhook"], shapes=["form"])


# The vendor


def test_no_secret_is_shown() -> None:
    assert SECRET not in repr(VENDOR)


@pytest.mark.parametrize(("secret", "method"), [("", "sha256"), (SECRET, "md4"), (SECRET, "")])
def test_a_vendor_needs_a_secret_and_a_method(secret: str, method: str) -> None:
    with pytest.raises(UsageError):
        Vendor(secret, method)


def test_a_vendor_without_a_method_makes_tokens_only() -> None:
    vendor = Vendor(SECRET)
    checks = {check.id: check for check in CHECKS}
    assert isinstance(checks["webhook.post.genuine"].make(vendor)[0], Request)
    with pytest.raises(UsageError, match="give a signature method"):
        checks["sig.get.genuine"].make(vendor)


def test_a_short_secret_is_for_the_receiver_to_warn_of() -> None:
    assert CHECKS[0].make(Vendor("short", METHOD))
