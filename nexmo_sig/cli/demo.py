"""``nexmo-sig demo``: sign, send and forge, with made-up credentials and no set-up."""

from __future__ import annotations

from argparse import Namespace

from .. import conversion
from ..auth import SignatureAuth
from ..request import Request, read_request
from ..signer import Signer, canonicalize
from .formats import as_http
from .output import bold, painted
from .parser import Commands
from .serve import listening

_MESSAGE_ID, _FORGED_ID = "0A0000000123ABCD", "0A0000000123ABCE"
_CALLBACK = {"msisdn": "447700900000", "to": "447700900001", "text": "fish & chips"}
_ADDED = {"keyword": "STOP"}
_SIGNED_AT, _RECEIVED_AT = 1_700_000_000, 1_700_000_030

_DESCRIPTION = """\
Build and sign a request for the Conversion API, show it, and send it to a Conversion API that
runs on this machine while the demo does. Alter one character, send it again and show that it is
rejected. Then add a parameter to a signed callback, and show what "nexmo-sig explain" finds. The
credentials are made up, and no set-up is needed."""


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
    from ..testing import EXAMPLE_ACCOUNT

    print("SENDING. A person entered the code of a text message. Report that to a Conversion API,")
    print("here one that runs on this machine, with made-up credentials.\n")
    _send_and_forge(EXAMPLE_ACCOUNT.api_key, EXAMPLE_ACCOUNT.signer)
    print("RECEIVING. A callback was signed, and then somebody added keyword=STOP to it.")
    print('This is how "nexmo-sig explain" shows it.\n')
    _explain_a_forgery(EXAMPLE_ACCOUNT.signer)
    return 0


def _send_and_forge(api_key: str, signer: Signer) -> None:
    with listening() as server:
        request = conversion.build_request(
            "sms",
            message_id=_MESSAGE_ID,
            delivered=True,
            auth=SignatureAuth(api_key, signer),
            base_url=server.url,
        )
        _show("The string to sign: every parameter, by name", canonicalize(read_request(request)))
        _show(f"The request, with its sig by {signer.method}", _string_of(request))
        _show("The answer to it, over HTTP", _answer(request))
        _show(f"And when {_MESSAGE_ID} became {_FORGED_ID}", _answer(_forged(request)))


def _explain_a_forgery(signer: Signer) -> None:
    from ..explanation import explain

    callback = signer.sign(_CALLBACK, timestamp=_SIGNED_AT)
    for title, lines in explain(callback | _ADDED, signer, now=_RECEIVED_AT).steps():
        print(bold(title))
        print(*lines, sep="\n")


def _forged(request: Request) -> Request:
    body = request.body.replace(_MESSAGE_ID.encode(), _FORGED_ID.encode())
    return Request(request.method, request.url, request.headers, body)


def _string_of(request: Request) -> str:
    return as_http(request).decode("ascii")


def _answer(request: Request) -> str:
    from .sending import send

    status, body = send(request)
    return painted(f"{status} {body.decode()}", good=status == 200)


def _show(title: str, text: str) -> None:
    print(bold(title))
    print("".join(f"  {line}".rstrip() + "\n" for line in text.splitlines()))
