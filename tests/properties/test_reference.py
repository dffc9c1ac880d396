"""The package accepts, rejects and signs exactly as an independent reference does."""

from collections.abc import Callable
from enum import Enum, StrEnum
from typing import Any

import pytest
import reference
import strategies
from common import NOW
from hypothesis import given
from hypothesis import strategies as st

from nexmo_sig import NexmoSigError, SignatureMethod, Signer, canonicalize, encode

SECRET = "the secret of the reference"


class Text(str):
    """A string whose ``str()`` and format are others: what is signed is its characters."""

    __slots__ = ()

    def __str__(self) -> str:
        return "str"

    def __format__(self, _: str) -> str:
        return "format"


class Colour(str, Enum):  # noqa: UP042 - the older kind, whose str() is another string
    RED = "red"
    AMPERSAND = "a&b"
    EMPTY = ""


class Fruit(StrEnum):
    APPLE = "apple"
    FOLDED = "a=1&b"


hostile_texts = st.text(st.sampled_from("a&=_%+é\ud800\U00010000\uffff"), max_size=4)
strings = strategies.texts | hostile_texts
subclasses = strings.map(Text) | st.sampled_from([*Colour, *Fruit])
hostile_names = st.one_of(
    strategies.names, hostile_texts, subclasses, st.sampled_from(["sig", "timestamp", 1, None])
)
hostile_values = st.one_of(
    strings, subclasses, strategies.values, st.floats(), st.binary(), st.just(["1"])
)
pairs = st.lists(st.tuples(hostile_names, hostile_values), max_size=6)


def outcome(call: Callable[[], object]) -> object:
    """What a call returns, or the class and the name of the error that it raises."""
    try:
        return call()
    except NexmoSigError as error:
        return type(error).__name__, getattr(error, "name", None)
    except reference.Rejected as error:
        return error.error, error.name


def expected_canonical(given: list[tuple[Any, Any]]) -> object:
    return outcome(lambda: reference.canonical_string(reference.strings(given)))


@given(pairs)
def test_pairs_are_accepted_and_rejected_as_by_the_reference(given: list[tuple[Any, Any]]) -> None:
    assert outcome(lambda: canonicalize(given)) == expected_canonical(given)


@given(pairs)
def test_a_mapping_is_accepted_and_rejected_as_by_the_reference(
    given: list[tuple[Any, Any]],
) -> None:
    mapping = dict(given)
    assert outcome(lambda: canonicalize(mapping)) == expected_canonical(list(mapping.items()))


@given(st.dictionaries(strings, strings, max_size=6))
def test_a_dict_of_strings_is_accepted_and_rejected_as_by_the_reference(
    given: dict[str, str],
) -> None:
    """Such a dict, of which most calls are made, is not checked one parameter at a time."""
    assert outcome(lambda: canonicalize(given)) == expected_canonical(list(given.items()))


@given(pairs, strategies.methods)
def test_what_is_signed_is_handed_over_as_plain_strings(
    given: list[tuple[Any, Any]], method: SignatureMethod
) -> None:
    signer = Signer(SECRET, method, clock=lambda: NOW)
    given = [(name, value) for name, value in given if name not in ("sig", "timestamp")]
    expected = outcome(lambda: reference.strings(given) | {"timestamp": str(NOW)})
    received = outcome(lambda: signer.verify(signer.sign(given)))
    assert received == expected
    if isinstance(received, dict):
        assert {*map(type, received), *map(type, received.values())} == {str}
        sig = reference.signature(received, SECRET, method)
        assert signer.signature([*given, ("timestamp", NOW)]) == sig
        assert received == signer.verify(dict(given) | {"timestamp": str(NOW), "sig": sig.upper()})


@given(pairs)
def test_what_cannot_be_signed_cannot_be_encoded(given: list[tuple[Any, Any]]) -> None:
    expected = outcome(lambda: reference.strings(given))
    got = outcome(lambda: encode(given))
    assert got == expected if isinstance(expected, tuple) else isinstance(got, bytes)


@pytest.mark.parametrize("value", [*Colour, *Fruit])
def test_an_enumeration_signs_its_value(value: str) -> None:
    assert canonicalize({"a": value}) == canonicalize({"a": value.value})  # type: ignore[attr-defined]
