"""``nexmo-sig explain``: every step of a verification."""

from __future__ import annotations

import json
from argparse import Namespace

from ..explanation import VERDICT, Explanation, explain
from .credentials import (
    add_candidate_option,
    add_signer_options,
    candidate_secrets_of,
    signer_of,
)
from .inbound import STATUS, add_input_options, params_of
from .output import bold, painted_verdict
from .parser import Commands

_DESCRIPTION = """\
Verify a request and print each step: the parameters in the order of signing, the values that
are altered in the string to sign, that string, the method, the signature that it should have
and the one that it has, its age, and the verdict. If the signature does not match, also what
the sender did wrong, and the string that it hashed, as far as that can be found out.

Characters that a terminal would obey or would not show are escaped, as \\n or \\u202e, and a
backslash is \\\\. The value of an api_secret is hidden."""

_EXAMPLES = f"""\
examples:
  nexmo-sig explain --any-age 'https://example.com/callback?to=447700900000&sig=...'
  nexmo-sig explain --candidate-secret-file api-secret.txt 'to=447700900000&sig=...'
  nexmo-sig explain --json --media-type application/json - < body.json

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
        help="show signatures in full: whoever sees the expected one can send the request",
    )
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    add_signer_options(parser)
    add_candidate_option(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Run the command."""
    explanation = explain(
        params_of(args),
        signer_of(args),
        tolerance=args.tolerance,
        now=args.now,
        candidate_secrets=candidate_secrets_of(args),
    )
    if args.json:
        print(json.dumps(explanation.as_dict(show_signature=args.show_signature), indent=2))
    else:
        _print_steps(explanation, args.show_signature)
    return 1 if explanation.error else 0


def _print_steps(explanation: Explanation, show_signature: bool) -> None:
    for title, lines in explanation.steps(show_signature=show_signature):
        print(bold(title))
        if title == VERDICT:
            print(f"  {painted_verdict(explanation.error)}")
        else:
            print(*lines, sep="\n")
