"""What the vendor's own SDKs sign wrongly is found out, from what they really send."""

import json
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nexmo
import pytest
import trustme
from vonage_http_client.auth import Auth
from vonage_http_client.http_client import HttpClient
from vonage_sms import Sms, SmsMessage
from wire.servers import RecordingServer
from wrong_signers import METHODS

from nexmo_sig import Finding, Request, diagnose, read_request
from nexmo_sig.testing import Response

SECRET = "a signature secret"
HMACS = METHODS[1:]


def accept(_: Request) -> Response:
    answer = {"message-count": "1", "messages": [{"status": "0"}]}
    return Response(200, {"Content-Type": "application/json"}, json.dumps(answer).encode())


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordingServer]:
    """Speaks HTTPS for an authority that `requests` knows: the Python SDKs speak nothing else."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    with RecordingServer(accept, context) as server:
        yield server


def host(server: RecordingServer) -> str:
    return server.url.removeprefix("https://")


def told(server: RecordingServer, method: str) -> list[Finding]:
    return diagnose(read_request(server.requests[-1]), SECRET, method)


def vonage_client(server: RecordingServer, method: str) -> HttpClient:
    auth = Auth(api_key="a1b2c3d4", signature_secret=SECRET, signature_method=method)
    return HttpClient(auth, {"rest_host": host(server)})


def nexmo_client(method: str) -> nexmo.Client:
    return nexmo.Client(
        key="a1b2c3d4",
        secret="an api secret",
        signature_secret=SECRET,
        signature_method=None if method == "md5hash" else method,
    )


@pytest.mark.parametrize("method", HMACS)
@pytest.mark.parametrize("options", [{}, {"type": "unicode", "client_ref": "1", "ttl": 20_000}])
def test_vonage_sms_hashes_none_for_what_it_does_not_send(
    options: dict[str, Any], method: str, server: RecordingServer
) -> None:
    message = SmsMessage(to="447700900000", from_="Acme", text="Hello & welcome", **options)
    Sms(vonage_client(server, method)).send(message)
    [finding] = told(server, method)
    assert finding.codes == ("none-as-text",)
    assert "&sig=None&" in finding.canonical
    assert "&text=Hello _ welcome&" in finding.canonical


@pytest.mark.parametrize("method", HMACS)
def test_vonage_http_client_hashes_booleans_as_python_writes_them(
    method: str, server: RecordingServer
) -> None:
    params = {"to": "447700900000", "status-report-req": True, "trusted-number": False}
    vonage_client(server, method).post(host(server), "/sms/json", params, "signature", "json")
    [finding] = told(server, method)
    assert finding.codes == ("bool-as-python",)
    assert "&status-report-req=True&" in finding.canonical


@pytest.mark.parametrize("method", HMACS)
def test_vonage_http_client_makes_two_mistakes_at_once(
    method: str, server: RecordingServer
) -> None:
    params = {"to": "447700900000", "status-report-req": True, "client-ref": None}
    vonage_client(server, method).post(host(server), "/sms/json", params, "signature", "json")
    [finding] = told(server, method)
    assert {*finding.codes} == {"bool-as-python", "none-as-text"}


def test_vonage_http_client_does_not_sign_by_the_default_of_accounts(
    server: RecordingServer,
) -> None:
    client = HttpClient(Auth(api_key="a1b2c3d4", signature_secret=SECRET))
    client.post(host(server), "/sms/json", {"to": "447700900000"}, "signature", "form")
    [finding] = told(server, "md5hash")
    assert (finding.codes, finding.method) == (("wrong-method",), "md5")


@pytest.mark.parametrize("method", METHODS)
def test_nexmo_hashes_none_for_what_it_does_not_send(method: str, server: RecordingServer) -> None:
    params = {"to": "447700900000", "client-ref": None, "callback": None}
    client = nexmo_client(method)
    client.post(host(server), "/sms/json", params, supports_signature_auth=True)
    [finding] = told(server, method)
    assert finding.codes == ("none-as-text",)
    assert "&callback=None&client-ref=None&" in finding.canonical


@pytest.mark.parametrize("method", METHODS)
def test_nexmo_hashes_the_former_signature_when_a_message_is_sent_again(
    method: str, server: RecordingServer
) -> None:
    params = {"to": "447700900000", "text": "x"}
    for _ in range(2):
        nexmo_client(method).post(host(server), "/sms/json", params, supports_signature_auth=True)
    first, again = (diagnose(read_request(r), SECRET, method) for r in server.requests)
    assert first == []
    assert [finding.codes for finding in again] == [("sig-included",)]


Node = Callable[..., Any]


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Node:
    """Runs the script beside the SDKs of Node."""
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", "sign.js"):
        shutil.copy(Path(__file__).parent / "node" / name, folder)
    npm, program = shutil.which("npm"), shutil.which("node")
    assert npm is not None
    assert program is not None
    install = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(install, cwd=folder, check=True, capture_output=True)

    def run(**request: Any) -> Any:
        command = [program, "sign.js"]
        data = json.dumps({"secret": SECRET, **request}).encode()
        done = subprocess.run(command, cwd=folder, input=data, check=True, stdout=subprocess.PIPE)
        return json.loads(done.stdout)

    return run


UNDEFINED = {"undefined": True}
ALGORITHMS = ["MD5HASH", "MD5HMAC", "SHA1HMAC", "SHA256HMAC", "SHA512HMAC"]
vonage_auth_methods = pytest.mark.parametrize(
    ("method", "algorithm"), [*zip(METHODS, ALGORITHMS, strict=True)], ids=METHODS
)
PARAMS = {"to": "447700900000", "text": "Söhne & Co = 1 + 1 ~*", "from": "Acme"}


@pytest.mark.program
@vonage_auth_methods
def test_vonage_auth_of_node_hashes_the_encoded_query(
    method: str, algorithm: str, node: Node
) -> None:
    sent = node(sdk="vonage", params=PARAMS, algorithm=algorithm)
    [finding] = diagnose(sent, SECRET, method)
    assert finding.codes == ("query-encoded",)
    assert finding.canonical.startswith("api_key_a1b2c3d4_from_Acme_text_S%C3%B6hne+%26+Co+")


@pytest.mark.program
@vonage_auth_methods
@pytest.mark.parametrize(("value", "text"), [(UNDEFINED, "undefined"), (None, "null")])
def test_vonage_auth_of_node_hashes_what_it_does_not_send(
    value: object, text: str, method: str, algorithm: str, node: Node
) -> None:
    sent = node(sdk="vonage", params=PARAMS | {"client-ref": value}, algorithm=algorithm)
    [finding] = diagnose(sent, SECRET, method)
    assert {*finding.codes} == {"query-encoded", "none-as-text"}
    assert f"_client-ref_{text}_" in finding.canonical


@pytest.mark.program
@vonage_auth_methods
def test_vonage_auth_of_node_hashes_the_former_signature(
    method: str, algorithm: str, node: Node
) -> None:
    sent = node(sdk="vonage", params=PARAMS, algorithm=algorithm)
    again = node(sdk="vonage", params=sent, algorithm=algorithm)
    assert again["sig"] != sent["sig"]
    [finding] = diagnose(again, SECRET, method)
    assert {*finding.codes} == {"query-encoded", "sig-included"}


@pytest.mark.program
@pytest.mark.parametrize("method", METHODS)
def test_nexmo_of_node_sends_a_plus_that_is_read_as_a_space(method: str, node: Node) -> None:
    with RecordingServer(accept) as server:
        port = int(server.url.rpartition(":")[2])
        node(
            sdk="nexmo", sms=["+447700900001", "+447700900000", "Hi all"], port=port, method=method
        )
    received = read_request(server.requests[-1])
    assert received["to"] == " 447700900000"
    [finding] = diagnose(received, SECRET, method)
    assert finding.codes == ("plus-as-space",)
    assert "&from=+447700900001&text=Hi all&" in finding.canonical


@pytest.mark.program
@pytest.mark.parametrize("method", METHODS)
def test_nexmo_of_node_hashes_an_empty_sig(method: str, node: Node) -> None:
    sig = node(sdk="nexmo", params=PARAMS | {"sig": ""}, method=method)
    [finding] = diagnose(PARAMS | {"sig": sig}, SECRET, method)
    assert finding.codes == ("sig-included",)


@pytest.mark.program
@pytest.mark.parametrize("method", METHODS)
def test_nexmo_of_node_sorts_by_utf16(method: str, node: Node) -> None:
    params = {"\uff5e": "1", "\U0001f600": "2"}
    sig = node(sdk="nexmo", params=params, method=method)
    [finding] = diagnose(params | {"sig": sig}, SECRET, method)
    assert finding.codes == ("unsorted",)


@pytest.mark.program
@pytest.mark.parametrize("method", METHODS)
def test_nexmo_of_node_signs_a_usual_message_rightly(method: str, node: Node) -> None:
    sig = node(sdk="nexmo", params=PARAMS, method=method)
    assert diagnose(PARAMS | {"sig": sig}, SECRET, method) == []
