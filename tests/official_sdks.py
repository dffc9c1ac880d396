"""What the vendor's own SDKs do when they sign and when they verify, measured.

``python tests/official_sdks.py`` writes the tables of the docs. It needs Node and npm.
"""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

import nexmo
import requests
import tokens
from reference import signature
from requests.adapters import BaseAdapter
from vonage_http_client.auth import Auth
from vonage_http_client.http_client import HttpClient
from vonage_jwt import VonageVerifyJwtError, verify_signature
from wire.servers import RecordingServer

from nexmo_sig import (
    EncodingError,
    NexmoSigError,
    Request,
    SignatureAuth,
    Signer,
    WebhookVerifier,
    build_request,
    diagnose,
    explain,
    read_request,
)
from nexmo_sig._parameters import checked_strings as texts
from nexmo_sig.testing import Response

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "explanation" / "official-sdks-measured.md"
KEY, SECRET, METHOD = "a1b2c3d4", "a signature secret", "sha256"
SIGNER = Signer(SECRET, METHOD)

Params: TypeAlias = dict[str, Any]
Column: TypeAlias = dict[str, str]
Sign: TypeAlias = Callable[[Params], Request | Params]
Accepts: TypeAlias = Callable[[Params, str], Any]
AcceptsToken: TypeAlias = Callable[[str, bytes], Any]
Ask: TypeAlias = Callable[..., Any]


# What is asked

SMS = {"from": "Acme", "to": "447700900000", "text": "Hello there"}
SIGNED: dict[str, Params] = {
    "a plain message": SMS,
    "`&` and `=` in a text": SMS | {"text": "fish & chips = 5"},
    "text beyond ASCII": SMS | {"text": "Söhne ☃"},
    "a number that starts with `+`": SMS | {"to": "+447700900000"},
    "an option that is empty": SMS | {"client-ref": ""},
    "an option that is null": SMS | {"client-ref": None},
    "a boolean": SMS | {"status-report-req": True},
}


def signed(params: Params, **times: Any) -> Params:
    return dict(SIGNER.sign(params, **times))


def without(params: Params, *names: str) -> Params:
    return {name: value for name, value in params.items() if name not in names}


def folded() -> Params:
    """The parameters of a captured callback, two of them folded into one name."""
    callback = signed(SMS)
    return {f"from={callback['from']}&text": callback["text"], **without(callback, "from", "text")}


def signed_by_anyone() -> Params:
    callback = {"text": "evil", "timestamp": str(int(time.time()))}
    return callback | {"sig": signature(callback, "", METHOD)}


GENUINE = {"genuine", "genuine, `sig` in upper case"}
RECEIVED: dict[str, tuple[Callable[[], Params], str]] = {
    "genuine": (lambda: signed(SMS), SECRET),
    "genuine, `sig` in upper case": (
        lambda: {**signed(SMS), "sig": signed(SMS)["sig"].upper()},
        SECRET,
    ),
    "from the year 2012": (lambda: signed(SMS, timestamp=datetime(2012, 5, 1, tzinfo=UTC)), SECRET),
    "`timestamp` taken out, in the same second": (
        lambda: without(signed(SMS), "timestamp"),
        SECRET,
    ),
    "two parameters folded into one name": (folded, SECRET),
    "no `sig`": (lambda: without(signed(SMS), "sig"), SECRET),
    "`sig` is null": (lambda: signed(SMS) | {"sig": None}, SECRET),
    "`sig` is not ASCII": (lambda: signed(SMS) | {"sig": "é" * 64}, SECRET),
    "a text is null": (lambda: signed(SMS) | {"text": None}, SECRET),
    "signed by anyone, as the secret was never set": (signed_by_anyone, ""),
}


def now(seconds: float = 0) -> int:
    return int(time.time() + seconds)


def token(**claims: Any) -> str:
    """Return a token of a webhook, of the present unless its claims say otherwise."""
    return tokens.token({"iat": now()} | claims)


GENUINE_TOKENS = {"genuine", "`iat` is three seconds ahead", "`aud` names somebody"}
TOKENS: dict[str, tuple[Callable[[], str], bytes]] = {
    "genuine": (token, tokens.BODY),
    "`iat` is three seconds ahead": (lambda: token(iat=now(3)), tokens.BODY),
    "`aud` names somebody": (lambda: token(aud="somebody"), tokens.BODY),
    "with another body": (token, b"another body"),
    "from the year 2020": (lambda: token(iat=1587494962), tokens.BODY),
    "of next year": (lambda: token(iat=now(365 * 86_400)), tokens.BODY),
    "without any claim": (lambda: tokens.token_of('{"alg":"HS256"}', "{}"), tokens.BODY),
    "`iss` is `Mallory`": (lambda: token(iss="Mallory"), tokens.BODY),
    "`iat` is a string": (lambda: token(iat=str(now())), tokens.BODY),
    "`iat` has a fraction": (lambda: token(iat=now() - 9.5), tokens.BODY),
    "`exp` is over": (lambda: token(exp=now(-1)), tokens.BODY),
    "`nbf` is in an hour": (lambda: token(nbf=now(3600)), tokens.BODY),
    "`alg` is `none`": (lambda: tokens.token(header={"alg": "none"}), tokens.BODY),
    "signed with another secret": (
        lambda: tokens.token({"iat": now()}, secret=tokens.OTHER_SECRET),
        tokens.BODY,
    ),
}


# How it is answered


def verdict(sign: Sign, params: Params) -> str:
    """What a receiver that keeps to the reference finds in what was sent."""
    try:
        sent = sign(dict(params))
        received = read_request(sent) if isinstance(sent, Request) else texts(sent)
    except EncodingError:
        return "**cannot be read**"
    except Exception as error:
        return f"**raises `{type(error).__name__}`**"
    if explain(received, SIGNER).error:
        findings = diagnose(received, SECRET, METHOD)
        return f"**wrong: {' + '.join(findings[0].codes)}**" if findings else "**wrong**"
    altered = [name for name, text in texts(params).items() if received.get(name) != text]
    return f"**sends `{received.get(altered[0])}`**" if altered else "right"


def reception(accepts: Accepts, row: str) -> str:
    make, secret = RECEIVED[row]
    try:
        accepted = accepts(make(), secret)
    except NexmoSigError:
        accepted = False
    except Exception as error:
        return f"**raises `{type(error).__name__}`**"
    return judged(bool(accepted), row in GENUINE)


def judged(is_accepted: bool, is_genuine: bool) -> str:
    word = "accepted" if is_accepted else "rejected"
    return word if is_accepted == is_genuine else f"**{word}**"


def token_reception(accepts: AcceptsToken, row: str) -> str:
    make, body = TOKENS[row]
    try:
        accepted = accepts(make(), body)
    except (NexmoSigError, VonageVerifyJwtError):
        accepted = False
    except Exception as error:
        return f"**raises `{type(error).__name__}`**"
    return judged(bool(accepted), row in GENUINE_TOKENS)


# The subjects


class Recording(BaseAdapter):
    """Sends nothing, and keeps what the SDK would have sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:  # type: ignore[override]  # its options do not matter
        self.sent.append(request)
        response = requests.Response()
        response.status_code, response._content, response.request = 200, b"{}", request
        response.headers["Content-Type"] = "application/json"
        return response

    def close(self) -> None:
        """Nothing is open."""

    def last(self) -> Request:
        sent = self.sent[-1]
        body = sent.body or b""
        assert isinstance(body, (str, bytes))
        return Request(
            sent.method or "",
            sent.url or "",
            {name: str(value) for name, value in sent.headers.items()},
            body.encode() if isinstance(body, str) else body,
        )


def sign_with_ours(params: Params) -> Request:
    auth = SignatureAuth(KEY, SIGNER)
    return build_request("POST", "https://rest.nexmo.com/sms/json", params, auth=auth)


def sign_with_vonage(params: Params) -> Request:
    client = HttpClient(Auth(api_key=KEY, signature_secret=SECRET, signature_method=METHOD))
    client._session.mount("https://", adapter := Recording())
    is_json = any(isinstance(value, bool) for value in params.values())
    client.post("rest.nexmo.com", "/sms/json", params, "signature", "json" if is_json else "form")
    return adapter.last()


def sign_with_nexmo(params: Params) -> Request:
    client = nexmo_client(SECRET)
    client.session.mount("https://", adapter := Recording())
    client.post("rest.nexmo.com", "/sms/json", params, supports_signature_auth=True)
    return adapter.last()


def nexmo_client(secret: str) -> nexmo.Client:
    return nexmo.Client(
        key=KEY, secret="API secret", signature_secret=secret, signature_method=METHOD
    )


def accept_with_vonage(params: Params, secret: str) -> bool:
    auth = Auth(
        api_key=KEY, api_secret="API secret", signature_secret=secret, signature_method=METHOD
    )
    return bool(auth.check_signature(params))


PYTHON_SIGNERS: dict[str, Sign] = {
    "nexmo_sig": sign_with_ours,
    f"vonage-http-client {version('vonage-http-client')} (Python)": sign_with_vonage,
    f"nexmo {version('nexmo')} (Python)": sign_with_nexmo,
}
PYTHON_RECEIVERS: dict[str, Accepts] = {
    "nexmo_sig": lambda params, secret: Signer(secret, METHOD).verify(params),
    f"vonage-http-client {version('vonage-http-client')} (Python)": accept_with_vonage,
    f"nexmo {version('nexmo')} (Python)": lambda params, secret: nexmo_client(
        secret
    ).check_signature(params),
}


PYTHON_VERIFIERS: dict[str, AcceptsToken] = {
    "nexmo_sig": lambda text, body: WebhookVerifier(tokens.SECRET).verify(
        tokens.webhook(text, body=body)
    ),
    f"vonage-jwt {version('vonage-jwt')} (Python)": lambda text, _: verify_signature(
        text, tokens.SECRET
    ),
}


class NodeError(Exception):
    """What an SDK for Node raised."""


@contextmanager
def node() -> Iterator[Ask]:
    """Yield what asks the SDKs for Node, in a folder where they are installed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(TESTS / "node", folder, dirs_exist_ok=True)
        install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(install, cwd=folder, check=True, capture_output=True)

        def ask(question: str, params: Params, secret: str = SECRET, **more: Any) -> Any:
            data = json.dumps([{"ask": question, "params": params, "secret": secret, **more}])
            command = ["node", "measure.js"]
            done = subprocess.run(
                command, cwd=folder, input=data.encode(), check=True, capture_output=True
            )
            (answer,) = json.loads(done.stdout)
            if isinstance(answer, dict) and "error" in answer:
                raise type(str(answer["error"]), (NodeError,), {})
            return answer

        yield ask


def node_signers(ask: Ask) -> dict[str, Sign]:
    def send_with_nexmo(params: Params) -> Request:
        with RecordingServer(lambda _: Response(200, {}, b"{}")) as server:
            ask("nexmo sends", params, port=int(server.url.rpartition(":")[2]))
            return server.requests[-1]

    return {
        node_name("@vonage/auth"): lambda params: dict(ask("vonage signs", params)),
        node_name("nexmo"): send_with_nexmo,
    }


def node_receivers(ask: Ask) -> dict[str, Accepts]:
    return {node_name("@vonage/sms"): lambda params, secret: ask("vonage accepts", params, secret)}


def node_verifiers(ask: Ask) -> dict[str, AcceptsToken]:
    return {
        node_name("@vonage/jwt"): lambda text, _: ask("vonage accepts a token", text, tokens.SECRET)
    }


def node_name(package: str) -> str:
    dependencies = json.loads((TESTS / "node" / "package.json").read_text(encoding="utf-8"))[
        "dependencies"
    ]
    return f"{package} {dependencies[package]} (Node)"


# The tables


def signing(signers: Mapping[str, Sign]) -> dict[str, Column]:
    return {
        name: {row: verdict(sign, params) for row, params in SIGNED.items()}
        for name, sign in signers.items()
    }


def receiving(receivers: Mapping[str, Accepts]) -> dict[str, Column]:
    return {
        name: {row: reception(accepts, row) for row in RECEIVED}
        for name, accepts in receivers.items()
    }


def verifying(verifiers: Mapping[str, AcceptsToken]) -> dict[str, Column]:
    return {
        name: {row: token_reception(accepts, row) for row in TOKENS}
        for name, accepts in verifiers.items()
    }


def table(title: str, columns: Mapping[str, Column]) -> str:
    rows = [[title, *columns], ["---"] * (1 + len(columns))]
    names = next(iter(columns.values()))
    rows += [[name, *(column[name] for column in columns.values())] for name in names]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def columns_of(table: str) -> dict[str, Column]:
    """Read a table back: the inverse of `table`."""
    head, _, *rows = (
        [cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()
    )
    return {
        name: {row[0]: row[number] for row in rows} for number, name in enumerate(head) if number
    }


def page(measured: str) -> str:
    with node() as ask:
        signed_by = signing(PYTHON_SIGNERS | node_signers(ask))
        received_by = receiving(PYTHON_RECEIVERS | node_receivers(ask))
        verified_by = verifying(PYTHON_VERIFIERS | node_verifiers(ask))
    return "\n".join(
        [
            "# The official SDKs in tables\n",
            f"Measured on {measured}. Bold is what deviates from the reference.\n",
            "## Signing\n",
            table("what is signed", signed_by),
            "## Verifying `sig`\n",
            table("the callback", received_by),
            "## Verifying a webhook's token\n",
            table("the token", verified_by),
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(page(f"{datetime.now(UTC):%Y-%m-%d}"), encoding="utf-8")
