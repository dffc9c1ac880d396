"""Finding the mistakes that explain a signature."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from string import hexdigits

from .._signature import hexdigest_with, is_same_signature
from ..signer import Signer
from ..types import SignatureMethod
from ._mistakes import MISTAKES, Mistake
from ._recipe import Fields, Recipe
from .finding import Finding

MAX_HASHES = 20_000
"""How many hashes one diagnosis makes at most."""

_BYTES_OF_ONE_HASH = 16_384
"""A longer string counts as several hashes, so that a large request does not take minutes."""


def findings_of(fields: Fields, received: str, signer: Signer) -> list[Finding]:
    """Return what explains a signature; :func:`nexmo_sig.diagnose` describes it."""
    secrets = signer.secrets
    right = Recipe(fields, signer.method, secrets, secrets[0], _BoundedHashing())
    if not _can_be_signature(received):
        return []
    explanations = _explanations(_Attempt(right), received)
    return [attempt.finding() for attempt in explanations if attempt.mistakes]


def _can_be_signature(received: str) -> bool:
    """Tell whether any method could make it."""
    lengths = {len(hexdigest_with(method, "any")(b"")) for method in SignatureMethod}
    return len(received) in lengths and not received.strip(hexdigits)


class _Exhausted(Exception):
    """No more hashes may be made."""


class _BoundedHashing:
    """Hashes as long as it may."""

    def __init__(self) -> None:
        self._left = MAX_HASHES

    def __call__(self, method: SignatureMethod, secret: str, canonical: bytes) -> str:
        self._left -= 1 + len(canonical) // _BYTES_OF_ONE_HASH
        if self._left < 0:
            raise _Exhausted
        return hexdigest_with(method, secret)(canonical)


@dataclass(frozen=True, slots=True, repr=False)
class _Attempt:
    """A recipe, and the mistakes that led to it."""

    recipe: Recipe
    mistakes: tuple[Mistake, ...] = ()
    actions: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(mistake.code for mistake in self.mistakes))

    def making(self, mistake: Mistake) -> Iterator[_Attempt]:
        for action, recipe in mistake.variants(self.recipe):
            yield _Attempt(recipe, (*self.mistakes, mistake), (*self.actions, action))

    def finding(self) -> Finding:
        actions = ", and ".join(self.actions)
        remedies = ", and ".join(dict.fromkeys(mistake.remedy for mistake in self.mistakes))
        return Finding(
            codes=self.codes,
            message=f"The sender {actions}: it should {remedies}.",
            canonical=self.recipe.canonical,
            charset=self.recipe.charset,
            method=self.recipe.method,
            secret_position=self.recipe.secret_position,
        )


def _single_mistakes(right: _Attempt) -> Iterator[_Attempt]:
    for mistake in MISTAKES:
        yield from right.making(mistake)


def _pairs_of_mistakes(right: _Attempt) -> Iterator[_Attempt]:
    for position, first in enumerate(MISTAKES):
        for once in right.making(first):
            for second in MISTAKES[position + (not first.repeatable) :]:
                yield from once.making(second)


def _explanations(right: _Attempt, received: str) -> list[_Attempt]:
    """Return what makes the received signature with the fewest codes, each of these once."""
    for attempts in (iter([right]), _single_mistakes(right), _pairs_of_mistakes(right)):
        found: dict[tuple[str, ...], _Attempt] = {}
        for attempt in _matches(attempts, received):
            found.setdefault(attempt.codes, attempt)
        if found:
            fewest = min(map(len, found))
            return [attempt for codes, attempt in found.items() if len(codes) == fewest]
    return []


def _matches(attempts: Iterator[_Attempt], received: str) -> Iterator[_Attempt]:
    with suppress(_Exhausted):
        for attempt in attempts:
            if is_same_signature(attempt.recipe.signature(), received):
                yield attempt
