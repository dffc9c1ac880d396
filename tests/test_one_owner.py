"""To add a signature method or an endpoint means to edit one source file.

The tests that compare the package with something else, the vectors and the documentation, must then
fail, as these have not followed; every other test must pass.
"""

import os
import re
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PATCHES = {  # file: text, text that is put behind it
    "types.py": ('    SHA512 = "sha512"\n', '    SHA384 = "sha384"\n'),
    "conversion.py": ('    VOICE = "voice"\n', '    FAX = "fax"\n'),
}
PASSING = ["test_signer.py", "test_canonical.py", "test_auth.py", "test_conversion.py"]
FOLLOWING = ["test_documented.py", "test_vectors_cover.py"]

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


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with both patches: a new method and a new endpoint."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("nexmo_sig", "tests", "docs"):
        ignored = shutil.ignore_patterns("__pycache__", "node_modules")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for file, (old, added) in PATCHES.items():
        path = copy / "nexmo_sig" / file
        source = path.read_text(encoding="utf-8")
        assert source.count(old) == 1
        path.write_text(source.replace(old, old + added), encoding="utf-8")
    return copy


def run(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    left_out = ("CI", "COV", "PYTEST_ADDOPTS")  # the coverage of a copy is of no interest
    inherited = {n: value for n, value in os.environ.items() if not n.startswith(left_out)}
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


@pytest.mark.parametrize("uses", [USES_THE_METHOD, USES_THE_ENDPOINT], ids=["method", "endpoint"])
def test_what_was_added_in_one_file_works_everywhere(tree: Path, uses: str) -> None:
    ran = run(tree, "-c", uses)
    assert ran.returncode == 0, ran.stdout


def test_exactly_the_tests_of_what_has_not_followed_fail(tree: Path) -> None:
    tests = [f"tests/{test}" for test in PASSING + FOLLOWING]
    ran = run(
        tree,
        "-m",
        "pytest",
        "-q",
        "-n0",
        "--hypothesis-profile=quick",
        "-rf",
        "--tb=no",
        "-p",
        "no:cacheprovider",
        *tests,
    )
    failed = re.findall(r"^FAILED tests/(\S+?)::\S*\b(sha384|fax)\]", ran.stdout, re.MULTILINE)
    assert set(failed) == set(product(FOLLOWING, ["sha384", "fax"])), ran.stdout
    assert f"{len(failed)} failed" in ran.stdout
