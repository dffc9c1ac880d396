"""``nexmo-sig demo``: sign, send, verify and forge, with made-up credentials and no set-up."""

from __future__ import annotations

from .. import conversion
from ..auth import SignatureAuth
from ..canonical import canonicalize
from ..explanation import refusal
from ..request import Request, read_request
from ..signer import DEFAULT_TOLERANCE, Signer
from .formats import as_http
from .output import bold, painted_verdict

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from argparse import Namespace

    from .parser import Commands

_API_KEY, _SECRET, _METHOD = "abcdef01", "a made-up signature secret", "sha256"
_MESSAGE_ID, _FORGED_ID = "0A0000000123ABCD", "0A0000000123ABCE"

_DESCRIPTION = """\
Build and sign a request for the Conversion API, show it, verify it, alter one character and
show that it is refused. The credentials are made up, nothing is sent, and no set-up is needed."""


def add_command(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "demo",
        help="sign a request and forge it, with made-up credentials",
        description=_DESCRIPTION,
        epilog="example:\n  nexmo-sig demo\n",
    )
    parser.set_defaults(run=run)


def run(_args: Namespace) -> int:
    """Run the command."""
    signer = Signer(_SECRET, _METHOD)
    request = conversion.build_request(
        "sms", message_id=_MESSAGE_ID, delivered=True, auth=SignatureAuth(_API_KEY, signer)
    )
    print("A person entered the code of a text message. Report that to Nexmo, with made-up")
    print("credentials: nothing is sent.\n")
    _show(
        "The string to sign: every parameter, sorted by name", canonicalize(read_request(request))
    )
    _show(f"The request, with the sig that {_METHOD} makes of it", as_http(request).decode())
    _show("What Nexmo finds when it verifies the request", _verdict(request, signer))
    _show(f"And when {_MESSAGE_ID} became {_FORGED_ID}", _verdict(_forged(request), signer))
    print("Next, with your own credentials: nexmo-sig --help")
    return 0


def _forged(request: Request) -> Request:
    body = request.body.replace(_MESSAGE_ID.encode(), _FORGED_ID.encode())
    return Request(request.method, request.url, request.headers, body)


def _verdict(request: Request, signer: Signer) -> str:
    return painted_verdict(refusal(read_request(request), signer, DEFAULT_TOLERANCE, None))


def _show(title: str, text: str) -> None:
    print(bold(title))
    print("".join(f"  {line}".rstrip() + "\n" for line in text.splitlines()))
