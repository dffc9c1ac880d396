"""Replays over all sources: those that one guard finds which sees all records in order."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexmo_sig.audit import replays
from nexmo_sig.audit.columns import RECORD
from nexmo_sig.audit.replays import with_replays
from nexmo_sig.audit.spool import Spool

NOW = 1_700_000_000 * 10**9
SCHEMA = pa.schema([*RECORD, ("verdict", pa.string()), ("replay_key", pa.string())])


def key(number: int) -> str:
    return f"{number:064x}"


def judged(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist([{"verdict": "authentic"} | row for row in rows], SCHEMA)


def by_a_guard(rows: list[dict[str, Any]], within_source: bool) -> list[tuple[str, int] | None]:
    """What a guard finds that sees the records in the order of time, source and position."""
    seen: dict[Any, tuple[str, int]] = {}
    found: dict[int, tuple[str, int] | None] = {}
    order = sorted(
        range(len(rows)),
        key=lambda n: (rows[n]["time"] is None, rows[n]["time"] or 0, rows[n]["source"], n),
    )
    for place in order:
        row = rows[place]
        found[place] = None
        if row["verdict"] == "authentic":
            scope = (row["replay_key"], row["source"] if within_source else None)
            found[place] = seen.get(scope)
            seen.setdefault(scope, (row["source"], row["record"]))
    return [found[place] for place in range(len(rows))]


def as_pairs(column: pa.ChunkedArray) -> list[tuple[str, int] | None]:
    return [of and (of["source"], of["record"]) for of in column.to_pylist()]


records = st.lists(
    st.fixed_dictionaries(
        {
            "time": st.none() | st.integers(NOW, NOW + 2),
            "source": st.sampled_from(["a", "b", "ü", "\U0001f600", "B"]),
            "verdict": st.sampled_from(["authentic", "authentic", "not-authentic", "undecidable"]),
            "number": st.integers(0, 3),
        }
    ),
    max_size=12,
)


@given(records, st.booleans(), st.sampled_from([2, 1_000_000]))
@settings(max_examples=50)
def test_replays_are_those_of_one_guard_that_saw_all_in_order(
    given: list[dict[str, Any]], within_source: bool, at_once: int
) -> None:
    rows = [
        {name: row[name] for name in ("time", "source", "verdict")}
        | {"record": number, "replay_key": key(row["number"])}
        for number, row in enumerate(given, 1)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replays, "_SEARCHED", at_once)  # many keys are looked at in parts
        patch.setattr(replays, "_COMPARED", at_once)
        answer = with_replays(judged(*rows), within_source=within_source)
    assert as_pairs(answer["replay_of"]) == by_a_guard(rows, within_source)
    assert answer.drop_columns("replay_of").equals(judged(*rows))


def test_times_are_compared_at_full_resolution() -> None:
    later = {"time": NOW + 1, "source": "a", "record": 1, "replay_key": key(1)}
    first = {"time": NOW, "source": "b", "record": 1, "replay_key": key(1)}
    assert as_pairs(with_replays(judged(later, first))["replay_of"]) == [("b", 1), None]


def test_what_was_kept_gets_its_replays_over_many_row_groups(tmp_path: Path) -> None:
    count, batch = 300_000, 50_000
    kept = pa.schema([("source", pa.string()), ("record", pa.int64())])
    spool = Spool(tmp_path, kept)
    for start in range(0, count, batch):
        rows = [
            {"time": NOW, "source": "a", "record": n, "replay_key": key(n % 200_000)}
            for n in range(start, start + batch)
        ]
        spool.add(judged(*rows).combine_chunks().to_batches()[0])
    found = list(spool.records(spool.replays(within_source=False)))
    table = pa.concat_tables(found)
    assert table["record"].to_pylist() == list(range(count))
    expected = [None if n < 200_000 else ("a", n - 200_000) for n in range(count)]
    assert as_pairs(table["replay_of"]) == expected


def test_row_groups_after_the_last_replay_hold_none(tmp_path: Path) -> None:
    spool = Spool(tmp_path, pa.schema([("record", pa.int64())]))
    numbers = [1, 1, *range(2, 70_000)]
    rows = [
        {"time": NOW, "source": "a", "record": record, "replay_key": key(number)}
        for record, number in enumerate(numbers)
    ]
    spool.add(judged(*rows).combine_chunks().to_batches()[0])
    tables = list(spool.records(spool.replays(within_source=False)))
    assert len(tables) > 1
    found = as_pairs(pa.concat_tables(tables)["replay_of"])
    assert found == [None, ("a", 0), *[None] * (len(rows) - 2)]
