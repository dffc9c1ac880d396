from typing import Any

import pytest
import reference
import strategies
from hypothesis import given

from nexmo_sig import ParameterError, canonicalize


def test_parameters_are_joined_with_a_leading_ampersand() -> None:
    assert canonicalize({"a": "1", "b": "2"}) == "&a=1&b=2"


def test_no_parameters_give_the_empty_string() -> None:
    assert canonicalize({}) == ""
    assert canonicalize({"sig": "00"}) == ""


def test_one_parameter_is_a_string_too() -> None:
    assert canonicalize({"a": "xyz"}) == "&a=xyz"


def test_names_are_sorted_by_code_point() -> None:
    params = {"a": "", "_": "", "Z": "", "A": "", "messageId": "", "message-timestamp": ""}
    assert canonicalize(params) == "&A=&Z=&_=&a=&message-timestamp=&messageId="


def test_names_beyond_the_basic_plane_sort_after_all_others() -> None:
    # By UTF-16 code unit, as Java and JavaScript sort, U+10000 would come first.
    assert canonicalize({"\U00010000": "", "\uffff": ""}) == "&\uffff=&\U00010000="


def test_ampersands_and_equals_signs_in_values_become_underscores() -> None:
    assert canonicalize({"a": "x&y=z", "b": "=="}) == "&a=x_y_z&b=__"


def test_nothing_is_percent_encoded() -> None:
    assert canonicalize({"a%": "100% ü + /"}) == "&a%=100% ü + /"


def test_an_empty_value_stays() -> None:
    assert canonicalize({"a": "", "b": "1"}) == "&a=&b=1"


def test_sig_is_left_out() -> None:
    assert canonicalize({"a": "1", "sig": "anything"}) == "&a=1"


@pytest.mark.parametrize("sig", [["a list"], b"bytes", "\ud800"])
@pytest.mark.parametrize("form", [dict, list])
def test_a_sig_is_checked_like_any_value(form: Any, sig: Any) -> None:
    with pytest.raises(ParameterError) as caught:
        canonicalize(form({"a": "1", "sig": sig}.items()))
    assert caught.value.name == "sig"


def test_order_does_not_matter() -> None:
    assert canonicalize({"b": "2", "a": "1"}) == canonicalize([("a", "1"), ("b", "2")])


@given(strategies.text_params)
def test_it_agrees_with_an_independent_reference(params: dict[str, Any]) -> None:
    assert canonicalize(params) == reference.canonical_string(params)


@given(strategies.params)
def test_values_of_every_type_enter_as_their_texts(params: dict[str, Any]) -> None:
    assert canonicalize(params) == canonicalize(list(params.items()))


def test_names_that_are_bytes_are_rejected() -> None:
    params: Any = {b"known": "1"}
    with pytest.raises(ParameterError, match="must be str"):
        canonicalize(params)


def test_a_value_in_a_list_of_one_is_no_text() -> None:
    with pytest.raises(ParameterError) as caught:
        canonicalize({"a": ["1"]})  # type: ignore[dict-item]  # the point
    assert caught.value.name == "a"
