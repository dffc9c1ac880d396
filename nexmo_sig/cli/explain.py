"""``nexmo-sig explain``: every step of a verification."""

from __future__ import annotations

from argparse import Namespace

from .._scheme import Scheme, scheme_of, token_header
from ..explanation import Explanation, explain, explain_webhook
from ..explanation.base import VERDICT
from ..request import Request, read_request
from .credentials import (
    add_account_option,
    add_candidate_option,
    add_signer_options,
    candidate_secrets_of,
    verifier_of,
    verifying_signer_of,
)
from .inbound import STATUS, add_input_options, request_of
from .output import bold, painted, wrapped, write_json
from .page import add_page_options, write_page
from .parser import Commands

_DESCRIPTION = """\
Verify a request and print each step: what the signature covers, the signature that the request
should have and the one that it has, its age, and the verdict. Both schemes are known: a sig among
the parameters, and the bearer token of a signed webhook. If a signature does not match, also the
mistake of the sender and the string that it hashed, as far as they are known.

Characters that a terminal would obey or would not show are escaped, as \\n or \\u202e, and a
backslash is \\\\. The value of an api_secret is hidden."""

_EXAMPLES = f"""\
examples:
  nexmo-sig explain --file request.http
  nexmo-sig explain --html page.html --file request.http
  nexmo-sig explain --any-age 'https://example.com/callback?to=447700900000&sig=...'
  nexmo-sig explain --candidate-secret-file api-secret.txt 'to=447700900000&sig=...'

{STATUS}"""


def add_command(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "explain",
        help="show each step of a verification",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
    )
    add_input_options(parser)
    parser.add_argument(
        "--show-signature",
        action="store_true",
        help="show signatures in full: anybody who sees the expected one can send the request",
    )
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    add_page_options(parser)
    add_signer_options(parser)
    add_account_option(parser)
    add_candidate_option(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Run the command."""
    request = request_of(args)
    explanation = _explanation_of(request, args)
    if args.html is not None:
        write_page(args.html, explanation, request if request.url else None, args)
    if args.json:
        write_json(explanation.as_dict(show_signature=args.show_signature))
    elif args.html is None:
        _print_steps(explanation, args.show_signature)
    return 1 if explanation.error else 0


def _explanation_of(request: Request, args: Namespace) -> Explanation:
    candidates = candidate_secrets_of(args)
    header = token_header(request)
    if scheme_of(request) is Scheme.TOKEN and header is not None:
        return explain_webhook(
            request,
            verifier_of(args, header),
            tolerance=args.tolerance,
            now=args.now,
            candidate_secrets=candidates,
        )
    params = read_request(request)
    return explain(
        params,
        verifying_signer_of(args, params),
        tolerance=args.tolerance,
        now=args.now,
        candidate_secrets=candidates,
    )


def _print_steps(explanation: Explanation, show_signature: bool) -> None:
    for title, lines in explanation.steps(show_signature=show_signature):
        print(bold(title))
        for line in map(wrapped, lines):
            is_verdict = title == VERDICT
            print(f"  {painted(line[2:], good=not explanation.error)}" if is_verdict else line)
