"""One record, and what is said of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..errors import NexmoSigError

AUTHENTIC = "authentic"
NOT_AUTHENTIC = "not-authentic"
UNDECIDABLE = "undecidable"

BODY_NOT_RECORDED = "body-not-recorded"
AUTHORIZATION_NOT_RECORDED = "authorization-not-recorded"
TIME_NOT_RECORDED = "time-not-recorded"
RECORD_CUT = "record-cut"
ORDER_NOT_RECORDED = "order-not-recorded"
RECORD_UNREADABLE = "record-unreadable"
REPLAY_DETECTED = "replay-detected"

_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_REPLACEMENT = "\ufffd"
_SIG = re.compile(r"[?&]sig=")
_SIG_IN_BODY = re.compile(rb'(?:\A|&)sig=|"sig"\s*:')
_ENDS_INSIDE_AN_ESCAPE = re.compile(r"%[0-9A-Fa-f]?\Z")


class Record(NamedTuple):
    """A request as it was recorded; ``None`` is what was not recorded."""

    time: int | None
    """Nanoseconds since 1970 (UTC)."""
    method: str | None
    url: str | None
    content_type: str | None
    authorization: str | None
    body: bytes | None
    cut: bool | None
    query_ordered: bool | None

    @property
    def is_readable(self) -> bool:
        """Tell whether there is anything to judge."""
        return self.url is not None or self.body is not None

    @property
    def ends_inside_an_escape(self) -> bool:
        """Tell whether the target was cut between a ``%`` and its digits."""
        return self.url is not None and bool(_ENDS_INSIDE_AN_ESCAPE.search(self.url))

    @property
    def was_cut(self) -> bool:
        """Tell whether something of the request is missing in the record."""
        return (
            bool(self.cut)
            or self.ends_inside_an_escape
            or _REPLACEMENT in (self.url or "")
            or _REPLACEMENT.encode() in (self.body or b"")
        )


class Outcome(NamedTuple):
    """The judgement of a record: one row of the columns that the kernel adds."""

    verdict: str
    reason: str | None = None
    scheme: str | None = None
    signed_at: int | None = None
    age: float | None = None
    secret_index: int | None = None
    replay_key: str | None = None


def kind_of(error: type[NexmoSigError]) -> str:
    """Return the kind of an error as the test vectors write it, such as ``duplicate-parameter``."""
    return _WORD.sub("-", error.__name__).lower()


def mentions_sig(record: Record) -> bool:
    """Tell whether a record that cannot be read seems to hold a ``sig``."""
    return bool(_SIG.search(record.url or "") or _SIG_IN_BODY.search(record.body or b""))
