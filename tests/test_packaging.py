"""What is installed, and what importing it costs."""

import email
import importlib.metadata
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import nexmo_sig

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    files = {name for name in wheel.namelist() if ".dist-info/" not in name}
    here = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "nexmo_sig").rglob("*")
        if path.suffix == ".py" or path.name == "py.typed"
    }
    assert files == here
    assert "nexmo_sig/py.typed" in files


def test_the_wheel_has_no_runtime_dependency(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    metadata = email.message_from_bytes(wheel.read(name))
    requirements = metadata.get_all("Requires-Dist", [])
    assert [line for line in requirements if "extra ==" not in line] == []
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"


def test_the_version_is_that_of_the_installed_package() -> None:
    assert importlib.metadata.version("nexmo-sig") == nexmo_sig.__version__


def test_every_public_name_is_there_and_listed_once() -> None:
    assert len(set(nexmo_sig.__all__)) == len(nexmo_sig.__all__)
    for name in nexmo_sig.__all__:
        assert getattr(nexmo_sig, name) is not None


SLOW = ["argparse", "dataclasses", "datetime", "inspect", "json", "re", "typing", "urllib"]


def test_importing_the_package_imports_nothing_that_signing_does_not_need() -> None:
    program = """
import sys
before = set(sys.modules)
import nexmo_sig
signer = nexmo_sig.Signer("secret", "sha256")
signer.verify(nexmo_sig.read_request(nexmo_sig.Request("GET", "/?" + "&".join(
    f"{name}={text}" for name, text in signer.sign({"a": "1"}).items()))))
print(*sorted(set(sys.modules) - before))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    imported = {name.partition(".")[0] for name in ran.stdout.split()}
    assert "nexmo_sig" in imported
    assert imported & set(SLOW) == set()
    assert imported - {"nexmo_sig"} <= set(sys.stdlib_module_names)
