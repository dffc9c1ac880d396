"""Finding the mistakes that explain a signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from string import hexdigits

from .._parameters import SIGNATURE, converted
from .._signature import hexdigest_with, is_same_signature
from ..errors import SignatureMissing
from ..signer import Signer
from ..types import Params, SignatureMethod
from .finding import Finding
from .mistakes import MISTAKES, Mistake
from .recipe import Fields, Recipe

MAX_HASHES = 20_000
"""How many hashes one diagnosis makes at most."""

_BYTES_OF_ONE_HASH = 16_384
"""A longer string counts as several hashes, so that a large request does not take minutes."""


def diagnose(
    params: Params, secret: str | Sequence[str], method: SignatureMethod | str
) -> list[Finding]:
    """Find out what a sender did wrong whose signature does not match.

    It tries each known mistake alone, and if none of them explains the signature, each pair. The
    work is bounded: it makes at most 20,000 hashes, of which a string of more than 16 KiB counts as
    several. A usual request takes about half of them. With dozens of secrets, dozens of values that
    could be changed one at a time, or a long string, the last pairs are not tried.

    Args:
        params: what was received, as a mapping or an iterable of (name, value) pairs, with ``sig``;
            it stays as it is. Names may hold ``&`` and ``=`` here, unlike elsewhere, as that is one
            of the reasons.
        secret: the signature secret; or several: the one that should have been used, and others
            that may have been, such as the ``api_secret`` or an older secret.
        method: the :class:`~nexmo_sig.SignatureMethod` that should have been used, or its text.

    Returns:
        The findings with the fewest mistakes, the likeliest first. There is more than one when
        different mistakes lead to the same string. Empty if nothing explains the signature, and
        also if it is right as it is.

    Raises:
        SignatureMissing: there is no ``sig``.
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter; or the method is unknown; or a
            secret is empty, is no text, or cannot be encoded as UTF-8; or there is none.
    """
    fields = converted(params, allow_separators=True)
    received = fields.pop(SIGNATURE, None)
    if received is None:
        raise SignatureMissing("the request carries no sig: it was not signed")
    right = _right_recipe(tuple(fields.items()), Signer(secret, method))
    if not _can_be_signature(received):
        return []
    explanations = _explanations(_Attempt(right), received)
    return [attempt.finding() for attempt in explanations if attempt.mistakes]


def _can_be_signature(received: str) -> bool:
    """Tell whether any method could make it: in hexadecimal, MD5, SHA-1, SHA-256 or SHA-512."""
    return len(received) in (32, 40, 64, 128) and not received.strip(hexdigits)


def _right_recipe(fields: Fields, signer: Signer) -> Recipe:
    secrets = signer.secrets
    return Recipe(fields, signer.method, secrets, secrets[0], _BoundedHashing())


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
    deeds: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(mistake.code for mistake in self.mistakes))

    def making(self, mistake: Mistake) -> Iterator[_Attempt]:
        for deed, recipe in mistake.variants(self.recipe):
            yield _Attempt(recipe, (*self.mistakes, mistake), (*self.deeds, deed))

    def finding(self) -> Finding:
        deeds = ", and ".join(self.deeds)
        remedies = ", and ".join(dict.fromkeys(mistake.remedy for mistake in self.mistakes))
        return Finding(
            codes=self.codes,
            message=f"The sender {deeds}: it should {remedies}.",
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
