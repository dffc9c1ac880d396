"""``nexmo-sig request``: the request that reports a conversion, printed or sent."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from .. import conversion
from ..errors import ConversionError
from ..media import FORM, MEDIA_TYPES
from ..request import Request
from .credentials import add_auth_options, auth_of
from .errors import SendingError
from .formats import FORMATS
from .output import write_error, write_message
from .parser import Commands, Suggestions

_REJECTED, _NO_ANSWER = 1, 3

_DESCRIPTION = """\
Print the request that tells the Conversion API whether a message or a call did its job,
or send it."""

_EXAMPLES = """\
examples:
  nexmo-sig request sms --message-id 00A0B0C0 --delivered true
  nexmo-sig request sms --message-id 00A0B0C0 --delivered true --format curl | sh
  nexmo-sig request sms --message-id 00A0B0C0 --delivered true --send
  nexmo-sig request voice --message-id=-7 --delivered false
  nexmo-sig request sms --message-id 00A0B0C0 --delivered true --auth secret \\
    --timestamp '2026-01-31 12:00:00'

exit status:
  0  printed, or sent and accepted
  1  sent and rejected
  2  the options cannot be used
  3  the server cannot be reached, or does not answer
"""


def add_command(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "request",
        help="print or send a request of the Conversion API",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
    )
    parser.add_argument(
        "endpoint",
        choices=Suggestions(conversion.Endpoint),
        metavar="sms|voice",
        help="what was sent: a message or a call",
    )
    _add_conversion_options(parser)
    _add_result_options(parser)
    _add_transport_options(parser)
    add_auth_options(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Run the command."""
    request = conversion.build_request(
        args.endpoint,
        message_id=args.message_id,
        delivered=args.delivered,
        timestamp=args.timestamp,
        auth=auth_of(args),
        media_type=args.media_type,
        placement=args.placement,
        base_url=args.base_url,
    )
    if args.send:
        return _sent(request)
    write_message(FORMATS[args.format](request))
    return 0


def _sent(request: Request) -> int:
    from .sending import send  # what only prints does without a client

    try:
        status, _ = send(request)
        conversion.check_status(status)
    except (ConversionError, SendingError) as error:
        write_error(str(error))
        return _REJECTED if isinstance(error, ConversionError) else _NO_ANSWER
    print(f"accepted: the Conversion API answered {status}")
    return 0


def _add_conversion_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--message-id",
        required=True,
        metavar="ID",
        help="the id that the sending API returned: message-id of SMS, call-id of Text-To-Speech, "
        "event_id of Verify",
    )
    parser.add_argument(
        "--delivered",
        required=True,
        choices=Suggestions(("true", "false")),
        metavar="true|false",
        help="whether the person replied or did what was asked; 1 and 0 mean the same",
    )
    parser.add_argument(
        "--timestamp",
        metavar="TIME",
        help="when the person did it: 'yyyy-MM-dd HH:mm:ss' in UTC (else: the time of receipt). It is "
        "the time of the signature, too: with an old one, use --auth secret",
    )


def _add_result_options(parser: ArgumentParser) -> None:
    result = parser.add_mutually_exclusive_group()
    result.add_argument(
        "--format",
        choices=tuple(FORMATS),
        default="http",
        help="as it goes over the wire (the default), as a command for a shell, or as JSON",
    )
    result.add_argument(
        "--send",
        action="store_true",
        help="send it and say how it was answered, instead of printing it; no proxy is used",
    )


def _add_transport_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--media-type",
        default=FORM,
        choices=Suggestions(MEDIA_TYPES),
        metavar="TYPE",
        help=f"the media type of the body: {', '.join(MEDIA_TYPES)} (default: the first)",
    )
    parser.add_argument(
        "--placement",
        default="body",
        choices=Suggestions(("body", "query")),
        metavar="body|query",
        help="where the parameters go (default: %(default)s)",
    )
    parser.add_argument(
        "--base-url",
        default=conversion.BASE_URL,
        metavar="URL",
        help="where the endpoints are (default: %(default)s)",
    )
