"""``nexmo-sig explain``."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import METHOD, PUBLISHED, SETTINGS, SIGNER, call, run

from nexmo_sig import Signer, canonicalize, encode, explain

SIGNED = SIGNER.sign({"text": "a & b", "timestamp": "1700000000"})
QUERY = encode(SIGNED).decode()
AT_THE_TIME = ("--now", "1700000000")


@pytest.mark.parametrize("vector", PUBLISHED, ids=range(len(PUBLISHED)))
def test_every_published_vector_is_explained(vector: dict[str, Any]) -> None:
    query = encode(vector["params"] | {"sig": vector["sig"]}).decode()
    settings = {
        "NEXMO_SIGNATURE_SECRET": vector["secret"],
        "NEXMO_SIGNATURE_METHOD": vector["method"],
    }
    status, out, err = call("explain", query, "--any-age", settings=settings)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert f"  {canonicalize(vector['params'])}" in lines
    assert f"  {vector['method']}" in lines
    assert f"  {vector['sig'][:8].lower()}..." in lines
    assert lines[-1] == "  authentic"


def test_it_prints_the_explanation() -> None:
    status, out, err = run("explain", QUERY, *AT_THE_TIME)
    assert (status, err) == (0, "")
    assert out == f"{explain(SIGNED, SIGNER, now=1700000000)}\n"


def test_an_altered_request_is_explained_with_status_1() -> None:
    altered = SIGNED | {"text": "a & c"}
    status, out, err = call("explain", encode(altered).decode(), *AT_THE_TIME)
    assert (status, err) == (1, "")
    assert out == f"{explain(altered, SIGNER, now=1700000000)}\n"


def test_signatures_are_shown_in_full_when_asked_for() -> None:
    hidden = call("explain", QUERY, *AT_THE_TIME).out
    shown = call("explain", QUERY, *AT_THE_TIME, "--show-signature").out
    assert hidden.count(SIGNED["sig"]) == 0
    assert shown.count(SIGNED["sig"]) == 2


def test_json_is_for_programs() -> None:
    explanation = explain(SIGNED, SIGNER, now=1700000000)
    status, out, err = call("explain", "--json", QUERY, *AT_THE_TIME)
    assert (status, err) == (0, "")
    assert json.loads(out) == explanation.as_dict()
    shown = call("explain", "--json", "--show-signature", QUERY, *AT_THE_TIME).out
    assert json.loads(shown) == explanation.as_dict(show_signature=True)


def test_candidate_secrets_are_tried(tmp_path: Path) -> None:
    files = [tmp_path / "first.txt", tmp_path / "second.txt"]
    for file, secret in zip(files, ["another secret", "the secret used"], strict=True):
        file.write_text(f"{secret}\n", encoding="utf-8")
    sent = Signer("the secret used", METHOD).sign({"timestamp": "1700000000"})
    options = [f"--candidate-secret-file={file}" for file in files]
    status, out, err = run("explain", encode(sent).decode(), *AT_THE_TIME, *options)
    assert (status, err) == (1, "")
    assert "  wrong-secret: The sender used secret 3 of those given: " in out
    assert "the secret used" not in out
    assert "wrong-secret" not in call("explain", encode(sent).decode(), *AT_THE_TIME).out


def test_a_candidate_that_cannot_be_read_is_named_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "first.txt").write_text("a secret", encoding="utf-8")
    options = [f"--candidate-secret-file={tmp_path / name}" for name in ("first.txt", "none.txt")]
    status, out, err = call("explain", QUERY, *AT_THE_TIME, *options)
    assert (status, out) == (2, "")
    assert err.startswith("nexmo-sig: candidate secret file 2 cannot be read: ")


def test_options_and_input_are_those_of_verify() -> None:
    assert call("explain", "-", "--any-age", stdin=encode(SIGNED)).status == 0
    assert call("explain", QUERY).status == 1
    assert call("explain", "a=1&a=2").status == 2
    assert call("explain", "", settings=SETTINGS).status == 2
