"""Spark shows no secret that its workers use, wherever one looks; and it reads times in UTC."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import lifelike
import pyarrow.parquet as pq
import pytest
from test_audit_engines import EXAMPLES, SETTINGS

OF_THE_ENVIRONMENT = "NorMayAnythingEverShowThis0123456789abc"
SHOWS = Path(__file__).parent / "spark_shows.py"
OPTIONS = {
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "true",
    "spark.ui.port": "0",
    "spark.ui.showConsoleProgress": "false",
    "spark.eventLog.enabled": "true",
    "spark.eventLog.compress": "false",
    "spark.eventLog.dir": "shown",
}
# What each place shows for certain, so that nobody looks at something empty.
PLACES = {
    "settings": ["spark.sql.session.timeZone"],
    "plan": ["== Analyzed Logical Plan ==", "MapInArrow judge(", "== Physical Plan =="],
    "function": ["NEXMO_SIGNATURE_SECRET_FILE"],
    "exception": ["the column url must hold strings", "unknown signature method", "auditor.judge"],
    "page": ["/environment/", "/executors/", "/jobs/job/?id=", "/stages/stage/?id=", "/storage/"],
    "api": ["/environment\n", "/stages?", "/sql?", "/jobs\n", '"failureReason"', "MapInArrow"],
    "events": ["SparkListenerEnvironmentUpdate", "SparkListenerTaskEnd", "UsageError"],
    "output": ["UsageError"],
    "zone": ["1700000000"],  # a time without a zone, although the zone of the system is another
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All that Spark shows, by the place where it is seen."""
    folder = tmp_path_factory.mktemp("spark")
    (folder / "shown").mkdir()
    (folder / "secret.txt").write_text(f"{lifelike.SECRET}\n")
    pq.write_table(lifelike.records(2_000), folder / "in.parquet")
    options = " ".join(f"--conf {name}={value}" for name, value in OPTIONS.items())
    settings = {
        "NEXMO_SIGNATURE_SECRET": OF_THE_ENVIRONMENT,
        "NEXMO_SIGNATURE_SECRET_FILE": str(folder / "secret.txt"),
        "PYSPARK_SUBMIT_ARGS": f"--master local[2] {options} pyspark-shell",
    }
    done = subprocess.run(
        [sys.executable, str(SHOWS), str(EXAMPLES / "audit_with_spark.py"), "in.parquet", "shown"],
        cwd=folder,
        env=os.environ | SETTINGS | settings,
        capture_output=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "authentic" in pq.read_table(folder / "out.parquet")["verdict"].to_pylist()
    found = {"output": done.stdout + done.stderr}
    for path in sorted((folder / "shown").rglob("*")):
        place = path.relative_to(folder / "shown").parts[0].partition("-")[0]
        place = place if place in PLACES else "events"
        if path.is_file():
            found[place] = found.get(place, b"") + path.read_bytes() + b"\n"
    return found


def forms_of(secret: str) -> list[bytes]:
    """Return what a secret looks like as it is, in hexadecimal, in UTF-16 and in Base64."""
    data = secret.encode()
    encoded = [base64.b64encode(b" " * shift + data)[4:-4] for shift in range(3)]
    return [data, data.hex().encode(), secret.encode("utf-16-le"), *encoded]


@pytest.mark.program
@pytest.mark.parametrize("place", PLACES)
def test_no_place_shows_a_secret(shown: dict[str, bytes], place: str) -> None:
    for part in PLACES[place]:
        assert part.encode() in shown[place], part
    for secret in (lifelike.SECRET, OF_THE_ENVIRONMENT):
        assert not [form for form in forms_of(secret) if form in shown[place]]
