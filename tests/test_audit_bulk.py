"""Bulk is not another truth: the audit gives the verdicts of single calls."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote_to_bytes

import pyarrow as pa
import pytest
import strategies
from audited import (
    PARAMS,
    QUERY,
    RECEIVED,
    RECORD,
    SECRETS,
    SIGNER,
    judged,
    single,
    verdict,
)
from common import NOW
from hypothesis import given
from hypothesis import strategies as st
from vector_files import body_of, cases

from nexmo_sig import (
    FORM,
    JSON,
    Request,
    SignatureMethod,
    Signer,
    encode,
    read_request,
    replay_key,
)
from nexmo_sig._signature import hexdigest_with
from nexmo_sig.audit import Auditor
from nexmo_sig.audit.fast import right_ones


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


def test_records_with_different_names_of_one_number_take_the_fast_path_together() -> None:
    others = encode(SIGNER.sign(PARAMS | {"text": "c"}, timestamp=NOW)).decode()
    renamed = {name.replace("text", "type"): value for name, value in PARAMS.items()}
    forms = [QUERY, others, encode(SIGNER.sign(renamed, timestamp=NOW)).decode(), QUERY]
    batch = pa.RecordBatch.from_pylist([RECORD | {"url": f"/?{form}"} for form in forms])
    assert sorted(right_ones(batch, SIGNER).rows) == [0, 1, 2, 3]


def signed_as_it_is(form: str) -> str:
    """Sign a form as a sender would that knows nothing of what a form may hold."""
    fields = sorted(unquote_to_bytes(field.replace("+", " ")) for field in form.split("&"))
    canonical = b"".join(b"&" + field for field in fields)
    return f"{form}&sig={hexdigest_with(SIGNER.method, SECRETS[0])(canonical)}"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (f"a=%80&timestamp={NOW}", "encoding-error"),
        (f"a=b=c&timestamp={NOW}", "signature-mismatch"),
        ("a=b&timestamp=yesterday", "timestamp-invalid"),
        ("a=b&timestamp=9999999999", "signature-expired"),
    ],
)
def test_a_form_that_is_signed_but_not_plain_is_left_to_the_strict_path(
    form: str, expected: str
) -> None:
    """The fast path compares a form's bytes: what it does not read in full, it must not accept."""
    odd = RECORD | {"url": f"/?{signed_as_it_is(form)}"}
    batch = pa.RecordBatch.from_pylist([RECORD, odd, RECORD])
    assert right_ones(batch, SIGNER).rows == [0, 2]
    assert right_ones(batch.slice(1, 1), SIGNER).rows == []
    assert [row["reason"] for row in judged(RECORD, odd, RECORD)] == [None, expected, None]


def test_a_form_that_is_not_utf_8_does_not_stand_for_an_empty_one() -> None:
    signature_of_nothing = hexdigest_with(SIGNER.method, SECRETS[0])(b"")
    form = f"a=%80&timestamp={NOW}&sig={signature_of_nothing}"
    batch = pa.RecordBatch.from_pylist([RECORD | {"url": f"/?{form}"}])
    assert right_ones(batch, SIGNER).rows == []


def test_strings_that_are_not_utf_8_get_a_verdict() -> None:
    offsets = pa.py_buffer(bytes.fromhex("0000000004000000"))
    broken = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(b"/\xff?a")])
    table = pa.table({"url": broken, "method": ["GET"]})
    assert Auditor(SIGNER).judge(table)["verdict"].to_pylist() == ["not-authentic"]


def test_the_auditor_shows_no_secret() -> None:
    assert SECRETS[0] not in repr(Auditor(SIGNER))
