"""The benchmarks run, and both sides of each comparison agree. No measured time is judged."""

import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from vonage_http_client.auth import Auth

from benchmarks import hostile
from benchmarks.inputs import API_KEY
from benchmarks.pages import BLOCK, HOSTILE, PERFORMANCE
from benchmarks.rows import ROWS, Row
from nexmo_sig import Request, SignatureMismatch, Signer, WebhookVerifier

ROOT = Path(__file__).parent.parent
PAGES = (HOSTILE, PERFORMANCE)

OTHER_SECRET = "zyxwvutsrqponmlkjihgfedcba543210"
SIZE = 4_096
READ = {
    f"{heading}: {shape}": call_for
    for heading in ("Queries", "Forms", "JSON", "Tokens")
    for shape, call_for in hostile.SHAPES[heading].items()
}
BUILT = {
    f"{heading}: {shape}": call_for
    for heading in ("Headers", "Bodies in pieces")
    for shape, call_for in hostile.SHAPES[heading].items()
}

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.operation)
each_verifying_row = pytest.mark.parametrize(
    "row", [row for row in ROWS if "verif" in row.operation], ids=lambda row: row.operation
)


def benchmarks(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "benchmarks", "--quick", *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )


def value_of(statement: str, names: dict[str, Any]) -> Any:
    *steps, expression = statement.split("; ")
    scope = dict(names)
    exec("; ".join(steps), scope)
    return eval(expression, scope)


def fields(result: Any) -> dict[str, str]:
    """Return the signed parameters: a mapping, or the form in the body of a request."""
    if isinstance(result, Mapping):
        return {name: str(value) for name, value in result.items()}
    body = result.body
    return dict(parse_qsl(body.decode() if isinstance(body, bytes) else body))


def test_the_command_prints_a_ratio_for_every_row() -> None:
    finished = benchmarks()
    assert finished.returncode == 0, finished.stderr
    lines = finished.stdout.splitlines()[1:]
    assert len(lines) == len(ROWS) + 1  # and the import
    for line, operation in zip(lines, [*(row.operation for row in ROWS), "import"], strict=True):
        assert line.startswith(f"{operation} ")
        assert float(line.split()[-1]) > 0


@pytest.mark.parametrize(("text", "row"), [("MD5", "signature, md5hash "), ("import", "import ")])
def test_single_rows_can_be_measured(text: str, row: str) -> None:
    lines = benchmarks("--only", text).stdout.splitlines()[1:]
    assert [line.startswith(row) for line in lines] == [True]


def test_a_row_that_is_not_there_is_an_error() -> None:
    finished = benchmarks("--only", "nothing of the kind")
    assert finished.returncode == 1
    assert "no row holds 'nothing of the kind'" in finished.stderr


def test_a_quick_run_does_not_write_into_the_documentation() -> None:
    finished = benchmarks("--write")
    assert finished.returncode == 2
    assert "give another folder" in finished.stderr


def text_of(page: str) -> str:
    """Return a page without the contents of its marked places."""
    return BLOCK.sub(r"\1", page)


def test_the_pages_keep_their_text_and_get_new_tables(tmp_path: Path) -> None:
    for name in PAGES:
        page = (ROOT / "docs" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text_of(page), encoding="utf-8")
    assert benchmarks("--write", str(tmp_path)).returncode == 0
    for name in PAGES:
        page = (tmp_path / name).read_text(encoding="utf-8")
        assert text_of(page) == text_of((ROOT / "docs" / name).read_text(encoding="utf-8"))
        blocks = [block for _, _, block in BLOCK.findall(page)]
        assert len(blocks) == page.count("<!-- measured")
        assert all(block.startswith(("| ", "Measured on ")) for block in blocks)


def test_the_pages_of_the_documentation_have_every_row_and_shape() -> None:
    shapes = [shape for shapes in hostile.SHAPES.values() for shape in shapes]
    for name, rows in ((PERFORMANCE, [row.operation for row in ROWS]), (HOSTILE, shapes)):
        page = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert [row for row in rows if f"\n| {row} | " not in page] == []


@each_row
def test_both_sides_of_a_row_have_the_same_result(row: Row) -> None:
    names = row.names()
    if "strangers" in names:
        names["strangers"] = repeat(names["params"])
    if "thousand" in names:
        names["params"] = names["thousand"]
    ours, theirs = value_of(row.ours, names), value_of(row.theirs, names)
    if theirs is True:
        assert ours.payload == names["body"] if "verifier" in names else ours == names["params"]
    elif isinstance(theirs, str):
        assert ours == theirs
    else:
        ours, theirs = fields(ours), fields(theirs)
        assert ours.keys() == theirs.keys()
        assert names["vonage"].check_signature(ours)
        assert names["signer"].verify(theirs)


@each_row
def test_neither_side_of_a_row_changes_what_the_other_is_given(row: Row) -> None:
    names = row.names()
    given = {name: dict(value) for name, value in names.items() if type(value) is dict}
    for statement in (row.ours, row.theirs) * 2:
        value_of(statement, names)
    assert {name: names[name] for name in given} == given


@each_verifying_row
def test_both_sides_of_a_row_reject_a_signature_by_another_secret(row: Row) -> None:
    names = row.names() | {
        "signer": Signer(OTHER_SECRET, "sha256"),
        "vonage": Auth(api_key=API_KEY, signature_secret=OTHER_SECRET, signature_method="sha256"),
        "verifier": WebhookVerifier(OTHER_SECRET),
        "secret": OTHER_SECRET,
    }
    assert value_of(row.theirs, names) is False
    with pytest.raises(SignatureMismatch):
        value_of(row.ours, names)


@pytest.mark.parametrize("shape", READ)
def test_a_hostile_request_has_its_size_and_is_rejected(shape: str) -> None:
    call = READ[shape](SIZE)
    assert isinstance(call, partial)
    request = call.args[0]
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    size = len(request.url.partition("?")[2]) + len(request.body) + len(token)
    wanted = "SignatureMismatch" if "forged" in shape else hostile.answer_to(call)
    if shape.endswith("over the limit"):
        size -= hostile.size_of(shape.partition(":")[0], hostile.MAX_BYTES)
        wanted = "TokenInvalid" if token else "RequestTooLarge"
    assert 0.9 * SIZE <= size <= SIZE
    assert hostile.answer_to(call) == wanted != "accepted"


@pytest.mark.parametrize("shape", BUILT)
def test_headers_and_bodies_of_any_shape_become_a_request(shape: str) -> None:
    request = BUILT[shape](SIZE)()
    assert isinstance(request, Request)
    if "one byte" in shape:
        assert request.body == b"b" * SIZE
    elif "Headers" in shape:
        assert sum(len(text) for text in request.headers.values()) >= SIZE // 8
