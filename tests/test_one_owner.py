"""To add a signature method or an endpoint means to edit one source file.

The tests that compare the package with something else, the vectors and the documentation, must then
fail, as these have not followed; every other test must pass.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NEW_METHOD = (
    "types.py",
    '    SHA512 = "sha512"\n',
    '    SHA512 = "sha512"\n    SHA384 = "sha384"\n',
)
NEW_ENDPOINT = ("conversion.py", '    VOICE = "voice"\n', '    VOICE = "voice"\n    FAX = "fax"\n')

USES_THE_METHOD = """
from nexmo_sig import Signer, diagnose, explain
from nexmo_sig.cli import main

right, wrong = Signer("a signature secret", "sha384"), Signer("a signature secret", "sha256")
signed = right.sign({"to": "447700900000"})
assert right.verify(signed)
assert len(signed["sig"]) == 96
(finding,) = diagnose(signed, "a signature secret", "sha256")
assert finding.codes == ("wrong-method",)
assert finding.method == "sha384"
assert explain(signed, wrong).findings == (finding,)
assert main(["sign", "--method", "sha384", "a=1"]) == 0
"""
USES_THE_ENDPOINT = """
from nexmo_sig import SignatureAuth, conversion
from nexmo_sig.testing import EXAMPLE_ACCOUNT, ConversionServer
from nexmo_sig.cli import main

with ConversionServer() as server:
    request = conversion.build_request(
        "fax", message_id="1", delivered=True, base_url=server.url,
        auth=SignatureAuth(EXAMPLE_ACCOUNT.api_key, EXAMPLE_ACCOUNT.signer),
    )
    assert request.url == f"{server.url}/fax"
    assert main(["request", "fax", "--message-id", "1", "--delivered", "true", "--send",
                 "--base-url", server.url]) == 0
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("nexmo_sig", "tests", "docs"):
        ignored = shutil.ignore_patterns("__pycache__", "node_modules")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def apply(tree: Path, patch: tuple[str, str, str]) -> None:
    file, old, new = patch
    path = tree / "nexmo_sig" / file
    source = path.read_text(encoding="utf-8")
    assert source.count(old) == 1
    path.write_text(source.replace(old, new), encoding="utf-8")


def run(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in os.environ.keys() - {"CI", "PYTEST_ADDOPTS"}}
    credentials = {
        "NEXMO_SIGNATURE_SECRET": "ExampleSignatureSecret",
        "NEXMO_SIGNATURE_METHOD": "sha256",
        "NEXMO_API_KEY": "a1b2c3d4",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=tree,
        env=inherited | credentials | {"PYTHONPATH": str(tree)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def run_tests(tree: Path, *tests: str) -> int:
    pytest_of_tree = ["-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    return run(tree, *pytest_of_tree, *(f"tests/{test}" for test in tests)).returncode


@pytest.mark.parametrize(
    ("patch", "uses", "passing", "failing"),
    [
        (
            NEW_METHOD,
            USES_THE_METHOD,
            ["test_signer.py", "test_canonical.py", "test_published.py", "test_diagnosis.py"],
            ["test_vectors_package.py", "test_documented.py"],
        ),
        (
            NEW_ENDPOINT,
            USES_THE_ENDPOINT,
            ["test_conversion.py", "test_testing.py"],
            ["test_vectors_package.py", "test_documented.py"],
        ),
    ],
    ids=["a signature method", "an endpoint"],
)
def test_it_is_added_in_one_file(
    tree: Path, patch: tuple[str, str, str], uses: str, passing: list[str], failing: list[str]
) -> None:
    apply(tree, patch)
    ran = run(tree, "-c", uses)
    assert ran.returncode == 0, ran.stdout
    assert run_tests(tree, *passing) == 0
    assert [test for test in failing if run_tests(tree, test) == 0] == []
