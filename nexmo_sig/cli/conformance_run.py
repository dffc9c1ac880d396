"""The run of ``nexmo-sig conformance``: what only prints help does without it."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from contextlib import ExitStack
from typing import BinaryIO

from ..conformance import (
    SCHEMES,
    SHAPES,
    Check,
    HttpReceiver,
    ReceiverUnreachable,
    Report,
    Result,
    Vendor,
    as_junit,
    select,
)
from ..conformance import run as run_checks
from ..errors import UsageError
from .conformance_table import print_checks, print_report
from .credentials import method_of, secrets_of
from .output import write_error, write_json

_FAILED, _UNREACHABLE = 1, 3


def run(args: Namespace) -> int:
    """Run the command."""
    checks = select(
        schemes=SCHEMES if args.scheme == "both" else (args.scheme,),
        shapes=args.shape or SHAPES,
        only=args.only,
        skip=args.skip,
    )
    if args.list:
        print_checks(checks)
        return 0
    try:
        return _tested(args, checks)
    except ReceiverUnreachable as error:
        write_error(str(error))
        return _UNREACHABLE


def _tested(args: Namespace, checks: list[Check]) -> int:
    if args.url is None:
        raise UsageError("give the URL of the receiver, or --list", "url")
    vendor = _vendor(args, checks)
    receiver = HttpReceiver(args.url, own_host=args.i_own_this_host)
    with ExitStack() as stack:
        junit = stack.enter_context(_opened(args.junit)) if args.junit else None
        receiver.check_reachable()
        progress = _Progress(len(checks))
        report = run_checks(receiver, vendor, checks, progress=progress.show)
        progress.clear()
        if junit is not None:
            junit.write(as_junit(report, strict=args.strict))
    _print(report, args.format)
    return 0 if report.conforms(strict=args.strict) else _FAILED


def _vendor(args: Namespace, checks: list[Check]) -> Vendor:
    given = {
        "api_key": args.api_key or os.environ.get("NEXMO_API_KEY"),
        "application_id": args.application_id,
    }
    has_sig = any(check.id.startswith("sig.") for check in checks)
    return Vendor(
        secrets_of(args)[0],
        method_of(args) if has_sig else None,
        **{name: value for name, value in given.items() if value},
    )


def _opened(path: str) -> BinaryIO:
    try:
        return open(path.encode(), "wb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not the name of a file"
        raise UsageError(f"the file for JUnit cannot be written: {reason}", "junit") from None


def _print(report: Report, output_format: str) -> None:
    if output_format == "json":
        for remark in report.remarks:
            write_error(remark)
        write_json(report.as_dict())
    else:
        print_report(report)


class _Progress:
    """A line on the standard error, if that is a terminal, which is overwritten."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._shows = sys.stderr is not None and sys.stderr.isatty()

    def show(self, result: Result) -> None:
        self._done += 1
        self._write(f"{self._done} of {self._total}: {result.check.id}")

    def clear(self) -> None:
        self._write("")

    def _write(self, text: str) -> None:
        if self._shows:
            print(f"\r{text:<60}\r", end="", file=sys.stderr, flush=True)
