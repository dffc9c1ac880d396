"""What Spark shows of an audit: ``python spark_shows.py EXAMPLE RECORDS FOLDER``.

Runs the program of the docs, then looks at its session before that ends, lets it fail in a worker,
and writes all that can be seen into the folder.
"""

import contextlib
import io
import json
import re
import runpy
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

from pyspark.sql import DataFrame, SparkSession

MOST_PAGES = 200
_LINK = re.compile(r'href="([^"]+)"')
_SAME_AGAIN = re.compile(r"/static/|\.sort=|\.pageSize=")  # other files, and other orders of rows
_RESOURCES = (
    *("jobs", "stages?details=true", "allexecutors", "executors/driver/threads", "storage/rdd"),
    *("environment", "sql?details=true&planDescription=true"),
)


def plan_of(records: DataFrame) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        records.explain("extended")
    return printed.getvalue()


def settings_of(spark: SparkSession) -> str:
    """Return the settings of the application, and the variables that are sent to the workers.

    The web interface and the event log hide those whose names hold a word such as secret.
    """
    context = spark.sparkContext
    return json.dumps([context.getConf().getAll(), context.environment])


def function_of(judged: DataFrame) -> bytes:
    """Return the function that is sent to the workers, with all that it holds."""
    plan: Any = judged._jdf.queryExecution()
    command: bytes = plan.logical().functionExpr().func().command().unsafeArray()
    return command


def failure_of(judged: DataFrame) -> str:
    try:
        judged.collect()
    except Exception:
        return traceback.format_exc()
    raise AssertionError("it did not fail")


def pages(base: str) -> Iterator[tuple[str, str]]:
    """Follow the links of the web interface; yield the path and the content of each page."""
    waiting, known = [f"{base}/", f"{base}/metrics/json/"], set[str]()
    while waiting:
        url = waiting.pop()
        if url in known or not url.startswith(f"{base}/") or _SAME_AGAIN.search(url):
            continue
        known.add(url)
        assert len(known) <= MOST_PAGES
        with urlopen(url, timeout=60) as answer:
            html = answer.read().decode()
        yield url.removeprefix(base), html
        links = [link.replace("&amp;", "&") for link in _LINK.findall(html)]
        waiting += [urldefrag(urljoin(url, link)).url for link in links]


def resources(base: str) -> Iterator[tuple[str, str]]:
    """Yield what the interface for programs answers."""
    with urlopen(f"{base}/api/v1/applications", timeout=60) as answer:
        (application,) = json.load(answer)
    for name in _RESOURCES:
        path = f"/api/v1/applications/{application['id']}/{name}"
        with urlopen(base + path, timeout=60) as answer:
            yield path, answer.read().decode()


def all_shown(example: dict[str, Any], records: str) -> Iterator[tuple[str, str | bytes]]:
    """Yield what is shown, each part with the name of its place."""
    spark = example["session"]()
    example["audit"](spark, records, "out.parquet")
    judged = example["judged"](spark.read.parquet(records))
    (instant,) = spark.sql("SELECT unix_timestamp(timestamp'2023-11-14 22:13:20')").head()
    yield "zone", str(instant)
    yield "settings", settings_of(spark)
    yield "plan", plan_of(example["with_replays"](judged))
    yield "function", function_of(judged)
    unfit = spark.range(3).selectExpr("id as url", "id as record", "'a' as source")
    yield "exception", failure_of(example["judged"](unfit))
    spark.sparkContext.environment["NEXMO_SIGNATURE_METHOD"] = "sha257"
    yield "exception", failure_of(example["judged"](unfit))
    base = spark.sparkContext.uiWebUrl
    assert base.startswith("http://127.0.0.1:")
    for path, content in [*pages(base), *resources(base)]:
        yield "api" if path.startswith("/api") else "page", f"{path}\n{content}"
    spark.stop()


def main(program: str, records: str, folder: str) -> None:
    # Its module cannot be imported, so the functions are sent to the workers as of a program.
    example = runpy.run_path(program, run_name="example")
    for number, (place, content) in enumerate(all_shown(example, records)):
        data = content.encode() if isinstance(content, str) else content
        Path(folder, f"{place}-{number}").write_bytes(data)


if __name__ == "__main__":
    main(*sys.argv[1:])
