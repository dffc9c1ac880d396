"""``nexmo-sig verify``: authentic, or why not."""

from __future__ import annotations

from argparse import Namespace

from .._scheme import Scheme, scheme_of, token_header
from .._wording import verdict
from ..errors import SignatureError
from ..explanation.base import error_of
from ..request import Request, read_request
from .credentials import add_account_option, add_signer_options, verifier_of, verifying_signer_of
from .inbound import STATUS, add_input_options, hint_of, request_of
from .output import painted_verdict, write_json
from .parser import Commands

_DESCRIPTION = """\
Say whether a request is authentic and fresh, or why it is not. Both schemes are known: a sig among
the parameters, and the bearer token of a signed webhook."""

_EXAMPLES = f"""\
examples:
  nexmo-sig verify --file request.http
  nexmo-sig verify 'https://example.com/callback?to=447700900000&timestamp=1700000000&sig=...'
  nexmo-sig verify --header 'Authorization: Bearer ...' --file body.json
  nexmo-sig verify --secret-file new.txt --secret-file old.txt --any-age 'to=...&sig=...'

{STATUS}"""


def add_command(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "verify",
        help="say whether a request is authentic",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
    )
    add_input_options(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    add_signer_options(parser)
    add_account_option(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Run the command."""
    request = request_of(args)
    scheme = scheme_of(request)
    error = _error_of(request, scheme, args)
    if args.json:
        members = {
            "scheme": scheme and str(scheme),
            "authentic": error is None,
            "error": error and type(error).__name__,
            "verdict": verdict(error),
        }
        write_json(members)
    else:
        print(painted_verdict(error) + hint_of(args, error))
    return 1 if error else 0


def _error_of(request: Request, scheme: Scheme | None, args: Namespace) -> SignatureError | None:
    header = token_header(request)
    if scheme is Scheme.TOKEN and header is not None:
        verifier = verifier_of(args, header)
        return error_of(lambda: verifier.verify(request, args.tolerance, args.now))
    params = read_request(request)
    signer = verifying_signer_of(args, params)
    return error_of(lambda: signer.verify(params, args.tolerance, args.now))
