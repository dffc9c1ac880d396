"""HTTP archives: what is read of them, and what broken ones lose."""

import gzip
import io
import json
import random
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordings import NANOSECONDS, Row, only, read, written

from nexmo_sig import FORM, JSON
from nexmo_sig.audit.readers import guard, lines


def entry(**request: Any) -> dict[str, Any]:
    return {
        "startedDateTime": "2023-11-14T23:13:20.000000001+01:00",
        "request": {"method": "GET", "url": "https://example.com/cb?a=1", "headers": []} | request,
        "response": {"status": 200},
    }


def archive(*entries: Any) -> str:
    return json.dumps({"log": {"version": "1.2", "pages": [{"id": "é[{"}], "entries": entries}})


def test_an_archive_is_read(tmp_path: Path) -> None:
    headers = [{"name": "AUTHORIZATION", "value": "x"}, {"name": "content-TYPE", "value": JSON}]
    posted = entry(method="POST", headers=headers, postData={"text": '{"a":"ü"}'})
    rows, recording = read(written(tmp_path / "h", "\ufeff" + archive(entry(), posted)))
    assert recording.problem is None
    assert rows == [
        {
            "record": 1,
            "time": NANOSECONDS + 1,
            "method": "GET",
            "status": 200,
            "url": "https://example.com/cb?a=1",
            "content_type": "",
            "authorization": "",
            "body": b"",
            "cut": False,
        },
        {
            "record": 2,
            "time": NANOSECONDS + 1,
            "method": "POST",
            "status": 200,
            "url": "https://example.com/cb?a=1",
            "content_type": JSON,
            "authorization": "x",
            "body": '{"a":"ü"}'.encode(),
            "cut": False,
        },
    ]


@pytest.mark.parametrize(
    ("posted", "body"),
    [
        (
            {"mimeType": FORM, "params": [{"name": "a b", "value": "ü&"}, {"name": "c"}]},
            b"a+b=%C3%BC%26&c=",
        ),
        ({"mimeType": FORM, "text": "YT0x", "encoding": "base64"}, b"a=1"),
        ({"mimeType": FORM, "text": ""}, b""),
    ],
)
def test_what_was_posted_has_three_forms(tmp_path: Path, posted: Row, body: bytes) -> None:
    row = only(written(tmp_path / "h", archive(entry(method="POST", postData=posted))))
    assert (row["body"], row["content_type"]) == (body, FORM)


def test_a_post_without_its_body_was_not_recorded_whole(tmp_path: Path) -> None:
    assert "body" not in only(written(tmp_path / "h", archive(entry(method="POST"))))
    empty = entry(method="POST", bodySize=0)
    assert only(written(tmp_path / "i", archive(empty)))["body"] == b""


@pytest.mark.parametrize("cut", [-1, -30, -250])
def test_the_entries_before_a_cut_survive(tmp_path: Path, cut: int) -> None:
    rows, recording = read(written(tmp_path / "h", archive(*[entry()] * 5)[:cut]))
    assert 3 <= len(rows) <= 5
    assert recording.problem is not None
    assert recording.problem.startswith(f"after entry {len(rows)}, ")


def test_the_entries_before_a_cut_in_compressed_data_survive(tmp_path: Path) -> None:
    urls = [f"/{random.Random(number).randbytes(400).hex()}" for number in range(200)]
    content = gzip.compress(archive(*[entry(url=url) for url in urls]).encode())
    rows, recording = read(written(tmp_path / "h", content[: len(content) // 2]))
    assert recording.problem == "the compressed data is damaged or cut"
    assert 50 < len(rows) < 150
    assert [row["url"] for row in rows] == urls[: len(rows)]


@pytest.mark.parametrize("broken", [1, [], {"request": 1}, {"request": {"method": 1, "url": ""}}])
def test_a_broken_entry_is_unreadable_and_stops_nothing(tmp_path: Path, broken: Any) -> None:
    rows, _ = read(written(tmp_path / "h", archive(entry(), broken, entry())))
    assert [len(row) > 1 for row in rows] == [True, False, True]


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("closing", ["]" * 200_000, "]" * 97 + "[" * 97 + "]" * 200_000])
def test_an_entry_that_is_nested_too_deeply_is_unreadable(
    tmp_path: Path, place: int, closing: str
) -> None:
    entries = [entry(), entry(), entry()]
    entries[place] = entry(x="deep")
    deep = archive(*entries).replace('"deep"', "[" * 200_000 + closing)
    rows, recording = read(written(tmp_path / "h", deep))
    assert recording.problem is None
    assert [len(row) > 1 for row in rows] == [number != place for number in range(3)]


def test_nesting_that_does_not_end_is_not_parsed(tmp_path: Path) -> None:
    deep = archive(entry(), entry()).replace('"url"', '"x": ' + "[" * 200_000, 1)
    rows, recording = read(written(tmp_path / "h", deep))
    assert rows == []
    assert recording.problem == "after entry 0, it is not JSON"


@pytest.mark.parametrize("opening", ['{"log":{"entries.item":[', '{"log.entries":{"item":['])
def test_elements_that_only_the_parser_takes_for_one_entry_do_not_fill_the_memory(
    opening: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of 20 kB took 572 MB: the parser held small elements as one entry, without a limit,
    as it does not tell a dot in a name from a step in a path."""
    monkeypatch.setattr(guard, "MAX_ENTRY", 100_000)
    monkeypatch.setattr(lines, "_CHUNK", 10_000)
    content = opening + "{}," * 150_000 + "{}" + "]}}}"
    rows, recording = read(written(tmp_path / "h", content), format="har")
    assert rows == []
    assert recording.problem is not None
    assert recording.problem.endswith("more than 100000 bytes without an entry")


def test_entries_that_are_not_objects_are_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MAX_ENTRY", 100_000)
    monkeypatch.setattr(lines, "_CHUNK", 10_000)
    rows, recording = read(written(tmp_path / "h", archive(*[None] * 100_000)))
    assert recording.problem is None
    assert len(rows) == 100_000


def test_brackets_in_strings_are_not_nesting(tmp_path: Path) -> None:
    url = "https://example.com/?" + '[{"\\' * 50_000
    assert only(written(tmp_path / "h", archive(entry(url=url))))["url"] == url


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_entry_that_is_too_large_is_unreadable(tmp_path: Path, place: int) -> None:
    entries = [entry(), entry(), entry()]
    entries[place] = entry(url="x" * 3_000_000)
    with patch.object(guard, "MAX_ENTRY", 200_000):
        rows, recording = read(written(tmp_path / "h", archive(*entries)))
    assert recording.problem is None
    assert [len(row) > 1 for row in rows] == [number != place for number in range(3)]


def test_an_entry_of_the_largest_size_is_read(tmp_path: Path) -> None:
    size = len(json.dumps(entry()))
    for limit, is_read in ((size, True), (size - 1, False)):
        with patch.object(guard, "MAX_ENTRY", limit):
            rows, _ = read(written(tmp_path / str(limit), archive(entry())))
        assert [len(row) > 1 for row in rows] == [is_read]


@pytest.mark.parametrize(
    "content", ['{"log": {"comment": "%s", "entries": []}}', '{"log": {"entries": ["%s"]}}']
)
def test_what_is_too_large_outside_of_an_entry_ends_the_reading(
    tmp_path: Path, content: str
) -> None:
    with patch.object(guard, "MAX_ENTRY", 200_000):
        rows, recording = read(written(tmp_path / "h", content % ("x" * 3_000_000)))
    assert rows == []
    assert recording.problem == "after entry 0, there are more than 200000 bytes without an entry"


class InParts(io.BytesIO):
    """A stream of which each read returns so many bytes."""

    size = 1

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self.size)


texts = st.text(st.sampled_from('"\\[]{}ab'), max_size=9)
shapes = st.one_of(texts, texts.map(lambda text: [text]), texts.map(lambda text: [[text]]))


@given(
    st.lists(shapes.map(lambda value: {"name": value}), min_size=1, max_size=9), st.integers(1, 9)
)
def test_just_the_entries_over_a_limit_are_replaced_wherever_a_part_ends(
    entries: list[dict[str, Any]], size: int
) -> None:
    stream = InParts(json.dumps({"log": {"entries": entries}}).encode())
    stream.size = size
    guarded = guard.GuardedJSON(stream)
    limit = len(json.dumps({"name": '"""""'}))
    with patch.object(guard, "MAX_DEPTH", 5), patch.object(guard, "MAX_ENTRY", limit):
        parts = []
        while part := guarded.read():
            parts.append(part)
            guarded.entry_ends()  # as if the parser had found one
        read = json.loads(b"".join(parts))
    for entry, found in zip(entries, read["log"]["entries"], strict=True):
        is_deep = isinstance(next(iter(entry["name"]), None), list)
        assert found == (None if is_deep or len(json.dumps(entry)) > limit else entry)
