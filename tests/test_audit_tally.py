"""What is counted of judged records: its size does not depend on their number."""

import pyarrow as pa
from audited import SIGNER

from nexmo_sig.audit import Auditor
from nexmo_sig.audit.chart import chart_of
from nexmo_sig.audit.columns import READ
from nexmo_sig.audit.tally import Frequent, Tally

MINUTE = 60 * 10**9
NOW = 1_700_000_000 * 10**9


def test_of_too_many_strings_the_most_frequent_are_kept() -> None:
    """A scanner can send every request from another address, or to another path."""
    frequent = Frequent()
    for start in range(0, 60_000, 5_000):
        once = [f"/{number}" for number in range(start, start + 5_000)]
        frequent.add(pa.array(["/cb", "/cb", *once, None]))
        assert len(frequent) <= 20_000
    assert frequent.most_common(1) == [("/cb", 24)]


def test_of_too_many_minutes_only_the_days_are_kept() -> None:
    """Three days hold few enough minutes to be counted, and so does any log of a quiet system."""
    tally = Tally()
    for start in (0, 6_000, 12_000):
        times = pa.array([NOW + minute * MINUTE for minute in range(start, start + 6_000)])
        urls = pa.repeat("/", len(times))
        columns = {"url": urls, "time": times.cast(pa.timestamp("ns", "UTC"))}
        empty = pa.nulls(len(times))
        arrays = [columns.get(field.name, empty).cast(field.type) for field in READ]
        tally.add(Auditor(SIGNER).judge(pa.RecordBatch.from_arrays(arrays, schema=READ)))
        assert (tally.minutes is None) == (start >= 6_000)
    assert sum(tally.days.values()) == 18_000
    assert (tally.first, tally.last) == (NOW, NOW + 17_999 * MINUTE)
    assert chart_of(tally).unit == "day"
