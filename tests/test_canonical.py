import threading
from typing import Any

import pytest
import reference
import strategies
from hypothesis import given

from nexmo_sig import ParameterError, canonical, canonicalize


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


def test_sig_is_left_out_whatever_it_holds() -> None:
    assert canonicalize({"a": "1", "sig": ["no", "text"]}) == "&a=1"  # type: ignore[dict-item]  # the point


def test_order_does_not_matter() -> None:
    assert canonicalize({"b": "2", "a": "1"}) == canonicalize([("a", "1"), ("b", "2")])


@given(strategies.text_params)
def test_it_agrees_with_an_independent_reference(params: dict[str, Any]) -> None:
    assert canonicalize(params) == reference.canonical_string(params)


@given(strategies.params)
def test_values_of_every_type_enter_as_their_texts(params: dict[str, Any]) -> None:
    assert canonicalize(params) == canonicalize(list(params.items()))


def test_names_that_are_bytes_are_refused_even_where_the_same_text_is_known() -> None:
    params: Any = {b"known": "1"}
    canonicalize({"known": "1"})
    with pytest.raises(ParameterError, match="must be str"):
        canonicalize(params)


def test_a_value_in_a_list_of_one_is_no_text() -> None:
    # With a single parameter, a careless join would take the list for the values.
    with pytest.raises(ParameterError) as caught:
        canonicalize({"a": ["1"]})  # type: ignore[dict-item]  # the point
    assert caught.value.name == "a"


LIMIT = 65_536
"""Characters of names, and of the & and = around them, that are remembered."""


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, ...], object]:
    layouts: dict[tuple[str, ...], object] = {}
    monkeypatch.setattr(canonical, "_layouts", layouts)
    monkeypatch.setattr(canonical, "_remembered", 0)
    return layouts


def canonicalize_name_of(characters: int, start: str) -> tuple[str, ...]:
    name = start.ljust(characters - len("&="), "x")
    assert canonicalize({name: "1"}) == f"&{name}=1"
    return (name,)


def test_names_that_arrive_from_the_network_do_not_fill_the_memory(
    remembered: dict[tuple[str, ...], object],
) -> None:
    for number in range(3_000):
        canonicalize_name_of(200 + number % 7, f"{number}-")
        assert sum(len(f"&{name}=") for (name,) in remembered) <= LIMIT
    assert len(remembered) > 1


def test_sets_of_names_are_remembered_up_to_the_limit(
    remembered: dict[tuple[str, ...], object],
) -> None:
    first, second = canonicalize_name_of(LIMIT - 100, "a"), canonicalize_name_of(100, "b")
    assert set(remembered) == {first, second}
    third, fourth = canonicalize_name_of(200, "c"), canonicalize_name_of(LIMIT - 200, "d")
    assert set(remembered) == {third, fourth}
    fifth = canonicalize_name_of(LIMIT, "e")
    assert set(remembered) == {fifth}


def test_a_huge_set_of_names_is_not_remembered_at_all(
    remembered: dict[tuple[str, ...], object],
) -> None:
    canonicalize_name_of(LIMIT + 1, "a")
    params = {f"name-{number}": str(number) for number in range(20_000)}
    assert canonicalize(params) == reference.canonical_string(params)
    assert remembered == {}


def test_threads_that_meet_new_sets_of_names_do_not_disturb_each_other() -> None:
    wrong: list[dict[str, str]] = []

    def work(thread: int) -> None:
        for number in range(500):
            # Every second set is the thread's own; the others, all threads meet at the same time.
            params = {f"{number * (number % 2 or thread)}-{'x' * 99}": "1", "a": "2"}
            if canonicalize(params) != reference.canonical_string(params):
                wrong.append(params)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
