"""The speed of the audit: ``python -m benchmarks.audit``.

The kernel is timed beside loops over the same records, interleaved: one with our single calls, and
one with the vendor's SDK. A call takes too long to fit between two interruptions, so the time is
that of the processor. Then one and two processes judge the row groups of a Parquet file.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from timeit import Timer
from typing import Any
from urllib.parse import parse_qsl, urlencode

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
from vonage_http_client.auth import Auth

from nexmo_sig import Request, Signer, read_request
from nexmo_sig.audit import Auditor
from nexmo_sig.audit.readers.fields import Fields
from nexmo_sig.audit.readers.tables import parquet_batches

from .inputs import SECRET, parameters
from .timing import minima

_BATCH = 8_192
_ROUNDS = 40
_SIGNER = Signer(SECRET, "sha256")
_STATEMENTS = {
    "kernel": "auditor.judge(batch)",
    "single calls": "[signer.verify(read_request(Request('GET', url))) for url in urls]",
    "vonage-http-client": "[check(dict(parse_qsl(url[2:]))) for url in urls]",
}


def urls(numbers: Iterable[int]) -> list[str]:
    """Return targets of ten parameters in 300 bytes, whose nonces and signatures are of a number."""
    signed = []
    for number in numbers:
        params = parameters() | {"nonce": f"aaaaaaaa-bbbb-cccc-dddd-{number:012}"}
        signed.append(f"/?{urlencode(params | {'sig': _SIGNER.signature(params)})}")
    return signed


def batch_of(targets: list[str]) -> pa.RecordBatch:
    """Return records that were received now."""
    now = pa.scalar(time.time_ns(), pa.int64()).cast(pa.timestamp("ns", "UTC"))
    shown = pa.array(targets, pa.string())
    columns = [pa.repeat(now, len(targets)), pa.repeat("GET", len(targets)), shown]
    return pa.RecordBatch.from_arrays(columns, ["time", "method", "url"])


def kernel() -> Iterator[tuple[str, float]]:
    """Yield the seconds for each record of every statement, the kernel's first."""
    targets = urls(range(_BATCH))
    check = Auth(api_key="x", signature_secret=SECRET, signature_method="sha256").check_signature
    names: dict[str, Any] = {
        "auditor": Auditor(_SIGNER),
        "batch": batch_of(targets),
        "urls": targets,
        "signer": _SIGNER,
        "Request": Request,
        "read_request": read_request,
        "parse_qsl": parse_qsl,
        "check": check,
    }
    timers = {
        name: Timer(code, timer=time.process_time, globals=names)
        for name, code in _STATEMENTS.items()
    }
    for name, seconds in minima(timers, _ROUNDS).items():
        yield name, seconds / _BATCH


def judge_row_groups(path: str, row_groups: list[int]) -> tuple[int, int]:
    """Judge some row groups; return how many records are authentic, and the memory in bytes."""
    auditor = Auditor(_SIGNER)
    authentic = 0
    for batch in parquet_batches(path, path, Fields(), row_groups):
        authentic += auditor.judge(batch).column("verdict").to_pylist().count("authentic")
    return authentic, psutil.Process().memory_info().rss


def processes(records: int) -> Iterator[tuple[int, float, int]]:
    """Yield a number of processes, the seconds that they take, and the memory of all in bytes."""
    with tempfile.TemporaryDirectory() as directory:
        path = str(Path(directory) / "records.parquet")
        groups = max(2, records // 50_000)
        with pq.ParquetWriter(path, batch_of([]).schema) as file:
            for _ in range(groups):
                file.write_table(pa.Table.from_batches([batch_of(urls(range(records // groups)))]))
        for count in (1, 2):
            with ProcessPoolExecutor(count, get_context("spawn")) as pool:
                list(pool.map(judge_row_groups, [path] * count, [[]] * count))  # starts them
                started = time.perf_counter()
                shares = [list(range(first, groups, count)) for first in range(count)]
                found = list(pool.map(judge_row_groups, [path] * count, shares))
                seconds = time.perf_counter() - started
            if sum(authentic for authentic, _ in found) != records // groups * groups:
                raise RuntimeError("not every record is authentic")
            yield count, seconds, sum(memory for _, memory in found)


def main() -> None:
    """Print what was measured."""
    results = dict(kernel())
    for name, seconds in results.items():
        ratio = results["kernel"] / seconds
        print(f"{name:20} {seconds * 1e6:6.2f} µs a record   kernel / this: {ratio:.2f}")
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    alone = None
    for count, seconds, memory in processes(records):
        alone = alone or seconds
        rate, speedup, size = records / seconds, alone / seconds, memory / 1e6
        print(f"{count} process(es): {rate:,.0f} records a second, {speedup:.2f} x, {size:.0f} MB")


if __name__ == "__main__":
    main()
