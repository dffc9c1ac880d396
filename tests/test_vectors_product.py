"""The test vectors as others get them: I-JSON, with a version, in an archive."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from vector_files import FILES, FOLDER, NAMES, OPTIONAL, SCHEMA, cases, load
from vectors import archive, generate

BINDING = sorted({*NAMES, "schema.json"} - {f"{file}.json" for file in OPTIONAL})


def pairs_of_unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names)
    return dict(pairs)


def strings_and_numbers(value: Any, depth: int = 0) -> list[Any]:
    assert depth <= 16
    if isinstance(value, dict):
        members = [part for pair in value.items() for part in pair]
        return [found for part in members for found in strings_and_numbers(part, depth + 1)]
    if isinstance(value, list):
        return [found for part in value for found in strings_and_numbers(part, depth + 1)]
    return [value]


def excluded(text: str) -> list[str]:
    """Return the surrogates and noncharacters in a text (RFC 7493, section 2.1)."""
    return [
        character
        for character in text
        if "\ud800" <= character <= "\udfff"
        or "\ufdd0" <= character <= "\ufdef"
        or ord(character) & 0xFFFE == 0xFFFE
    ]


@pytest.mark.parametrize("name", BINDING)
def test_a_file_is_i_json(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="ascii")
    content = json.loads(text, object_pairs_hook=pairs_of_unique_names)
    for value in strings_and_numbers(content):
        if isinstance(value, str):
            assert not excluded(value)
        elif not isinstance(value, bool) and value is not None:
            assert abs(value) < 2**53
            assert value == float(value)


@pytest.mark.parametrize("name", NAMES)
def test_no_member_has_a_name_that_php_rejects(name: str) -> None:
    """A name that begins with NUL cannot be one of a PHP object."""

    def check(pairs: list[tuple[str, Any]]) -> None:
        assert not any(member.startswith("\0") for member, _ in pairs)

    json.loads((FOLDER / name).read_text(encoding="ascii"), object_pairs_hook=check)


def held_by(case: dict[str, Any]) -> list[str]:
    return excluded(json.dumps(case, ensure_ascii=False))


def test_the_optional_files_hold_only_what_the_others_must_not() -> None:
    for case in cases("surrogates"):
        assert any("\ud800" <= character <= "\udfff" for character in held_by(case))
    for case in cases("noncharacters"):
        assert held_by(case)
        assert "".join(held_by(case)).encode()  # so that a language without surrogates reads it


def test_the_surrogates_of_every_kind_have_moved() -> None:
    kinds = {case["kind"] for case in cases("surrogates")}
    assert kinds == {"texts", "canonical", "signatures", "encode", "verdicts"}
    assert len(cases("surrogates")) == 16


@pytest.mark.parametrize("name", [*NAMES, "schema.json"])
def test_every_file_has_the_version(name: str) -> None:
    assert load(name)["version"] == generate.VERSION


def test_the_generator_stamps_what_is_written_by_hand() -> None:
    assert generate.stamped('{"version": "0.9.0", "a": {"version": "x"}}') == (
        f'{{"version": "{generate.VERSION}", "a": {{"version": "x"}}}}'
    )


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the archive that the documented command writes."""
    folder = tmp_path_factory.mktemp("packed")
    command = [sys.executable, "-m", "vectors.archive", str(folder / "dist")]
    printed = subprocess.check_output(command, cwd=FOLDER.parent, text=True)
    path = folder / "dist" / f"nexmo-sig-vectors-{generate.VERSION}.zip"
    assert printed == f"{path}\n"
    return path


def unpacked(path: Path) -> dict[str, bytes]:
    prefix = f"nexmo-sig-vectors-{generate.VERSION}/"
    with ZipFile(path) as opened:
        assert all(name.startswith(prefix) for name in opened.namelist())
        return {name.removeprefix(prefix): opened.read(name) for name in opened.namelist()}


def test_the_archive_holds_the_files_and_what_explains_them(packed: Path) -> None:
    files = unpacked(packed)
    explained = {"schema.json", "README.md", "LICENSE", "manifest.json"}
    assert set(files) == {*NAMES, *explained}
    assert all(files[name] == (FOLDER / name).read_bytes() for name in [*NAMES, "schema.json"])
    assert b"MIT License" in files["LICENSE"]


def test_the_manifest_counts_and_hashes_all_else(packed: Path) -> None:
    files = unpacked(packed)
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["version"] == generate.VERSION
    assert [entry["name"] for entry in manifest["files"]] == sorted(files)
    for entry in manifest["files"]:
        content = files[entry["name"]]
        assert entry["bytes"] == len(content)
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        counted = {"cases": len(json.loads(content)["cases"])} if entry["name"] in NAMES else {}
        assert {name: entry[name] for name in counted} == counted
    assert manifest["cases"] == len(cases("published", *FILES))


def test_the_archive_is_the_same_byte_for_byte(packed: Path, tmp_path: Path) -> None:
    """Another place, another hour, another mode: nothing of it shows."""
    copied = tmp_path / "elsewhere" / "tests"
    shutil.copytree(FOLDER, copied / "vectors", copy_function=shutil.copyfile)
    shutil.copyfile(FOLDER.parent / "reference.py", copied / "reference.py")
    shutil.copyfile(archive.LICENSE, tmp_path / "elsewhere" / "LICENSE")
    for path in copied.rglob("*"):
        path.chmod(0o700)
    command = [sys.executable, "-m", "vectors.archive", str(tmp_path)]
    subprocess.check_output(command, cwd=copied)
    assert (tmp_path / packed.name).read_bytes() == packed.read_bytes()


def test_the_readme_names_every_file_every_error_and_no_python(packed: Path) -> None:
    readme = unpacked(packed)["README.md"].decode("ascii")
    assert all(f"`{name}`" in readme for name in NAMES)
    assert all(f"`{error}`" in readme for error in SCHEMA["$defs"]["error"]["enum"])
    assert "ython" not in readme
    assert "nexmo_sig" not in readme
