"""The test vectors: well-formed, as the generator writes them, and passed by this package.

They are also held against the vendor's packages, the standard library and a runner in JavaScript.
"""

import base64
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import nexmo
import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from vectors import generate
from vectors.format import Topic
from vonage_http_client.auth import Auth as VonageAuth

import nexmo_sig
from nexmo_sig import (
    FORM,
    MEDIA_TYPES,
    NexmoSigError,
    ParameterError,
    Request,
    SecretAuth,
    SignatureAuth,
    SignatureMethod,
    Signer,
    UsageError,
    build_request,
    canonicalize,
    conversion,
    decode,
    encode,
    read_request,
)
from nexmo_sig.replay import MemoryReplayGuard

Case = dict[str, Any]

TESTS = Path(__file__).parent
FOLDER = TESTS / "vectors"
SCHEMA = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
NAMES = sorted({path.name for path in FOLDER.glob("*.json")} - {"schema.json"})
KINDS = sorted(topic.kind for topic in generate.TOPICS)


def load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def cases(*kinds: str) -> list[Case]:
    return [case for kind in kinds for case in load(f"{kind}.json")["cases"]]


def of(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases(kind), ids=lambda case: case["id"])


# The files


@pytest.mark.parametrize("name", NAMES)
def test_a_file_keeps_to_the_schema(name: str) -> None:
    VALIDATOR.validate(load(name))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("field", ["id", "comment", "flags", "result"])
def test_the_schema_refuses_a_case_without_what_every_case_has(kind: str, field: str) -> None:
    content = load(f"{kind}.json")
    holder = content["cases"][-1]
    if kind == "replays" and field == "result":  # each of its steps has a result
        holder = holder["steps"][0]
    del holder[field]
    with pytest.raises(ValidationError):
        VALIDATOR.validate(content)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_refuses_a_field_that_no_case_has(kind: str) -> None:
    content = load(f"{kind}.json")
    content["cases"][0]["unknown"] = 1
    with pytest.raises(ValidationError):
        VALIDATOR.validate(content)


def test_every_file_is_described_by_the_generator() -> None:
    assert sorted(["published.json", *[f"{kind}.json" for kind in KINDS]]) == NAMES


@pytest.mark.parametrize("topic", generate.TOPICS, ids=lambda topic: topic.kind)
def test_a_file_is_what_the_generator_writes(topic: Topic) -> None:
    written = (FOLDER / f"{topic.kind}.json").read_text(encoding="ascii")
    assert written == generate.file_text(topic), "run `python -m vectors.generate` in tests/"


def test_the_generator_writes_every_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "FOLDER", tmp_path)
    generate.main()
    assert sorted(path.stem for path in tmp_path.iterdir()) == KINDS
    assert f"statuses.json: {len(cases('statuses'))} cases\n" in capsys.readouterr().out


def test_the_generator_uses_nothing_of_the_package() -> None:
    script = "import sys, vectors.generate; sys.exit('nexmo_sig' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=TESTS).returncode == 0


def test_an_id_names_one_case() -> None:
    ids = Counter(case["id"] for case in cases(*KINDS))
    assert {case_id for case_id, count in ids.items() if count > 1} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_flag_is_explained_and_every_explanation_used(kind: str) -> None:
    content = load(f"{kind}.json")
    used = {flag for case in content["cases"] for flag in case["flags"]}
    assert used == set(content["notes"])


def test_there_are_cases_of_every_result_and_every_kind_of_refusal() -> None:
    assert len(cases(*KINDS)) >= 300
    steps = [step for case in cases("replays") for step in case["steps"]]
    outcomes = [case for case in cases(*KINDS) if "result" in case] + steps
    assert {case["result"] for case in outcomes} == {"valid", "invalid", "acceptable"}
    kinds = {case["error"] for case in outcomes if "error" in case}
    assert kinds == set(SCHEMA["$defs"]["error"]["enum"])


def test_the_files_are_small() -> None:
    assert sum((FOLDER / name).stat().st_size for name in NAMES) < 1_000_000


# This package


def kind_of(error: NexmoSigError) -> str:
    """Return the name of an error as the vectors write it: DuplicateParameter, duplicate-parameter."""
    # That the program is wrong, and not the request, is for other languages one kind of mistake.
    known = ParameterError if isinstance(error, UsageError) else type(error)
    name = known.__name__.replace("URL", "Url")
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def check(case: Case, call: Callable[[], Any]) -> None:
    """Hold what a call returns or raises against what a case allows."""
    try:
        got = "expected", call()
    except NexmoSigError as error:
        got = "error", kind_of(error)
    assert got in [(name, case[name]) for name in ("expected", "error") if name in case]


def body_of(holder: Case) -> bytes:
    if "body_base64" in holder:
        return base64.b64decode(holder["body_base64"])
    if "body_repeated" in holder:
        part = holder["body_repeated"]
        units = [part["unit"].replace("{n}", str(n)) for n in range(part["count"])]
        return "".join([part["prefix"], *units, part["suffix"]]).encode()
    body: str = holder["body"]
    return body.encode()


def request_of(given: Case) -> Request:
    return Request(given["method"], given["url"], given["headers"], body_of(given))


def received(case: Case) -> Any:
    return read_request(request_of(case["request"])) if "request" in case else case["pairs"]


VALUES: dict[str, Callable[[Any], Any]] = {
    "integer": int,
    "float": float,
    "datetime": datetime.fromisoformat,
    "bytes": bytes.fromhex,
}


@of("texts")
@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_the_package_gives_a_value_its_text(case: Case, media_type: str) -> None:
    value = VALUES.get(case["type"], lambda value: value)(case["value"])
    check(case, lambda: decode(encode({"p": value}, media_type), media_type).get("p"))


@of("canonical")
def test_the_package_makes_the_string_to_sign(case: Case) -> None:
    check(case, lambda: canonicalize(case["pairs"]))


@of("signatures")
def test_the_package_makes_the_signatures(case: Case) -> None:
    def signatures() -> dict[str, str]:
        return {
            method: Signer(case["secret"], method).signature(case["pairs"])
            for method in SignatureMethod
        }

    check(case, signatures)


@of("encode")
def test_the_package_writes_one_of_the_bodies(case: Case) -> None:
    def bodies() -> list[str]:
        body = encode(case["pairs"], case["media_type"]).decode("ascii")
        return case["expected"] if same_body(body, case) else [body]

    check(case, bodies)


def same_body(body: str, case: Case) -> bool:
    if case["media_type"].lower().startswith(FORM):
        return body in case["expected"]
    return json.loads(body) in [json.loads(allowed) for allowed in case["expected"]]


@of("decode")
def test_the_package_reads_the_body(case: Case) -> None:
    check(case, lambda: decode(body_of(case), case["media_type"]))


@of("build")
def test_the_package_builds_the_request(case: Case) -> None:
    def built() -> Case:
        arguments = {name: case[name] for name in ("media_type", "placement")}
        auth = auth_of(case["auth"])
        request = build_request(case["method"], case["url"], case["pairs"], auth=auth, **arguments)
        return {
            "method": request.method,
            "url": request.url,
            "headers": [[name, request.headers[name]] for name in sorted(request.headers)],
            "body": request.body.decode(),
        }

    check(case, built)


def auth_of(given: Case) -> SecretAuth | SignatureAuth:
    if "api_secret" in given:
        return SecretAuth(given["api_key"], given["api_secret"])
    signer = Signer(given["secret"], given["method"], clock=lambda: given["now"])
    return SignatureAuth(given["api_key"], signer)


@of("requests")
def test_the_package_reads_the_request(case: Case) -> None:
    check(case, lambda: received(case))


@of("verdicts")
def test_the_package_gives_the_verdict(case: Case) -> None:
    def verified() -> dict[str, str]:
        signer = Signer(case["secrets"], case["method"])
        return signer.verify(received(case), case["tolerance"], now=case["now"])

    check(case, verified)


@of("replays")
def test_the_package_tells_new_requests_from_replays(case: Case) -> None:
    moments: list[float] = []
    guard = MemoryReplayGuard(clock=lambda: moments[-1])
    signer = Signer(case["secrets"], case["method"], clock=lambda: moments[-1])

    def verified(step: Case) -> dict[str, str]:
        return signer.verify(received(step), case["tolerance"], replay_guard=guard)

    for step in case["steps"]:
        moments.append(step["now"])
        check(step, partial(verified, step))


@of("statuses")
def test_the_package_knows_what_a_status_means(case: Case) -> None:
    def accepted() -> bool:
        conversion.check_status(case["status"])
        return True

    check(case, accepted)


def test_every_kind_of_refusal_is_an_error_of_the_package() -> None:
    errors = [getattr(nexmo_sig, name) for name in nexmo_sig.__all__]
    names = {
        kind_of(error("message"))
        for error in errors
        if isinstance(error, type) and issubclass(error, NexmoSigError)
    }
    assert set(SCHEMA["$defs"]["error"]["enum"]) <= names


# The vendor's packages. They add a timestamp where there is none, or a blank one, and hash a `sig`
# that is among the parameters when they sign: those cases are not theirs. Nor are the refusals.

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


# Another language

RUNNER = FOLDER / "runner.mjs"
RUN = ["canonical", "signatures", "encode", "decode", "requests", "verdicts", "replays"]


def run_in_node(folder: Path) -> subprocess.CompletedProcess[str]:
    node = shutil.which("node")
    assert node, "this test needs Node.js"
    return subprocess.run(
        [node, RUNNER, folder], capture_output=True, text=True, encoding="utf-8", timeout=300
    )


def test_the_runner_is_short() -> None:
    lines = RUNNER.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 100
    assert max(map(len, lines)) <= 110


@pytest.mark.program
def test_the_runner_passes_every_case() -> None:
    ran = run_in_node(FOLDER)
    assert ran.stdout == f"{len(cases(*RUN))} passed, 0 failed\n"
    assert (ran.stderr, ran.returncode) == ("", 0)


@pytest.mark.program
@pytest.mark.parametrize("kind", RUN)
@pytest.mark.parametrize("result", ["valid", "invalid"])
def test_the_runner_fails_a_case_that_is_wrong(kind: str, result: str, tmp_path: Path) -> None:
    for name in NAMES:
        shutil.copy(FOLDER / name, tmp_path)
    content = load(f"{kind}.json")
    wrong = next(case for case in content["cases"] if result in results_of(case))
    spoil(next(step for step in wrong.get("steps", [wrong]) if step["result"] == result))
    (tmp_path / f"{kind}.json").write_text(json.dumps(content), encoding="ascii")
    ran = run_in_node(tmp_path)
    assert ran.stdout == (
        f"failed: {wrong['id']} ({wrong['comment']})\n{len(cases(*RUN)) - 1} passed, 1 failed\n"
    )
    assert ran.returncode == 1


def results_of(case: Case) -> list[str]:
    return [step["result"] for step in case.get("steps", [case])]


def spoil(holder: Case) -> None:
    """Make a case expect another refusal, or one where there is none."""
    holder.pop("expected", None)
    holder["error"] = "spoilt"
