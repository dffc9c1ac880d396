"""The audit's verdicts on signed webhooks, which are those of single calls."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
import tokens
from common import NOW
from hypothesis import given
from hypothesis import strategies as st
from test_vectors_package import kind_of, request_of
from vector_files import cases

from nexmo_sig import NexmoSigError, Request, Signer
from nexmo_sig.audit import Auditor
from nexmo_sig.webhook import WebhookVerifier

VERIFIER = WebhookVerifier([tokens.OTHER_SECRET, tokens.SECRET])
SIGNER = Signer(tokens.SECRET, "sha256")
WEBHOOKS = Auditor(webhooks=VERIFIER)
BOTH = Auditor(SIGNER, VERIFIER)
RECEIVED = datetime.fromtimestamp(NOW + 10, UTC)
RECORD: dict[str, Any] = {
    "time": RECEIVED,
    "method": "POST",
    "url": "/inbound",
    "content_type": "application/json",
    "authorization": f"Bearer {tokens.token()}",
    "body": tokens.BODY,
}
FORGED_AUTHORIZATION = f"Bearer {tokens.token(secret='the secret of somebody else, not ours')}"
SIGNED = SIGNER.sign({"to": "447700900000"}, timestamp=NOW)
SIG_QUERY = "&".join(f"{name}={value}" for name, value in SIGNED.items())


def judged(record: Mapping[str, Any], auditor: Auditor = WEBHOOKS) -> dict[str, Any]:
    (row,) = auditor.judge(pa.RecordBatch.from_pylist([dict(record)])).to_pylist()
    return dict(row)


def verdict(record: Mapping[str, Any], auditor: Auditor = WEBHOOKS) -> tuple[str, str | None]:
    row = judged(record, auditor)
    return row["verdict"], row["reason"]


def bound_query(order: str) -> dict[str, Any]:
    """A GET that binds the query ``to=1&from=2``, recorded with its parameters in an order."""
    token = tokens.token(payload=b'{"to":"1","from":"2"}')
    url = f"/answer?{order}"
    return RECORD | {"method": "GET", "url": url, "body": b"", "authorization": f"Bearer {token}"}


def test_an_authentic_webhook_gets_all_columns() -> None:
    webhook = VERIFIER.verify(
        Request("POST", "/", {"Authorization": RECORD["authorization"]}, tokens.BODY),
        now=NOW,
    )
    assert judged(RECORD) == RECORD | {
        "verdict": "authentic",
        "reason": None,
        "scheme": "webhook",
        "signed_at": NOW,
        "age": 10.0,
        "secret_index": 1,
        "replay_key": webhook.replay_key,
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"body": None}, "body-not-recorded"),
        ({"authorization": None}, "authorization-not-recorded"),
        ({"time": None}, "time-not-recorded"),
        ({"body": tokens.BODY[:-1], "cut": True}, "record-cut"),
        (bound_query("from=2&to=1") | {"query_ordered": False}, "order-not-recorded"),
    ],
)
def test_a_record_that_cannot_be_decided(changes: dict[str, Any], expected: str) -> None:
    assert verdict(RECORD | changes) == ("undecidable", expected)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"authorization": ""}, "signature-missing"),
        ({"authorization": "Basic YTpi"}, "signature-missing"),
        ({"body": b"{}"}, "payload-mismatch"),
        (bound_query("from=2&to=1") | {"query_ordered": True}, "payload-mismatch"),
        (bound_query("from=2&to=1"), "payload-mismatch"),
        ({"authorization": RECORD["authorization"][:-1]}, "token-invalid"),
        *[
            ({"authorization": FORGED_AUTHORIZATION} | cut, "signature-mismatch")
            for cut in ({"body": "\ufffd".encode()}, {"url": "/%"}, {"cut": True})
        ],
    ],
)
def test_a_webhook_that_is_not_authentic(changes: dict[str, Any], expected: str) -> None:
    assert verdict(RECORD | changes) == ("not-authentic", expected)


def test_a_query_that_is_bound_is_right_in_its_own_order() -> None:
    assert verdict(bound_query("to=1&from=2") | {"query_ordered": False}) == ("authentic", None)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({}, ("authentic", None)),
        ({"exp": NOW + 10**9}, ("undecidable", "time-not-recorded")),
        ({"nbf": NOW}, ("undecidable", "time-not-recorded")),
        ({"iat": tokens.ABSENT}, ("not-authentic", "timestamp-missing")),
        ({"exp": "soon"}, ("not-authentic", "timestamp-invalid")),
    ],
)
def test_without_a_time_and_a_limit_only_what_a_token_says_itself_can_matter(
    claims: dict[str, Any], expected: tuple[str, str | None]
) -> None:
    record = RECORD | {"time": None, "authorization": f"Bearer {tokens.token(claims)}"}
    assert verdict(record, Auditor(webhooks=VERIFIER, tolerance=None)) == expected


@pytest.mark.parametrize(("nanoseconds", "is_fresh"), [(0, True), (1, False)])
def test_the_age_of_a_token_is_compared_at_full_resolution(
    nanoseconds: int, is_fresh: bool
) -> None:
    time = pa.array([(NOW + 300) * 10**9 + nanoseconds]).cast(pa.timestamp("ns", "UTC"))
    table = pa.Table.from_pylist([RECORD]).drop_columns("time").append_column("time", [time])
    expected = "authentic" if is_fresh else "not-authentic"
    assert WEBHOOKS.judge(table)["verdict"].to_pylist() == [expected]


@pytest.mark.parametrize(
    ("record", "scheme", "expected"),
    [
        (RECORD, "webhook", "authentic"),
        ({"method": "GET", "url": f"/?{SIG_QUERY}", "time": RECEIVED}, "sig", "authentic"),
        ({"method": "GET", "url": f"/?a=1&{SIG_QUERY}", "time": RECEIVED}, "sig", "not-authentic"),
        (RECORD | {"url": f"/?{SIG_QUERY}", "body": b""}, "sig", "authentic"),
        ({"method": "GET", "url": "/?a=1&sig=0&sig=0"}, "sig", "not-authentic"),
        ({"method": "GET", "url": "/favicon.ico"}, "webhook", "undecidable"),
        ({"method": "GET", "url": "/favicon.ico", "authorization": ""}, "webhook", "not-authentic"),
        (RECORD | {"body": b'{"a": {"sig": 1}}'}, "webhook", "not-authentic"),
    ],
)
def test_a_record_with_a_sig_is_judged_by_it_and_any_other_by_its_token(
    record: dict[str, Any], scheme: str, expected: str
) -> None:
    row = judged(record, BOTH)
    assert (row["scheme"], row["verdict"]) == (scheme, expected)


def test_the_header_may_be_another_one() -> None:
    header = "X-Vonage-Webhook-Auth-Token"
    auditor = Auditor(webhooks=WebhookVerifier(tokens.SECRET, header=header))
    assert verdict(RECORD | {"authorization": tokens.token()}, auditor) == ("authentic", None)


def is_recordable(case: dict[str, Any]) -> bool:
    """Whether a record holds all that matters: it has no ``Content-Length`` beside the body."""
    headers = case.get("request", {}).get("headers", [])
    is_one = "request" in case and case.get("verify_payload", True)
    return is_one and "content-length" not in {name.lower() for name, _ in headers}


VECTORS = list(filter(is_recordable, cases("webhooks")))


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["id"])
def test_the_vectors_hold(case: dict[str, Any]) -> None:
    header = case.get("header", "Authorization")
    verifier = WebhookVerifier(
        case["secrets"], application_id=case.get("application_id"), header=header
    )
    request = request_of(case["request"])
    record = {
        "time": datetime.fromtimestamp(case["now"], UTC),
        "method": request.method,
        "url": request.url,
        "authorization": request.header(header) or "",
        "body": request.body,
    }
    allowed = [("authentic", None)] if "expected" in case else []
    allowed += [("not-authentic", case["error"])] if "error" in case else []
    auditor = Auditor(webhooks=verifier, tolerance=case["tolerance"])
    assert verdict(record, auditor) in allowed


def test_most_vectors_are_recordable() -> None:
    assert len(VECTORS) > 450


CLAIMS = st.fixed_dictionaries(
    {},
    optional={
        "iat": st.sampled_from([NOW, NOW - 300, NOW + 301, 1.5, None, 10**30]),
        "exp": st.sampled_from([NOW, NOW + 1, NOW - 1, "1", 10**30]),
        "nbf": st.sampled_from([NOW, NOW + 300, NOW + 301, True]),
        "iss": st.sampled_from(["Vonage", "Mallory", None]),
        "jti": st.sampled_from(["", "x", 1]),
    },
)


@given(
    CLAIMS,
    st.sampled_from([tokens.SECRET, tokens.OTHER_SECRET, "the secret of somebody else, not ours"]),
    st.sampled_from([tokens.BODY, b"", b"{}"]),
    st.sampled_from(["Bearer ", "bearer ", "", "Basic ", "Bearer ."]),
    st.sampled_from([None, 0, 300, 0.5]),
)
def test_bulk_gives_the_verdict_of_a_single_call(
    claims: dict[str, Any], secret: str, body: bytes, prefix: str, tolerance: float | None
) -> None:
    value = prefix + tokens.token(claims, secret=secret)
    request = Request("POST", "/", {"Authorization": value}, body)
    try:
        VERIFIER.verify(request, tolerance, NOW)
        expected: tuple[str, str | None] = ("authentic", None)
    except NexmoSigError as error:
        expected = ("not-authentic", kind_of(error))
    time = datetime.fromtimestamp(NOW, UTC)
    record = RECORD | {"time": time, "authorization": value, "body": body}
    assert verdict(record, Auditor(webhooks=VERIFIER, tolerance=tolerance)) == expected
