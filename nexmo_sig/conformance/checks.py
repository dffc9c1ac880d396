"""Every check, as data, and the choice among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from ..errors import UsageError
from .carriers import SHAPES as SIG_SHAPES
from .cases import Case
from .check import GENUINE, Check, Level
from .shaped_cases import SHAPED_CASES
from .sig_cases import SIG_CASES
from .token_cases import TOKEN_CASES

SCHEMES = ("sig", "webhook")
"""Callbacks with a ``sig``, and those with a bearer token."""
SHAPES = tuple(SIG_SHAPES)
"""``json`` stands for ``webhook.post`` as well, whose body is JSON."""


def _sig_checks() -> Iterator[Check]:
    for shape, carry in SIG_SHAPES.items():
        for case in (*SIG_CASES, *SHAPED_CASES[shape]):
            yield _check(f"sig.{shape}", case, carry, case.level)


def _token_checks() -> Iterator[Check]:
    for shape, (cases, new_message) in TOKEN_CASES.items():
        for case in cases:
            # The vendor does not document to which bytes of a GET a token is bound.
            level = "should" if shape == "get" else case.level
            yield _check(f"webhook.{shape}", case, new_message, level)


def _check(group: str, case: Case[Any], shape: object, level: Level) -> Check:
    return Check(
        f"{group}.{case.name}",
        level,
        case.rule,
        case.why,
        case.sent,
        case.expected,
        lambda vendor: case.make(vendor, shape),
    )


CHECKS: tuple[Check, ...] = (*_sig_checks(), *_token_checks())
"""Every check; the genuine callback of each scheme and shape comes before the others of its kind."""


def select(
    checks: Iterable[Check] = CHECKS,
    *,
    schemes: Collection[str] = SCHEMES,
    shapes: Collection[str] = SHAPES,
    only: Collection[str] = (),
    skip: Collection[str] = (),
) -> list[Check]:
    """Choose checks. The genuine callback of each scheme and shape that is left stays as well.

    Args:
        checks: those to choose from.
        schemes: ``"sig"`` and ``"webhook"``, or one of them.
        shapes: ``"get"``, ``"form"``, ``"json"``, or some of them.
        only: ids or patterns such as ``"sig.*.replayed*"``; empty for all.
        skip: ids or patterns to leave out.

    Raises:
        UsageError: a pattern matches no check, or nothing is left.
    """
    known = list(checks)
    for pattern in (*only, *skip):
        if not any(fnmatchcase(check.id, pattern) for check in known):
            raise UsageError("no check is named so: see --list for the ids", "only")
    chosen = [
        check
        for check in known
        if _scheme_and_shape(check) in {(scheme, shape) for scheme in schemes for shape in shapes}
        and (not only or _matches(check, only))
        and not _matches(check, skip)
    ]
    groups = {check.group for check in chosen}
    if not groups:
        raise UsageError("no check is left: choose another scheme, shape, only or skip", "only")
    return [
        check
        for check in known
        if check in chosen or (check.case == GENUINE and check.group in groups)
    ]


def _scheme_and_shape(check: Check) -> tuple[str, str]:
    scheme, shape, _ = check.id.split(".")
    return scheme, "json" if shape == "post" else shape


def _matches(check: Check, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(check.id, pattern) for pattern in patterns)
