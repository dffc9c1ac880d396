from datetime import UTC, datetime, timedelta, timezone

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from nexmo_sig._freshness import parse_timestamp, parse_utc_string, utc_string


def test_a_moment_is_written_in_utc_to_the_second() -> None:
    moment = datetime(2013, 11, 21, 15, 27, 30, 999_999, timezone(timedelta(hours=-2)))
    assert utc_string(moment) == "2013-11-21 17:27:30"


def test_a_year_has_four_digits() -> None:
    assert utc_string(datetime(33, 4, 3, tzinfo=UTC)) == "0033-04-03 00:00:00"


@given(strategies.aware_datetimes)
def test_what_is_written_is_read_as_the_same_second_in_utc(moment: datetime) -> None:
    read = parse_utc_string(utc_string(moment))
    assert read is not None
    assert read.tzinfo is UTC
    assert timedelta(0) <= moment - read < timedelta(seconds=1)


@given(strategies.aware_datetimes)
def test_both_forms_of_a_moment_are_the_same_unix_seconds(moment: datetime) -> None:
    unix = parse_timestamp(utc_string(moment))
    read = parse_utc_string(utc_string(moment))
    assert read is not None
    assert unix == (read - datetime(1970, 1, 1, tzinfo=UTC)) // (timedelta(seconds=1))


@given(st.integers(0, 10**18 - 1), st.integers(1, 18))
def test_unix_seconds_are_read_with_leading_zeros_or_without(seconds: int, width: int) -> None:
    assert parse_timestamp(str(seconds)) == seconds
    assert parse_timestamp(str(seconds).zfill(width)) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "1" * 19,
        "2013-11-21",
        "2013-11-21T15:27:30",
        "2013-02-30 00:00:00",
        "\u0661",
        "+1",
        "",
        " 1",
    ],
)
def test_a_string_of_neither_form_is_not_a_timestamp(text: str) -> None:
    assert parse_timestamp(text) is None


@pytest.mark.parametrize(
    ("moment", "message"),
    [
        (datetime(2013, 11, 21), "a naive datetime: give it a time zone"),
        (
            datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))),
            "a datetime outside the years 1 to 9999",
        ),
    ],
)
def test_a_moment_that_has_no_text_is_refused_with_the_reason(
    moment: datetime, message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        utc_string(moment)
