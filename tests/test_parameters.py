import sys
from collections import UserDict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import Enum, IntEnum, StrEnum
from types import MappingProxyType
from typing import Any

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from nexmo_sig import DuplicateParameter, ParameterError
from nexmo_sig._parameters import checked_strings as texts


class Colour(StrEnum):
    RED = "red"


class OldColour(str, Enum):  # noqa: UP042 (enumerations are still written so)
    RED = "red"


class Level(IntEnum):
    HIGH = 3


class Shouting(str):
    """A text whose methods lie about it."""

    def __str__(self) -> str:
        return "SHOUTED"

    def replace(self, *_: object) -> str:
        return "REPLACED"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("text", "text"),
        ("", ""),
        (" \t", " \t"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-12, "-12"),
        (10**30, "1" + "0" * 30),
        (Colour.RED, "red"),
        (OldColour.RED, "red"),
        (Level.HIGH, "3"),
        (Shouting("quiet"), "quiet"),
        (datetime(2013, 11, 21, 15, 27, 30, tzinfo=UTC), "2013-11-21 15:27:30"),
        (
            datetime(2013, 11, 21, 15, 27, 30, 999_999, timezone(timedelta(hours=-2))),
            "2013-11-21 17:27:30",
        ),
        (datetime(33, 4, 3, tzinfo=UTC), "0033-04-03 00:00:00"),
    ],
)
def test_every_value_has_one_text(value: Any, text: str) -> None:
    result = texts({"a": value, "b": "x"})
    assert result == {"a": text, "b": "x"}
    assert type(result["a"]) is str


def test_none_leaves_a_parameter_out() -> None:
    assert texts({"a": None, "b": "1"}) == {"b": "1"}


class OddZone(tzinfo):
    def utcoffset(self, moment: datetime | None) -> None:
        return None

    tzname = dst = utcoffset


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        b"bytes",
        datetime(2013, 11, 21),
        datetime(2013, 11, 21, tzinfo=OddZone()),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=1))),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))),
        datetime(2013, 11, 21).date(),
        ["1"],
        ("1",),
        {"b": "1"},
        {"1"},
        object(),
        "lone \ud800 surrogate",
        10 ** (sys.get_int_max_str_digits() + 1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_without_one_text_is_refused_by_name(value: Any) -> None:
    with pytest.raises(ParameterError, match="'amount'") as caught:
        texts({"to": "1", "amount": value})
    assert caught.value.name == "amount"


@pytest.mark.parametrize("name", ["a&b", "a=b", "&", "=", "", "\udfff", "a=1&b"])
def test_a_name_that_is_ambiguous_or_cannot_be_sent_is_refused(name: Any) -> None:
    for params in ({name: "1", "to": "2"}, [(name, "1")], {name: 1}):
        with pytest.raises(ParameterError) as caught:
            texts(params)
        assert caught.value.name == name.partition("&")[0].partition("=")[0]


@pytest.mark.parametrize("name", [1, None, b"a", ("a",)])
def test_a_name_that_is_no_text_is_refused(name: Any) -> None:
    with pytest.raises(ParameterError, match="must be str"):
        texts({name: "1"})


def test_a_name_of_a_text_subclass_is_plain_text() -> None:
    (name,) = texts([(Colour.RED, "1")])
    assert type(name) is str
    assert name == "red"


@pytest.mark.parametrize("separator", ["&", "="])
def test_a_message_never_shows_what_was_folded_into_a_name(separator: str) -> None:
    for name in (f"to{separator}hunter2", "to=1&api_secret=hunter2", "to&api_secret=hunter2"):
        with pytest.raises(ParameterError) as caught:
            texts({name: "x"})
        assert "hunter2" not in str(caught.value)
        assert "'to...'" in str(caught.value)
        assert caught.value.name == "to"


def test_a_message_about_a_huge_name_is_short_and_printable() -> None:
    with pytest.raises(ParameterError) as caught:
        texts({"\x1b[31m" + "x" * 10_000: b""})  # type: ignore[dict-item]  # the point
    assert len(str(caught.value)) < 200
    assert str(caught.value).isprintable()


def test_a_name_that_occurs_twice_in_pairs_is_refused() -> None:
    with pytest.raises(DuplicateParameter) as caught:
        texts([("a", "1"), ("b", "2"), ("a", "1")])
    assert caught.value.name == "a"


def test_a_name_that_occurs_twice_is_refused_even_if_one_value_is_none() -> None:
    with pytest.raises(DuplicateParameter):
        texts([("a", None), ("a", "1")])


class WithGetlist(UserDict[str, list[str]]):
    def __getitem__(self, name: str) -> list[str]:
        return self.data[name][-1]  # type: ignore[return-value]  # as frameworks do

    def getlist(self, name: str) -> list[str]:
        return self.data[name]


class WithGetall:
    def __init__(self, *pairs: tuple[str, str]) -> None:
        self.pairs = pairs

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.pairs)

    def getall(self, name: str) -> list[str]:
        return [value for given, value in self.pairs if given == name]


def test_a_multi_valued_mapping_with_single_values_is_read() -> None:
    assert texts(WithGetlist({"a": ["1"], "b": ["2"]})) == {"a": "1", "b": "2"}  # type: ignore[arg-type]  # a framework's
    assert texts(WithGetall(("a", "1"), ("b", "2"))) == {"a": "1", "b": "2"}  # type: ignore[arg-type]  # a framework's


def test_a_second_value_that_a_multi_valued_mapping_hides_is_refused() -> None:
    for params in (WithGetlist({"a": ["1", "2"]}), WithGetall(("a", "1"), ("a", "2"))):
        with pytest.raises(DuplicateParameter) as caught:
            texts(params)  # type: ignore[arg-type]  # a framework's
        assert caught.value.name == "a"


def test_any_mapping_and_any_iterable_of_pairs_will_do() -> None:
    expected = {"a": "1", "b": "2"}
    for params in (
        MappingProxyType(expected),
        UserDict(expected),
        expected.items(),
        [["a", "1"], ("b", "2")],
        (pair for pair in expected.items()),
    ):
        assert texts(params) == expected  # type: ignore[arg-type]  # lists of two among them


@pytest.mark.parametrize(
    "params", ["a=1", b"a=1", None, 5, ["ab"], [("a",)], [("a", "b", "c")], [1]]
)
def test_what_is_neither_mapping_nor_pairs_is_refused(params: dict[str, Any]) -> None:
    with pytest.raises(ParameterError):
        texts(params)


def test_an_item_that_is_not_a_pair_is_named_by_its_position() -> None:
    for item in ("ab", ("b",), ("b", "1", "2"), {"b": "1"}, 5):
        pairs: Any = [("a", "1"), item]
        with pytest.raises(ParameterError, match="item 2 of the parameters is not a"):
            texts(pairs)


@given(strategies.text_params)
def test_texts_are_kept_in_their_order(params: dict[str, Any]) -> None:
    assert list(texts(params).items()) == list(params.items())


@given(strategies.params)
def test_the_texts_of_texts_are_the_same(params: dict[str, Any]) -> None:
    assert texts(texts(params)) == texts(params)


anything = st.deferred(lambda: st.from_type(object))  # looks for types for half a second


@given(st.dictionaries(st.text(max_size=5) | st.integers(), anything, max_size=3))
def test_whatever_is_given_only_our_errors_leave(params: dict[str, Any]) -> None:
    try:
        result = texts(params)
    except ParameterError:
        return
    assert all(type(text) is str for pair in result.items() for text in pair)
