import copy
import hashlib
import hmac
import pickle
import threading
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import pytest
import reference
import strategies
from common import NOW
from hypothesis import given

from nexmo_sig import (
    DuplicateParameter,
    ParameterError,
    SignatureExpired,
    SignatureMethod,
    SignatureMismatch,
    SignatureMissing,
    Signer,
    TimestampInvalid,
    TimestampMissing,
    UsageError,
)

PARAMS = {"to": "13239877404", "text": "a & b = c"}
METHODS = list(SignatureMethod)


def signer_at(now: float, method: str = "sha256", secret: str = "secret") -> Signer:
    return Signer(secret, method, clock=lambda: now)


@given(strategies.text_params, strategies.secrets, strategies.methods)
def test_signatures_agree_with_an_independent_reference(
    params: dict[str, Any], secret: Any, method: Any
) -> None:
    assert Signer(secret, method).signature(params) == reference.signature(params, secret, method)


@pytest.mark.parametrize("method", METHODS)
def test_a_method_may_be_named_by_its_text(method: Any) -> None:
    assert Signer("s", str(method)).signature(PARAMS) == Signer("s", method).signature(PARAMS)
    assert Signer("s", str(method)).method is method


def test_a_signature_adds_nothing_and_reads_no_clock() -> None:
    def no_clock() -> float:
        raise AssertionError("the clock was read")

    signer = Signer("secret", "md5", clock=no_clock)
    assert signer.signature({"a": "1"}) == hmac.new(b"secret", b"&a=1", "md5").hexdigest()


@pytest.mark.parametrize("length", [63, 64, 65, 127, 128, 129, 500])
@pytest.mark.parametrize("method", METHODS)
def test_a_secret_about_as_long_as_a_hash_block_is_used_as_hmac_says(
    method: SignatureMethod, length: int
) -> None:
    """HMAC hashes a longer key first."""
    secret = "x" * length
    expected = reference.signature({"a": "1"}, secret, method)
    assert Signer(secret, method).signature({"a": "1"}) == expected


@pytest.mark.parametrize("method", ["md5", "md5hash"])
def test_md5_signs_where_it_may_not_be_used_for_security(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python raises ValueError for MD5 on a system that follows FIPS 140, unless it is told that
    security does not depend on it."""
    md5 = hashlib.md5

    def as_in_fips_mode(data: bytes = b"", *, usedforsecurity: bool = True) -> object:
        if usedforsecurity is not False:
            raise ValueError("[digital envelope routines] unsupported")
        return md5(data, usedforsecurity=False)

    monkeypatch.setattr(hashlib, "md5", as_in_fips_mode)
    signature = Signer("secret", method).signature(PARAMS)
    monkeypatch.undo()
    assert signature == reference.signature(PARAMS, "secret", method)


# Signing


class Step(StrEnum):
    TO = "to"
    TEXT = "text"

    def __lt__(self, other: object) -> bool:
        return list(Step).index(self) < list(Step).index(Step(str(other)))


def test_names_are_plain_before_they_are_compared() -> None:
    """Python asks the name of an enumeration how it compares with a plain one."""
    params: Any = {"a": "0", Step.TO: "1"}
    assert signer_at(NOW).sign(params) == signer_at(NOW).sign({"a": "0", "to": "1"})


def test_signing_adds_the_time_and_the_signature_and_leaves_the_caller_alone() -> None:
    params = dict(PARAMS)
    signed = signer_at(NOW + 0.9).sign(params)
    assert params == PARAMS
    sig = signed.pop("sig")
    assert signed == PARAMS | {"timestamp": str(NOW)}
    assert sig == reference.signature(signed, "secret", "sha256")


def test_a_timestamp_among_the_parameters_is_kept() -> None:
    signed = signer_at(NOW).sign({"timestamp": "2013-11-21 15:27:30"})
    assert signed["timestamp"] == "2013-11-21 15:27:30"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (NOW, str(NOW)),
        (str(NOW), str(NOW)),
        (datetime(2013, 11, 21, 15, 27, 30, tzinfo=UTC), "2013-11-21 15:27:30"),
    ],
)
def test_a_timestamp_may_be_given_as_an_argument(given: Any, text: str) -> None:
    assert signer_at(0).sign(PARAMS, timestamp=given)["timestamp"] == text


def test_a_timestamp_without_one_text_is_refused_by_name() -> None:
    with pytest.raises(ParameterError) as caught:
        signer_at(NOW).sign(PARAMS, timestamp=datetime(2013, 11, 21))
    assert caught.value.name == "timestamp"


def test_a_timestamp_of_none_is_an_absent_one() -> None:
    assert signer_at(NOW).sign({"timestamp": None})["timestamp"] == str(NOW)


def test_two_timestamps_are_refused() -> None:
    with pytest.raises(DuplicateParameter) as caught:
        signer_at(NOW).sign({"timestamp": NOW}, timestamp=NOW)
    assert caught.value.name == "timestamp"


UNREADABLE = [
    "",
    "now",
    "-1",
    "+1385047698",
    " 1385047698",
    "1385047698 ",
    "1_385_047_698",
    "1385047698.0",
    "1e9",
    "0x10",
    "١٢٣٤٥٦٧٨٩٠",
    "²",
    "9" * 19,
    "9" * 1_000_000,
    "2013-11-21T15:27:30",
    "2013-11-21 15:27",
    "2013-11-21 15:27:30Z",
    "2013-11-21 15:27:30.5",
    "2013-02-29 15:27:30",
    "2013-11-21 24:00:00",
    "2013-W47-4 15:27:30",
    "20131121 152730.123",
    "2013-1-21  15:27:30",
    "0000-01-01 00:00:00",
    "２０１３-11-21 15:27:30",
]


def test_a_timestamp_of_as_many_digits_as_seconds_may_have_is_signed() -> None:
    signer_at(NOW).sign({}, timestamp="9" * 12)
    with pytest.raises(ParameterError, match="seconds, not milliseconds"):
        signer_at(NOW).sign({}, timestamp="1" + "0" * 12)


@pytest.mark.parametrize("timestamp", UNREADABLE)
def test_a_timestamp_that_no_receiver_could_read_is_not_signed(timestamp: Any) -> None:
    with pytest.raises(ParameterError) as caught:
        signer_at(NOW).sign({"timestamp": timestamp})
    assert caught.value.name == "timestamp"


def test_an_old_signature_is_replaced() -> None:
    signed = signer_at(NOW).sign(PARAMS | {"sig": "old"})
    assert signer_at(NOW).verify(signed) == PARAMS | {"timestamp": str(NOW)}


# Verifying


def signed_with(method: str = "sha256", **params: str) -> dict[str, str]:
    """Sign without the checks of `sign`."""
    return params | {"sig": reference.signature(params, "secret", method)}


@pytest.mark.parametrize("method", METHODS)
def test_an_authentic_request_gives_its_parameters_without_sig(method: Any) -> None:
    signed = signer_at(NOW, method).sign(PARAMS)
    assert signer_at(NOW, method).verify(signed) == PARAMS | {"timestamp": str(NOW)}
    assert "sig" in signed


@pytest.mark.parametrize("method", METHODS)
def test_the_case_of_a_signature_does_not_matter(method: Any) -> None:
    signed = signer_at(NOW, method).sign(PARAMS)
    signer_at(NOW, method).verify(signed | {"sig": signed["sig"].upper()})
    signer_at(NOW, method).verify(signed | {"sig": signed["sig"].title()})


@pytest.mark.parametrize(
    "sig",
    [
        "",
        "0" * 64,
        "x",
        "é" * 64,
        "ａ" * 64,
        "\x00",
        "0" * 1_000_000,
        "-" * 64,
        " " * 64,
    ],
)
def test_whatever_sig_holds_it_is_a_mismatch(sig: str) -> None:
    with pytest.raises(SignatureMismatch):
        signer_at(NOW).verify(PARAMS | {"timestamp": str(NOW), "sig": sig})


@pytest.mark.parametrize("other", [method for method in METHODS if method != "sha256"])
def test_the_signature_of_another_method_is_a_mismatch(other: str) -> None:
    with pytest.raises(SignatureMismatch):
        signer_at(NOW).verify(signer_at(NOW, other).sign(PARAMS))


def test_part_of_a_signature_is_a_mismatch() -> None:
    signed = signer_at(NOW).sign(PARAMS)
    for sig in (signed["sig"][:-1], signed["sig"] + "0", signed["sig"] + "\n", signed["sig"][:32]):
        with pytest.raises(SignatureMismatch):
            signer_at(NOW).verify(signed | {"sig": sig})


@pytest.mark.parametrize("params", [{}, {"a": "1"}, {"sig": None, "a": "1"}])
def test_a_request_without_sig_is_its_own_error(params: dict[str, Any]) -> None:
    with pytest.raises(SignatureMissing):
        signer_at(NOW).verify(params)


def test_a_sig_that_is_no_text_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        signer_at(NOW).verify({"a": "1", "sig": ["00"]})  # type: ignore[dict-item]  # the point
    assert caught.value.name == "sig"


@pytest.mark.parametrize("age", [0, 1, 300, -300, 299.9])
def test_a_timestamp_within_the_tolerance_is_fresh(age: float) -> None:
    signer_at(NOW + age).verify(signed_with(timestamp=str(NOW)))


@pytest.mark.parametrize("age", [301, 300.1, -300.1, 13 * 365 * 86_400, -NOW])
def test_a_timestamp_beyond_the_tolerance_is_expired_on_both_sides_of_now(age: float) -> None:
    with pytest.raises(SignatureExpired) as caught:
        signer_at(NOW + age).verify(signed_with(timestamp=str(NOW)))
    assert caught.value.timestamp == NOW
    assert caught.value.age == pytest.approx(age)
    assert ("ago" if age > 0 else "in the future") in str(caught.value)


def test_an_expired_request_says_on_which_side_of_now_it_was_made() -> None:
    signed = signer_at(NOW).sign({})
    for now, when in ((NOW + 400, "made 400 s ago"), (NOW - 400, "made 400 s in the future")):
        with pytest.raises(SignatureExpired, match=when):
            signer_at(now).verify(signed)


def test_the_tolerance_and_the_present_can_be_given() -> None:
    signed = signed_with(timestamp=str(NOW))
    signer = signer_at(0)
    signer.verify(signed, tolerance=10, now=NOW + 10)
    signer.verify(signed, tolerance=0, now=NOW)
    with pytest.raises(SignatureExpired):
        signer.verify(signed, tolerance=10, now=NOW + 11)
    signer.verify(signed, timedelta(seconds=10), datetime.fromtimestamp(NOW + 10, UTC))


def test_any_age_is_fresh_without_a_tolerance() -> None:
    def no_clock() -> float:
        raise AssertionError("the clock was read")

    signer = Signer("secret", "sha256", clock=no_clock)
    assert signer.verify(signed_with(timestamp="2100"), tolerance=None) == {"timestamp": "2100"}


@pytest.mark.parametrize("tolerance", [-1, float("nan")])
def test_a_tolerance_that_means_nothing_is_refused(tolerance: Any) -> None:
    with pytest.raises(UsageError) as caught:
        signer_at(NOW).verify({}, tolerance=tolerance)
    assert caught.value.name == "tolerance"


def test_both_forms_of_a_timestamp_are_read() -> None:
    moment = datetime(2013, 11, 21, 15, 27, 30, tzinfo=UTC)
    signed = signed_with(timestamp="2013-11-21 15:27:30")
    signer_at(moment.timestamp() + 300).verify(signed)
    with pytest.raises(SignatureExpired) as caught:
        signer_at(moment.timestamp() + 301).verify(signed)
    assert caught.value.timestamp == int(moment.timestamp())


@pytest.mark.parametrize("tolerance", [300, None])
def test_a_missing_timestamp_is_its_own_error(tolerance: Any) -> None:
    with pytest.raises(TimestampMissing):
        signer_at(NOW).verify(signed_with(a="1"), tolerance=tolerance)


@pytest.mark.parametrize("tolerance", [300, None])
@pytest.mark.parametrize("timestamp", UNREADABLE)
def test_an_unreadable_timestamp_is_its_own_error(timestamp: Any, tolerance: Any) -> None:
    with pytest.raises(TimestampInvalid):
        signer_at(NOW).verify(signed_with(timestamp=timestamp), tolerance=tolerance)


@pytest.mark.parametrize("timestamp", ["", "nonsense", "1", str(NOW)])
def test_only_an_authentic_request_learns_about_its_timestamp(timestamp: Any) -> None:
    with pytest.raises(SignatureMismatch):
        signer_at(NOW + 10_000).verify({"timestamp": timestamp, "sig": "0" * 64})


# Secrets


def test_with_several_secrets_the_first_signs_and_any_verifies() -> None:
    rotating = Signer(["new", "old"], "sha512", clock=lambda: NOW)
    assert rotating.signature(PARAMS) == Signer("new", "sha512").signature(PARAMS)
    for secret in ("new", "old"):
        rotating.verify(signer_at(NOW, "sha512", secret).sign(PARAMS))
    with pytest.raises(SignatureMismatch):
        rotating.verify(signer_at(NOW, "sha512", "older").sign(PARAMS))


@pytest.mark.parametrize(
    "secret", ["", [], (), [""], ["good", ""], None, b"bytes", 5, [None], "\ud800", "low\udfff"]
)
def test_a_secret_that_anyone_could_have_is_refused(secret: Any) -> None:
    with pytest.raises(UsageError) as caught:
        Signer(secret, "sha256")
    assert caught.value.name == "secret"


@pytest.mark.parametrize("method", ["", "sha3", "none", None, 5, b"md5"])
def test_an_unknown_method_is_rejected_and_the_known_ones_named(method: Any) -> None:
    with pytest.raises(UsageError, match="md5hash, md5, sha1, sha256, sha512") as caught:
        Signer("secret", method)
    assert caught.value.name == "method"


@pytest.mark.parametrize("method", ["SHA256", "sha-256", "HMAC-SHA256", "hmac_sha256", "Sha 256"])
def test_the_method_that_was_probably_meant_is_named(method: str) -> None:
    with pytest.raises(UsageError, match='did you mean "sha256"'):
        Signer("secret", method)


# The object


def test_a_signer_never_changes() -> None:
    signer = signer_at(NOW)
    with pytest.raises(AttributeError, match="cannot assign"):
        signer.method = SignatureMethod.MD5  # type: ignore[misc]  # it is read-only
    with pytest.raises(AttributeError, match="cannot delete"):
        del signer.method
    with pytest.raises((AttributeError, TypeError)):
        signer.other = 1  # type: ignore[attr-defined]  # the point


@pytest.mark.parametrize("method", METHODS)
def test_a_signer_can_be_pickled_and_copied(method: Any) -> None:
    signer = Signer(["new", "old"], method)
    for twin in (pickle.loads(pickle.dumps(signer)), copy.copy(signer), copy.deepcopy(signer)):
        assert twin.method is method
        assert twin.signature(PARAMS) == signer.signature(PARAMS)
        twin.verify(Signer("old", method).sign(PARAMS))


def test_a_signer_tells_its_method_and_how_many_secrets_it_has() -> None:
    assert repr(Signer("s", "md5")) == "<Signer by md5, 1 secret>"
    assert repr(Signer(["s", "t"], "sha1")) == "<Signer by sha1, 2 secrets>"


def test_a_signer_is_safe_to_share_between_threads() -> None:
    signer = signer_at(NOW)
    many = [PARAMS | {"number": str(number)} for number in range(8)]
    wrong: list[dict[str, str]] = []

    def work(params: dict[str, str]) -> None:
        expected = reference.signature(params, "secret", "sha256")
        wrong.extend(params for _ in range(500) if signer.signature(params) != expected)

    threads = [threading.Thread(target=work, args=(params,)) for params in many]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
