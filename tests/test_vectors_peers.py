"""The test vectors are what the vendor's packages sign and what the standard library reads.

The vendor's packages add a timestamp where there is none, or a blank one, and hash a `sig` that is
among the parameters when they sign: those cases are not theirs. Nor are the rejections.
"""

import json
from typing import Any
from urllib.parse import parse_qsl

import nexmo
import pytest
from vector_files import Case, body_of, cases
from vonage_http_client.auth import Auth as VonageAuth

from nexmo_sig import SignatureMethod

PLAIN = [
    case
    for case in cases("signatures")
    if case["result"] == "valid" and not {"NoTimestamp", "SigAmongParameters"} & {*case["flags"]}
]


@pytest.mark.parametrize("case", PLAIN, ids=lambda case: case["id"])
@pytest.mark.parametrize("method", SignatureMethod)
def test_the_nexmo_package_makes_the_same_signature(case: Case, method: str) -> None:
    client = nexmo.Client(
        key="key",
        secret="api secret",
        signature_secret=case["secret"],
        signature_method=None if method == "md5hash" else method,
    )
    assert client.signature(dict(case["pairs"])) == case["expected"][method]


@pytest.mark.parametrize("case", PLAIN, ids=lambda case: case["id"])
@pytest.mark.parametrize("method", ["md5", "sha1", "sha256", "sha512"])
def test_the_vonage_package_makes_the_same_signature(case: Case, method: Any) -> None:
    auth = VonageAuth(api_key="key", signature_secret=case["secret"], signature_method=method)
    assert auth.sign_params(dict(case["pairs"])) == case["expected"][method]


def test_the_vendor_makes_most_of_the_signatures() -> None:
    valid = [case for case in cases("signatures") if case["result"] == "valid"]
    assert len(PLAIN) >= 0.85 * len(valid)


# The standard library reads what is valid as the vectors say


def valid_bodies(prefix: str) -> list[Case]:
    return [
        case
        for case in cases("decode")
        if case["result"] == "valid" and case["id"].startswith(f"decode-{prefix}-")
    ]


@pytest.mark.parametrize("case", valid_bodies("form"), ids=lambda case: case["id"])
def test_the_standard_library_reads_the_same_form(case: Case) -> None:
    pairs = parse_qsl(body_of(case).decode(), keep_blank_values=True, errors="strict")
    assert pairs == list(case["expected"].items())


@pytest.mark.parametrize("case", valid_bodies("json"), ids=lambda case: case["id"])
def test_the_standard_library_reads_the_same_json(case: Case) -> None:
    members = json.loads(body_of(case), parse_int=str, parse_float=str)
    literals = {True: "true", False: "false"}
    texts = {name: literals.get(value, value) for name, value in members.items()}
    assert {name: text for name, text in texts.items() if text is not None} == case["expected"]
