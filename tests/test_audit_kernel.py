"""The audit's kernel: its verdicts are those of single calls, whatever a record holds."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pyarrow as pa
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st
from test_vectors_package import kind_of
from vector_files import body_of, cases

from nexmo_sig import (
    FORM,
    JSON,
    NexmoSigError,
    Request,
    SignatureMethod,
    Signer,
    UsageError,
    encode,
    read_request,
    replay_key,
)
from nexmo_sig.audit import Auditor
from nexmo_sig.audit.fast import right_ones

SECRETS = ["a signature secret of today", "a signature secret of yesterday"]
NOW = 1_700_000_000
SIGNER = Signer(SECRETS, "sha256")
PARAMS = {"to": "447700900000", "text": "a & b = ü\n+%", "message-timestamp": "2023-11-14 22:13:20"}
SIGNED = SIGNER.sign(PARAMS, timestamp=NOW)
QUERY = encode(SIGNED).decode()
RECEIVED = datetime.fromtimestamp(NOW + 10, UTC)
RECORD: dict[str, Any] = {"time": RECEIVED, "method": "GET", "url": f"/callback?{QUERY}"}


def judged(*records: Mapping[str, Any], auditor: Auditor | None = None) -> list[dict[str, Any]]:
    batch = pa.RecordBatch.from_pylist([dict(record) for record in records])
    rows: list[dict[str, Any]] = (auditor or Auditor(SIGNER)).judge(batch).to_pylist()
    return rows


def verdict(record: Mapping[str, Any], auditor: Auditor | None = None) -> tuple[str, str | None]:
    (row,) = judged(record, auditor=auditor)
    return row["verdict"], row["reason"]


def single(
    request: Request, signer: Signer, tolerance: float | None, now: float
) -> tuple[str, str | None]:
    try:
        signer.verify(read_request(request), tolerance, now)
    except NexmoSigError as error:
        return "not-authentic", kind_of(error)
    return "authentic", None


# What is returned


def test_an_authentic_record_gets_all_columns() -> None:
    (row,) = judged(RECORD | {"status": 200, "client": "192.0.2.1", "source": "a", "record": 7})
    assert row == RECORD | {
        "status": 200,
        "client": "192.0.2.1",
        "source": "a",
        "record": 7,
        "verdict": "authentic",
        "reason": None,
        "scheme": "sig",
        "signed_at": NOW,
        "age": 10.0,
        "secret_index": 0,
        "replay_key": replay_key(SIGNED),
    }


def test_the_index_of_the_secret_is_given() -> None:
    for index, secret in enumerate(SECRETS):
        signed = Signer(secret, "sha256").sign(PARAMS, timestamp=NOW)
        (row,) = judged(RECORD | {"url": "/?" + urlencode(signed)})
        assert row["secret_index"] == index
        (row,) = judged(RECORD | {"url": "/#?" + urlencode(signed)})
        assert row["secret_index"] is None


@pytest.mark.parametrize("kind", [pa.RecordBatch, pa.Table])
def test_a_batch_is_answered_with_a_batch_and_a_table_with_a_table(kind: Any) -> None:
    for rows in ([], [RECORD], [RECORD] * 3):
        given = kind.from_pylist(rows, pa.schema([("url", pa.string()), ("mine", pa.int8())]))
        answer = Auditor(SIGNER).judge(given)
        assert type(answer) is kind
        assert len(answer) == len(rows)
        assert answer.schema.names == [
            *("url", "mine", "verdict", "reason", "scheme", "signed_at", "age", "secret_index"),
            "replay_key",
        ]


def test_earlier_verdicts_are_replaced() -> None:
    once = Auditor(SIGNER).judge(pa.RecordBatch.from_pylist([RECORD]))
    assert Auditor(SIGNER).judge(once).equals(once)


@pytest.mark.parametrize("missing", ["time", "method", "url", "content_type", "body", "all"])
def test_any_column_may_be_missing(missing: str) -> None:
    record = RECORD | {"content_type": None, "authorization": None, "body": None, "status": 200}
    left = {name: value for name, value in record.items() if missing not in (name, "all")}
    (row,) = judged(left or {"client": "192.0.2.1"})
    assert row["verdict"] in {"authentic", "undecidable"}


@pytest.mark.parametrize(
    "kind",
    [
        *(pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary()),
        pa.dictionary(pa.int32(), pa.string()),
    ],
    ids=str,
)
def test_strings_may_have_any_type_of_arrow(kind: pa.DataType) -> None:
    record = {"method": "POST", "url": "/", "content_type": FORM, "body": QUERY}
    columns = {name: pa.array([value]).cast(kind) for name, value in record.items()}
    columns["time"] = pa.array([RECEIVED])
    (row,) = Auditor(SIGNER).judge(pa.table(columns)).to_pylist()
    assert row["verdict"] == "authentic"


@pytest.mark.parametrize(
    "kind",
    [pa.timestamp(unit, zone) for unit in ("s", "ms", "us", "ns") for zone in (None, "UTC")]
    + [pa.timestamp("ms", "Asia/Tokyo")],
    ids=str,
)
def test_a_time_may_have_any_resolution_and_zone(kind: pa.DataType) -> None:
    time = pa.array([RECEIVED]).cast(pa.timestamp("us", "UTC"))
    time = time.cast(kind) if kind.tz else time.cast(pa.timestamp("us")).cast(kind)
    table = pa.table({"time": time, "url": [RECORD["url"]], "method": ["GET"]})
    (row,) = Auditor(SIGNER).judge(table).to_pylist()
    assert (row["verdict"], row["age"]) == ("authentic", 10.0)


@pytest.mark.parametrize("secure", [RECORD["url"], f"/callback?{QUERY}&why=%26%zz", "/#"])
@pytest.mark.parametrize(("nanoseconds", "is_fresh"), [(0, True), (1, False)])
@pytest.mark.parametrize("side", [1, -1])
def test_the_age_is_compared_at_full_resolution(
    secure: str, nanoseconds: int, is_fresh: bool, side: int
) -> None:
    time = NOW * 10**9 + side * (300 * 10**9 + nanoseconds)
    table = pa.table(
        {"time": pa.array([time]).cast(pa.timestamp("ns", "UTC")), "url": [RECORD["url"]]}
    )
    for method in ("GET", None):  # the fast path, and the strict one
        judged = Auditor(SIGNER).judge(table.append_column("method", pa.array([method])))
        expected = ("authentic", None) if is_fresh else ("not-authentic", "signature-expired")
        assert (judged["verdict"][0].as_py(), judged["reason"][0].as_py()) == expected


# Wrong arguments


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"signer": "a signature secret"},
        {"signer": SIGNER, "webhooks": SIGNER},
        {"signer": SIGNER, "tolerance": -1},
        {"signer": SIGNER, "tolerance": float("nan")},
        {"signer": SIGNER, "tolerance": "300"},
    ],
)
def test_an_argument_that_cannot_be_used(arguments: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Auditor(**arguments)


@pytest.mark.parametrize(
    "columns",
    [
        {"time": pa.array([NOW])},
        {"time": pa.array(["2023-11-14"])},
        {"url": pa.array([1])},
        {"body": pa.array([[1]])},
    ],
    ids=str,
)
def test_a_column_of_a_wrong_type_is_a_wrong_argument(columns: dict[str, pa.Array]) -> None:
    with pytest.raises(UsageError, match=next(iter(columns))):
        Auditor(SIGNER).judge(pa.table(columns))


def test_a_column_that_occurs_twice_is_a_wrong_argument() -> None:
    twice = pa.table([["/a"], ["/b"]], ["url", "url"])
    with pytest.raises(UsageError, match="url occurs 2 times"):
        Auditor(SIGNER).judge(twice)


def test_anything_but_a_batch_is_a_wrong_argument() -> None:
    with pytest.raises(UsageError, match="not list"):
        Auditor(SIGNER).judge([RECORD])


def test_the_tolerance_may_be_a_timedelta() -> None:
    strict = Auditor(SIGNER, tolerance=timedelta(seconds=9))
    assert verdict(RECORD, strict) == ("not-authentic", "signature-expired")


# The third verdict


CUT = SIGNER.sign({"text": "\ufffd"}, timestamp=NOW) | {"sig": "0" * 64}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, "record-unreadable"),
        ({"url": None, "status": 200}, "record-unreadable"),
        (RECORD | {"method": "POST"}, "body-not-recorded"),
        ({"method": "POST", "url": "/"}, "body-not-recorded"),
        (RECORD | {"time": None}, "time-not-recorded"),
        (RECORD | {"url": "/?" + QUERY[:-1], "cut": True}, "record-cut"),
        (RECORD | {"url": RECORD["url"] + "%"}, "record-cut"),
        (RECORD | {"url": RECORD["url"] + "%E"}, "record-cut"),
        (RECORD | {"url": RECORD["url"] + "\ufffd"}, "record-cut"),
        (
            {"method": "POST", "content_type": JSON, "body": json.dumps(CUT, ensure_ascii=False)},
            "record-cut",
        ),
    ],
)
def test_a_record_that_cannot_be_decided(record: dict[str, Any], expected: str) -> None:
    assert verdict(record | {"client": None}) == ("undecidable", expected)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"method": "GET", "url": RECORD["url"][:-1]}, "signature-mismatch"),
        ({"method": "GET", "url": "/favicon.ico"}, "signature-missing"),
        ({"method": "GET", "url": "/favicon.ico?a=%"}, "encoding-error"),
        ({"method": "GET", "url": ""}, "signature-missing"),
        ({"method": "PUT", "url": "/", "body": b"a"}, "request-error"),
        ({"method": "", "url": ""}, "request-error"),
        ({"method": "POST", "url": "/", "body": b""}, "signature-missing"),
        ({"method": "POST", "url": "/", "body": b"a=1"}, "unsupported-media-type"),
        ({"method": "GET", "url": "/?a=1&a=2", "cut": True}, "duplicate-parameter"),
        (RECORD | {"url": RECORD["url"] + "&x=1", "cut": False}, "signature-mismatch"),
    ],
)
def test_a_record_that_is_not_authentic_whenever_it_was_received(
    record: dict[str, Any], expected: str
) -> None:
    assert verdict(record) == ("not-authentic", expected)


def test_an_unlimited_tolerance_needs_no_time() -> None:
    auditor = Auditor(SIGNER, tolerance=None)
    for method in ("GET", None):
        assert verdict(RECORD | {"time": None, "method": method}, auditor) == ("authentic", None)


def test_a_body_that_was_recorded_as_empty_differs_from_one_that_was_not_recorded() -> None:
    record = {"method": "POST", "url": RECORD["url"], "time": RECEIVED}
    assert verdict(record | {"body": b""}) == ("authentic", None)
    assert verdict(record | {"body": None}) == ("undecidable", "body-not-recorded")


# Bulk is not another truth


def as_record(request: Request, now: float) -> dict[str, Any]:
    return {
        "time": datetime.fromtimestamp(now, UTC),
        "method": request.method,
        "url": request.url,
        "content_type": request.header("Content-Type"),
        "body": request.body,
    }


VERDICTS = [case for case in cases("verdicts") if "request" in case]


@pytest.mark.parametrize("case", VERDICTS, ids=lambda case: case["id"])
def test_the_vectors_of_verdicts_hold(case: dict[str, Any]) -> None:
    given = case["request"]
    request = Request(given["method"], given["url"], given["headers"], body_of(given))
    auditor = Auditor(Signer(case["secrets"], case["method"]), tolerance=case["tolerance"])
    got = verdict(as_record(request, case["now"]), auditor)
    allowed = [("authentic", None)] if "expected" in case else []
    allowed += [("not-authentic", case["error"])] if "error" in case else []
    assert got in allowed


@pytest.mark.parametrize("case", cases("requests"), ids=lambda case: case["id"])
def test_the_vectors_of_requests_get_the_verdict_of_a_single_call(case: dict[str, Any]) -> None:
    given = case["request"]
    kept = [field for field in given["headers"] if field[0].lower() == "content-type"]
    request = Request(given["method"], given["url"], kept, body_of(given))
    assert verdict(as_record(request, NOW)) == single(request, SIGNER, 300, NOW)


AWKWARD = st.sampled_from(
    [
        *("&", "=", "%", "+", "#", "?", "%26", "%3D", "%3d", "%FF", "%fd", "%00", "%C3", "%zz"),
        *("\xff", "\x00", "\n", "ü", "sig=", "&sig=0", "&sig", "%73ig=1", "timestamp=1", "&a=1"),
    ]
)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Signed requests, some of them altered in a way that a reader may trip over."""
    params = draw(strategies.text_params)
    secret = draw(st.sampled_from([*SECRETS, "the secret of somebody else"]))
    timestamp = draw(st.sampled_from([NOW, NOW - 300, NOW + 301, 10**17, "2023-11-14 22:13:20"]))
    sent = params | {"timestamp": str(timestamp)}
    pairs = draw(
        st.permutations([*sent.items(), ("sig", Signer(secret, "sha256").signature(sent))])
    )
    safe = draw(st.sampled_from(["", "/:", "&", "="]))
    form = "&".join(f"{quote(name, safe)}={quote(value, safe)}" for name, value in pairs)
    for alteration in draw(st.lists(AWKWARD, max_size=2)):
        place = draw(st.integers(0, len(form)))
        form = form[:place] + alteration + form[place:]
    if draw(st.booleans()):
        return Request("GET", draw(st.sampled_from(["/?", "?", "/a%3F?", "/a%3f", "/b?c?"])) + form)
    if draw(st.booleans()):
        return Request("POST", "/", {"Content-Type": FORM}, form.encode())
    return Request("POST", "/", {"Content-Type": JSON}, json.dumps(dict(pairs)).encode())


def is_cut(request: Request) -> bool:
    """Whether a record looks cut, so that the bulk may say that it cannot know."""
    return "\ufffd" in request.url + request.body.decode(errors="replace") or (
        "%" in request.url[-2:] and "sig=" in request.url
    )


@given(st.lists(requests().filter(lambda request: not is_cut(request)), max_size=6))
def test_a_batch_gets_the_verdicts_of_single_calls(given: list[Request]) -> None:
    batch = pa.RecordBatch.from_pylist(
        [as_record(request, NOW) for request in given],
        pa.schema(
            [
                ("time", pa.timestamp("us", "UTC")),
                *[(name, pa.string()) for name in ("method", "url", "content_type")],
                ("body", pa.binary()),
            ]
        ),
    )
    rows = Auditor(SIGNER).judge(batch).to_pylist()
    assert [(row["verdict"], row["reason"]) for row in rows] == [
        single(request, SIGNER, 300, NOW) for request in given
    ]
    for request, row in zip(given, rows, strict=True):
        if row["verdict"] == "authentic":
            assert row["replay_key"] == replay_key(read_request(request))


@given(
    st.dictionaries(strategies.ascii_names, strategies.texts, min_size=1, max_size=8),
    strategies.methods,
    st.booleans(),
)
def test_plain_records_take_the_fast_path_and_get_the_same_answer(
    params: dict[str, str], method: SignatureMethod, is_query: bool
) -> None:
    signer = Signer(SECRETS, method)
    form = encode(signer.sign(params, timestamp=NOW)).decode()
    record: dict[str, Any] = {"time": RECEIVED, "method": "GET", "url": f"/?{form}"}
    if not is_query:
        record = {"time": RECEIVED, "method": "POST", "url": "/", "content_type": FORM}
        record["body"] = form.encode()
    fast = judged(record, auditor=Auditor(signer))
    assert right_ones(pa.RecordBatch.from_pylist([record]), signer).rows == [0]
    strict = judged(record | {"method": None}, auditor=Auditor(signer))
    assert right_ones(pa.RecordBatch.from_pylist([record | {"method": None}]), signer).rows == []
    assert fast[0] | {"method": None} == strict[0]
    assert fast[0]["verdict"] == "authentic"


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "time": st.none() | st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)),
                "method": st.none()
                | st.sampled_from(["GET", "POST", "", "get", "PUT"])
                | st.text(),
                "url": st.none() | st.sampled_from([RECORD["url"]]) | st.text(),
                "content_type": st.none() | st.sampled_from([FORM, JSON, ""]) | st.text(),
                "authorization": st.none() | st.text(),
                "body": st.none() | st.binary(),
            }
        ),
        max_size=4,
    ),
    st.sampled_from([None, 0, 300]),
)
def test_no_content_raises_and_the_order_does_not_matter(
    records: list[dict[str, Any]], tolerance: int | None
) -> None:
    schema = pa.schema(
        [
            ("time", pa.timestamp("us")),
            *[(name, pa.string()) for name in ("method", "url", "content_type", "authorization")],
            ("body", pa.binary()),
        ]
    )
    auditor = Auditor(SIGNER, tolerance=tolerance)
    together = auditor.judge(pa.RecordBatch.from_pylist(records, schema))
    alone = [auditor.judge(pa.RecordBatch.from_pylist([each], schema)) for each in records]
    assert pa.Table.from_batches(alone, together.schema).equals(pa.table(together))


def test_strings_that_are_not_utf_8_get_a_verdict() -> None:
    offsets = pa.py_buffer(bytes.fromhex("0000000004000000"))
    broken = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(b"/\xff?a")])
    table = pa.table({"url": broken, "method": ["GET"]})
    assert Auditor(SIGNER).judge(table)["verdict"].to_pylist() == ["not-authentic"]


def test_the_auditor_shows_no_secret() -> None:
    assert SECRETS[0] not in repr(Auditor(SIGNER))
