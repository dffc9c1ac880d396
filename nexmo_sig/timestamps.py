"""The two forms of a ``timestamp``: Unix seconds, and ``yyyy-MM-dd HH:mm:ss`` in UTC.

A signed request carries the first (Nexmo reference, "Signing requests"); the Conversion API gives
the same name to the time of a conversion, in the second. A receiver reads both.
"""

from __future__ import annotations

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from datetime import datetime

_UNIX_DIGITS = 18  # far beyond any date, and short of what `int` and `float` take without complaint
_UTC_LENGTH = len("yyyy-MM-dd HH:mm:ss")


def utc_text(moment: datetime) -> str:
    """Write a moment as the Conversion API documents it.

    Args:
        moment: an aware datetime, in any time zone; fractions of a second are cut off.

    Returns:
        The moment in UTC, as ``yyyy-MM-dd HH:mm:ss``.

    Raises:
        ValueError: the datetime is naive, or outside the years 1 to 9999 when in UTC.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a naive datetime: give it a time zone")
    try:
        in_utc = moment.replace(tzinfo=None) - offset
    except OverflowError:
        raise ValueError("a datetime outside the years 1 to 9999") from None
    return in_utc.isoformat(" ", "seconds")


def parse_utc_text(text: str) -> datetime:
    """Read ``yyyy-MM-dd HH:mm:ss`` as the moment in UTC that it names.

    Raises:
        ValueError: the text has another form, or names no real date and time.
    """
    from datetime import UTC, datetime  # rarely needed: signed requests carry Unix seconds

    if len(text) != _UTC_LENGTH:
        raise ValueError("not of the form yyyy-MM-dd HH:mm:ss")
    moment = datetime.fromisoformat(text)
    if moment.isoformat(" ") != text:  # fromisoformat reads other forms of that length, too
        raise ValueError("not of the form yyyy-MM-dd HH:mm:ss")
    return moment.replace(tzinfo=UTC)


def parse_timestamp(text: str) -> int:
    """Read a timestamp in either of its two forms.

    Args:
        text: ASCII digits and nothing else, at most 18, or ``yyyy-MM-dd HH:mm:ss`` in UTC.

    Returns:
        Unix seconds (UTC).

    Raises:
        ValueError: the text has neither form, or names no real date and time.
    """
    if text.isdigit() and text.isascii():
        if len(text) > _UNIX_DIGITS:
            raise ValueError(f"more than {_UNIX_DIGITS} digits")
        return int(text)
    return int(parse_utc_text(text).timestamp())
