"""``nexmo-sig audit``: was a forgery answered with 2xx?"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace, _MutuallyExclusiveGroup
from pathlib import Path
from typing import TYPE_CHECKING

from .._extras import missing
from .._freshness import DEFAULT_TOLERANCE
from .._token import AUTHORIZATION
from ..errors import UsageError
from ..webhook import WebhookVerifier
from .credentials import add_signer_options, secrets_of, signer_of
from .inbound import seconds
from .output import write_error, write_json
from .parser import Commands, File

if TYPE_CHECKING:
    from ..audit import Auditor
    from ..audit.choosing import Choice
    from ..audit.readers import Recording
    from ..audit.run import Result

_DESCRIPTION = """\
Judge the requests in access logs, HTTP archives, events of serverless functions and tables, and
say first whether one that is not authentic was answered with 2xx. RECORDING is a file, a pattern
of the names of files, or - for the standard input; .gz and .zst are decompressed. The format is
detected. Needs the extra "audit"."""

_EXAMPLES = """\
examples:
  nexmo-sig audit --path /webhooks/receipt /var/log/nginx/access.log*
  nexmo-sig audit --json --since 2023-11-14T00:00:00Z incident.har
  nexmo-sig audit --map time=received_at --time-unit ms --output verdicts.parquet callbacks.csv

exit status:
  0  all records are authentic, and all recordings were read to their end
  1  some are not
  2  the input or the options cannot be used, or no record was judged
  4  some are undecidable or a recording was read in part, and all others are authentic
"""

_FORMATS = ("combined", "common", "events", "har", "parquet", "csv", "jsonl")
_NOT_AUTHENTIC, _UNUSABLE, _UNDECIDABLE = 1, 2, 4


def add_command(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "audit",
        help="judge the requests of a recording, such as an access log",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
    )
    parser.add_argument(
        "recordings",
        nargs="+",
        metavar="RECORDING",
        help="a recording, in any of the formats that --format lists",
    )
    _add_reading_options(parser)
    _add_choosing_options(parser)
    _add_judging_options(parser)
    _add_result_options(parser)
    add_signer_options(parser)
    parser.set_defaults(run=run)


def _add_reading_options(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("reading")
    group.add_argument("--format", choices=_FORMATS, help="the format of all recordings")
    group.add_argument(
        "--map",
        action="append",
        default=[],
        type=_mapping,
        metavar="COLUMN=NAME",
        help="which column of a table is time, method, url, content_type, authorization, body, "
        "status or client, if it has another name (can be given several times)",
    )
    group.add_argument(
        "--time-unit",
        choices=("s", "ms", "us", "ns", "iso"),
        help="the unit of a time that is a number, or iso for a string by ISO 8601; without it, "
        "only timestamps are times",
    )


def _add_choosing_options(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("choosing")
    group.add_argument(
        "--path",
        action="append",
        default=[],
        metavar="PATH",
        help="judge only requests to this path; * at its end stands for anything (can be given "
        "several times)",
    )
    group.add_argument(
        "--since", type=_moment, metavar="TIME", help="leave out requests received before this time"
    )
    group.add_argument(
        "--until", type=_moment, metavar="TIME", help="leave out requests received from it on"
    )
    group.add_argument(
        "--where",
        metavar="EXPRESSION",
        help="judge only records for which an expression of DuckDB's SQL is true, such as "
        "\"status = 200 and client <> '192.0.2.1'\"",
    )


def _add_judging_options(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("judging")
    group.add_argument(
        "--scheme",
        choices=("auto", "sig", "webhook"),
        default="auto",
        help="judge by sig, by the token of a signed webhook, or by the one that a record holds "
        "(default: %(default)s)",
    )
    group.add_argument(
        "--token-header",
        default=AUTHORIZATION,
        metavar="NAME",
        help="the header that holds the token of a signed webhook (default: %(default)s)",
    )
    _add_age_options(group.add_mutually_exclusive_group())
    group.add_argument(
        "--replays-within-source",
        action="store_true",
        help="look for replays within each recording only, as two may hold the same traffic",
    )


def _add_age_options(age: _MutuallyExclusiveGroup) -> None:
    age.add_argument(
        "--tolerance",
        type=seconds,
        default=DEFAULT_TOLERANCE,
        metavar="SECONDS",
        help="how far the timestamp may lie before or after the receipt (default: %(default)s)",
    )
    age.add_argument(
        "--any-age",
        dest="tolerance",
        action="store_const",
        const=None,
        help="accept a timestamp of any age",
    )


def _add_result_options(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("result")
    group.add_argument("--json", action="store_true", help="print the counts as a JSON object")
    group.add_argument(
        "--output",
        action=File,
        metavar="FILE",
        help="write every record with its verdict to a new file, whose name ends in .parquet, "
        ".csv or .jsonl",
    )
    group.add_argument(
        "--html",
        action=File,
        metavar="FILE",
        help="write a report to a new file: one page of HTML that needs nothing else",
    )
    group.add_argument(
        "--show-values",
        action="store_true",
        help="show the values of parameters in the report: they may be personal data",
    )
    group.add_argument("--force", action="store_true", help="replace a file that exists")


def run(args: Namespace) -> int:
    """Run the command."""
    try:
        from ..audit.output import check_new, replacing
        from ..audit.report import report
    except ImportError as error:
        raise UsageError(missing(error.name, "audit")) from None
    from .audit_summary import print_summary

    auditor, recordings, choice = _auditor(args), _recordings(args), _choice(args)
    if args.html is not None:
        check_new(Path(args.html), force=args.force)
    result = _result(args, auditor, recordings, choice)
    if args.html is not None:
        with replacing(Path(args.html), force=args.force) as file:
            file.write(report(result, auditor, choice, show_values=args.show_values).encode())
    if args.json:
        write_json(result.as_dict())
    else:
        print_summary(result, auditor.signer, paths_were_chosen=bool(args.path))
    return _status(result, args.json)


def _result(
    args: Namespace, auditor: Auditor, recordings: list[Recording], choice: Choice
) -> Result:
    from ..audit.run import Output, audit
    from .audit_progress import progress

    with progress(recordings) as observer:
        return audit(
            auditor,
            recordings,
            choice=choice,
            within_source=args.replays_within_source,
            output=None if args.output is None else Output(Path(args.output), args.force),
            observer=observer,
        )


def _auditor(args: Namespace) -> Auditor:
    from ..audit import Auditor

    signer = None if args.scheme == "webhook" else signer_of(args)
    webhooks = None
    if args.scheme != "sig":
        secrets = secrets_of(args)
        webhooks = WebhookVerifier(secrets, header=args.token_header)
    return Auditor(signer, webhooks, args.tolerance)


def _recordings(args: Namespace) -> list[Recording]:
    from ..audit.readers import Recording, sources_of
    from ..audit.readers.fields import COLUMNS, Fields

    fields = Fields({name: name for name in COLUMNS} | dict(args.map), args.time_unit)
    return [
        Recording(source, args.format, fields, args.token_header)
        for source in sources_of(args.recordings)
    ]


def _choice(args: Namespace) -> Choice:
    from ..audit.choosing import Choice

    return Choice(args.path, args.since, args.until, args.where)


def _status(result: Result, is_json: bool) -> int:
    verdicts = result.tally.verdicts
    if is_json:
        for name, problem in result.problems:
            write_error(f"{name!a} was read in part: {problem}")
    if not result.tally.records:
        write_error("no record was judged: check the recording, --path and the other choices")
        return _UNUSABLE
    if verdicts["not-authentic"]:
        return _NOT_AUTHENTIC
    # Anything may follow the place where reading stopped.
    return _UNDECIDABLE if verdicts["undecidable"] or result.problems else 0


def _mapping(text: str) -> tuple[str, str]:
    column, equals, name = text.partition("=")
    if not equals or not name:
        raise ArgumentTypeError("write it as COLUMN=NAME")
    return column, name


def _moment(text: str) -> int:
    try:
        from ..audit.readers.moments import UNITS, from_iso
    except ImportError as error:
        raise ArgumentTypeError(missing(error.name, "audit")) from None
    if text.isascii() and text.isdigit() and len(text) <= 10:
        return int(text) * UNITS["s"]
    moment = from_iso(text)
    if moment is None:
        raise ArgumentTypeError("give Unix seconds, or a time by ISO 8601, in UTC without a zone")
    return moment
