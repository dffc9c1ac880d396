"""``nexmo-sig conformance``: play the vendor against a receiver that is running."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from .credentials import add_signer_options
from .parser import Commands, File

_DESCRIPTION = """\
Play the vendor against a webhook receiver that is running, in any language, and say what it
lets in: genuine callbacks must be accepted, and forged, altered, stale, cut and malformed ones
must not. Requests are signed with the receiver's own test secret, hold telephone numbers that
are never assigned and ids that begin with "conformance-", and identify themselves in User-Agent.
Test a receiver whose callbacks do nothing that matters."""

_EXAMPLES = """\
examples:
  nexmo-sig conformance http://127.0.0.1:8000/callback
  nexmo-sig conformance --scheme sig --shape get http://localhost:3000/webhooks/inbound-sms
  nexmo-sig conformance --scheme webhook --secret-file secret.txt http://[::1]:8000/inbound
  nexmo-sig conformance --only 'sig.*.replayed*' --strict http://127.0.0.1:8000/callback
  nexmo-sig conformance --format json --junit report.xml http://127.0.0.1:8000/callback
  nexmo-sig conformance --list

exit status:
  0  every check that must hold does
  1  a check that must hold does not, or could not be tested
  2  the options cannot be used
  3  nothing listens at the URL
"""

_MATCHING = """\
this check, or those that a pattern such as 'sig.*.replayed*' matches; can be given several times. The
genuine callback of each shape is always sent"""


def add_command(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "conformance",
        help="test whether a webhook receiver is safe",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
    )
    parser.add_argument(
        "url", nargs="?", metavar="URL", help="where the receiver takes callbacks, without a query"
    )
    _add_choice_options(parser)
    _add_output_options(parser)
    _add_vendor_options(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Run the command."""
    from . import conformance_run  # other commands do without a client

    return conformance_run.run(args)


def _add_choice_options(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("checks")
    group.add_argument(
        "--scheme",
        choices=("sig", "webhook", "both"),
        default="both",
        help="callbacks with a sig, or with a bearer token (default: %(default)s)",
    )
    group.add_argument(
        "--shape",
        action="append",
        choices=("get", "form", "json"),
        help="a GET, a POST of a form, or a POST of JSON, which includes webhook.post; can be given "
        "several times (default: each)",
    )
    for name, action in (("only", "send only"), ("skip", "leave out")):
        group.add_argument(
            f"--{name}", action="append", default=[], metavar="ID", help=f"{action} {_MATCHING}"
        )
    group.add_argument(
        "--list", action="store_true", help="print each check, its rule and why it matters"
    )


def _add_output_options(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    group.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="tables for people (the default), or a JSON object",
    )
    group.add_argument(
        "--junit", action=File, metavar="FILE", help="also write JUnit XML to this file"
    )
    group.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 also if a check that should hold does not",
    )


def _add_vendor_options(parser: ArgumentParser) -> None:
    add_signer_options(parser)
    parser.add_argument(
        "--api-key",
        metavar="KEY",
        help="the account that tokens name (else: NEXMO_API_KEY, or a made-up one)",
    )
    parser.add_argument(
        "--application-id",
        metavar="ID",
        help="the application that tokens name (else: a made-up one)",
    )
    parser.add_argument(
        "--i-own-this-host",
        action="store_true",
        help="send to another host than this machine, at most 20 requests a second",
    )
