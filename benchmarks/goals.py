"""The goals: ratios, each measured within one run on one machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from . import imports
from .imports import Imports
from .operations import BUILD_FORM, FLOOR, NEXMO, READ_QUERY, SIGNATURE, VERIFY, VONAGE, Key
from .run import Samples
from .timing import Spread


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio that should not be above a limit, and what it is."""

    what: str
    against: str
    limit: float
    measured: Spread

    @property
    def met(self) -> bool:
        """Tell whether the median is within the limit."""
        return self.measured.median <= self.limit


# What, by which method, against what and whom: all of ten parameters, of plain ASCII.
_OPERATIONS = (
    ("`Signer.signature`", SIGNATURE, "sha256", "`vonage-http-client` `sign_params`", VONAGE, 0.50),
    ("`Signer.signature`", SIGNATURE, "md5hash", "`nexmo` `signature`", NEXMO, 0.28),
    ("`Signer.verify`", VERIFY, "sha256", "`vonage-http-client` `check_signature`", VONAGE, 0.55),
    (
        "query string → `read_request` + `verify`",
        READ_QUERY,
        "sha256",
        "`parse_qsl` + `check_signature`",
        VONAGE,
        0.55,
    ),
    (
        "`build_request`, form, signed",
        BUILD_FORM,
        "sha256",
        "`sign_params` + `requests.Request(…).prepare()`",
        VONAGE,
        0.15,
    ),
    ("`Signer.signature`", SIGNATURE, "sha256", "the bare hash of the same bytes", FLOOR, 2.2),
    ("`Signer.signature`", SIGNATURE, "md5hash", "the bare hash of the same bytes", FLOOR, 2.2),
)
_IMPORT_LIMIT = 0.09
_GROWTH_LIMIT = 1.3
_GROWTH_METHODS = ("sha256", "md5hash")


def goals(samples: Samples, imported: Imports) -> Iterator[Goal]:
    """Yield every goal with what was measured."""
    for what, operation, method, against, subject, limit in _OPERATIONS:
        ours = samples[Key(operation, method, "ASCII", 10)]
        theirs = samples[Key(operation, method, "ASCII", 10, subject)]
        yield Goal(f"{what}, {method}", against, limit, Spread.of_ratios(ours, theirs))
    totals = imported.totals
    yield Goal(
        f"`import {imports.OURS}`",
        f"`import {imports.VONAGE}`",
        _IMPORT_LIMIT,
        Spread.of_ratios(totals[imports.OURS], totals[imports.VONAGE]),
    )
    for method in _GROWTH_METHODS:
        per_parameter = {
            size: [seconds / size for seconds in samples[Key(SIGNATURE, method, "ASCII", size)]]
            for size in (10, 1_000)
        }
        yield Goal(
            f"time per parameter at 1,000 parameters, {method}",
            "at 10",
            _GROWTH_LIMIT,
            Spread.of_ratios(per_parameter[1_000], per_parameter[10]),
        )
