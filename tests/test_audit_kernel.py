"""The audit's kernel: its verdicts are those of single calls, whatever a record holds."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from audited import (
    PARAMS,
    QUERY,
    RECEIVED,
    RECORD,
    SECRETS,
    SIGNED,
    SIGNER,
    judged,
    verdict,
)
from common import NOW, label

from nexmo_sig import (
    FORM,
    JSON,
    Signer,
    UsageError,
    replay_key,
)
from nexmo_sig.audit import Auditor


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


@pytest.mark.parametrize("kind", [pa.string_view(), pa.binary_view(), "run_end_encoded"], ids=str)
@pytest.mark.parametrize("name", ["url", "authorization", "client"])
def test_a_type_of_which_arrow_cannot_pick_rows_may_occur(kind: Any, name: str) -> None:
    records = [RECORD | {"client": "a"}, RECORD | {"url": "/?sig=0", "authorization": "b"}]
    table = pa.table({key: [record.get(key) for record in records] for key in RECORD})
    for key in ("client", "authorization"):
        table = table.append_column(key, pa.array([record.get(key) for record in records]))
    column = table[name].combine_chunks()
    column = pc.run_end_encode(column) if kind == "run_end_encoded" else column.cast(kind)
    given = table.set_column(table.schema.get_field_index(name), name, column)
    judged = Auditor(SIGNER).judge(given)
    assert judged["verdict"].to_pylist() == ["authentic", "not-authentic"]
    assert judged.select(given.schema.names).equals(given)


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
    ids=label,
)
def test_a_column_of_a_wrong_type_is_a_wrong_argument(columns: dict[str, pa.Array]) -> None:
    with pytest.raises(UsageError, match=next(iter(columns))):
        Auditor(SIGNER).judge(pa.table(columns))


@pytest.mark.parametrize("rows", [[], [RECORD], [{"url": "/?sig=0"}]], ids=len)
@pytest.mark.parametrize("kind", [pa.int64(), pa.list_(pa.string())], ids=str)
def test_a_wrong_type_does_not_depend_on_the_rows(rows: list[Any], kind: pa.DataType) -> None:
    schema = pa.schema(
        [
            ("time", pa.timestamp("us", "UTC")),
            *[(name, pa.string()) for name in ("method", "url")],
            ("authorization", kind),
        ]
    )
    with pytest.raises(UsageError, match="authorization must hold strings"):
        Auditor(SIGNER).judge(pa.RecordBatch.from_pylist(rows, schema))


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
