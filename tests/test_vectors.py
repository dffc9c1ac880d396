"""The files of the test vectors: well-formed, and as the generator writes them."""

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from vector_files import FILES, FOLDER, NAMES, SCHEMA, cases, load, steps_of
from vectors import generate

VALIDATOR = Draft202012Validator(SCHEMA)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_keeps_to_the_schema(name: str) -> None:
    VALIDATOR.validate(load(name))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("field", ["id", "comment", "flags", "result"])
def test_the_schema_rejects_a_case_without_what_every_case_has(file: str, field: str) -> None:
    content = load(f"{file}.json")
    content["cases"] = content["cases"][-1:]
    VALIDATOR.validate(content)
    holder = content["cases"][0]
    if field == "result":
        holder = steps_of(holder)[0]
    del holder[field]
    with pytest.raises(ValidationError):
        VALIDATOR.validate(content)


@pytest.mark.parametrize("file", FILES)
def test_the_schema_rejects_a_field_that_no_case_has(file: str) -> None:
    content = load(f"{file}.json")
    content["cases"] = [content["cases"][0] | {"unknown": 1}]
    with pytest.raises(ValidationError):
        VALIDATOR.validate(content)


def test_every_file_is_described_by_the_generator() -> None:
    assert sorted(["published.json", *[f"{file}.json" for file in FILES]]) == NAMES


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_what_the_generator_writes(file: str) -> None:
    written = (FOLDER / f"{file}.json").read_text(encoding="ascii")
    assert written == generate.file_text(file), "run `python -m vectors.generate` in tests/"


def test_the_generator_writes_every_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "FOLDER", tmp_path)
    for name in generate.STAMPED:
        shutil.copy(FOLDER / name, tmp_path)
    generate.main()
    assert {path.name for path in tmp_path.glob("*.json")} == {*NAMES, "schema.json"}
    assert f"statuses.json: {len(cases('statuses'))} cases\n" in capsys.readouterr().out


def test_the_generator_uses_nothing_of_the_package() -> None:
    script = "import sys, vectors.generate; sys.exit('nexmo_sig' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=FOLDER.parent).returncode == 0


def test_an_id_names_one_case() -> None:
    ids = Counter(case["id"] for case in cases(*FILES))
    assert {case_id for case_id, count in ids.items() if count > 1} == set()


@pytest.mark.parametrize("file", FILES)
def test_every_flag_is_explained_and_every_explanation_used(file: str) -> None:
    content = load(f"{file}.json")
    used = {flag for case in content["cases"] for flag in case["flags"]}
    assert used == set(content["notes"])
    assert set(generate.NOTES[file]) - {"description"} <= used


def test_there_are_cases_of_every_result_and_every_kind_of_rejection() -> None:
    assert len(cases(*FILES)) >= 300
    outcomes = [step for case in cases(*FILES) for step in steps_of(case)]
    assert {case["result"] for case in outcomes} == {"valid", "invalid", "acceptable"}
    kinds = {case["error"] for case in outcomes if "error" in case}
    assert kinds == set(SCHEMA["$defs"]["error"]["enum"])


def test_the_files_are_small() -> None:
    assert sum((FOLDER / name).stat().st_size for name in NAMES) < 1_000_000


def test_two_faults_of_different_checks_stand_in_every_pair() -> None:
    orders = [case["error"] for case in cases("webhooks") if "Order" in case["flags"]]
    assert len(orders) >= 60
    assert len(set(orders)) >= 8
