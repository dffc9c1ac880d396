"""Every mapping of up to two parameters over a small hostile alphabet, one by one.

About 14 million: left out by default, and run by the gate, in as many processes as there are cores.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations, product

import pytest
import reference

from nexmo_sig import NexmoSigError, canonicalize

pytestmark = pytest.mark.exhaustive

ALPHABET = "a&=_%+é\ud800"
STRINGS = [
    "".join(characters) for length in range(3) for characters in product(ALPHABET, repeat=length)
]
VALID_NAMES = [name for name in STRINGS if name and not set(name) & set("&=\ud800")]
SANITISED_VALUES = [value for value in STRINGS if not set(value) & set("&=\ud800")]

Piece = str | tuple[str, str]
"""What a parameter adds to the canonical string, or the error and the name of its fault."""


def piece(name: str, value: str) -> Piece:
    try:
        return reference.canonical_string(reference.strings([(name, value)]))
    except reference.Rejected as rejected:
        return rejected.error, rejected.name


PIECES = {(name, value): piece(name, value) for name, value in product(STRINGS, repeat=2)}


def outcome(params: dict[str, str]) -> Piece:
    try:
        return canonicalize(params)
    except NexmoSigError as error:
        return type(error).__name__, getattr(error, "name", "")


def wrong_pairs(first_name: str) -> Iterator[dict[str, str]]:
    """Yield the mappings that begin with this name and on which package and reference differ."""
    later = STRINGS[STRINGS.index(first_name) + 1 :]
    for first_value in STRINGS:
        first = PIECES[first_name, first_value]
        for name, value in product(later, STRINGS):
            second = PIECES[name, value]
            if isinstance(first, tuple) or isinstance(second, tuple):
                expected = first if isinstance(first, tuple) else second
            else:
                expected = first + second if first_name < name else second + first
            params = {first_name: first_value, name: value}
            if outcome(params) != expected:
                yield params


def first_wrong_pair(first_name: str) -> dict[str, str] | None:
    return next(wrong_pairs(first_name), None)


def test_every_mapping_of_up_to_two_is_accepted_and_rejected_as_by_the_reference() -> None:
    assert outcome({}) == ""
    assert [pair for pair, expected in PIECES.items() if outcome(dict([pair])) != expected] == []
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        assert [wrong for wrong in processes.map(first_wrong_pair, STRINGS) if wrong] == []


def test_two_mappings_never_have_the_same_canonical_string_but_for_separators_in_values() -> None:
    """Values that hold ``&`` or ``=`` have the string of the value with ``_``, as shown above."""
    singles = [{name: value} for name, value in product(VALID_NAMES, SANITISED_VALUES)]
    strings = {*map(canonicalize, [{}, *singles])}
    count = 1 + len(singles)
    for one, two in combinations(VALID_NAMES, 2):
        for values in product(SANITISED_VALUES, repeat=2):
            strings.add(canonicalize(dict(zip((one, two), values, strict=True))))
            count += 1
    assert len(strings) == count > 400_000
