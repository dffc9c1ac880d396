"""What is installed, and what importing it costs."""

import email
import importlib.metadata
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import nexmo_sig

ROOT = Path(__file__).parent.parent


WHEEL_BYTES = 300_000  # the most that a wheel may have


def build(kind: str, source: Path, folder: Path) -> Path:
    """Build a ``wheel`` or an ``sdist`` of the files in a folder, and return its path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1577836800"}
    subprocess.run(command, cwd=source, env=environment, check=True, capture_output=True)
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def wheel_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def wheel(wheel_path: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(wheel_path)


@pytest.fixture(scope="module")
def unpacked_sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(path) as sdist:
        sdist.extractall(folder, filter="data")
    (unpacked,) = folder.iterdir()
    return unpacked


def test_the_wheel_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    files = {name for name in wheel.namelist() if ".dist-info/" not in name}
    here = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "nexmo_sig").rglob("*")
        if path.suffix in (".py", ".css", ".html") or path.name == "py.typed"
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


def test_the_wheel_stays_small(wheel_path: Path) -> None:
    assert wheel_path.stat().st_size < WHEEL_BYTES


def test_the_sdist_builds_the_same_wheel_byte_for_byte(
    wheel_path: Path, unpacked_sdist: Path, tmp_path: Path
) -> None:
    for path in unpacked_sdist.rglob("*"):
        os.utime(path, (2e9, 2e9))  # when a file was last written does not matter
    rebuilt = build("wheel", unpacked_sdist, tmp_path)
    assert rebuilt.name == wheel_path.name
    assert rebuilt.read_bytes() == wheel_path.read_bytes()


def test_the_sdist_holds_what_the_project_is_made_of_and_nothing_else(unpacked_sdist: Path) -> None:
    assert {path.name for path in unpacked_sdist.iterdir()} == {
        *(".ci", ".github", ".gitignore", ".pre-commit-config.yaml"),
        *("LICENSE", "PKG-INFO", "README.md", "SECURITY.md", "pyproject.toml"),
        *("benchmarks", "docs", "nexmo_sig", "tests"),
    }
    ignored = [path.strip("/*") for path in (ROOT / ".gitignore").read_text().split()]
    packed = {
        part
        for path in unpacked_sdist.rglob("*")
        for part in path.relative_to(unpacked_sdist).parts
    }
    assert packed & set(ignored) == set()


def test_the_wheel_works_in_an_empty_environment(wheel_path: Path, tmp_path: Path) -> None:
    venv.create(tmp_path)
    scripts = tmp_path / ("Scripts" if os.name == "nt" else "bin")
    options = ["--no-index", "--no-deps", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(tmp_path), "install", *options, wheel_path],
        check=True,
    )
    demo = subprocess.run([scripts / "nexmo-sig", "demo"], cwd=tmp_path, capture_output=True)
    assert (demo.returncode, demo.stderr) == (0, b"")
    assert b"200 " in demo.stdout
    listing = "import importlib.metadata as m; print(*[d.name for d in m.distributions()])"
    installed = subprocess.check_output([scripts / "python", "-I", "-c", listing], text=True)
    assert installed.split() == ["nexmo-sig"]


def test_the_version_is_that_of_the_installed_package() -> None:
    assert importlib.metadata.version("nexmo-sig") == nexmo_sig.__version__


def test_every_public_name_is_there_and_listed_once() -> None:
    assert len(set(nexmo_sig.__all__)) == len(nexmo_sig.__all__)
    for name in nexmo_sig.__all__:
        assert getattr(nexmo_sig, name) is not None


SLOW = [
    "argparse",
    "asyncio",
    "email",
    "http",
    "logging",
    "socket",
    "subprocess",
    "threading",
    "urllib",
]


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
