"""Finding the mistakes that explain a signature."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from string import hexdigits

from .._signature import hexdigest_with, is_same_signature
from ..types import SignatureMethod
from ._mistakes import BASE64, CUT, MISTAKES, AfterHashing, Mistake
from ._recipe import Fields, Recipe
from .finding import Finding

MAX_HASHES = 20_000
"""How many hashes one diagnosis makes at most; those of a large request count several times."""

# What takes as long as the hash of a usual request does.
_FIELDS_OF_ONE_HASH = 10
_BYTES_OF_ONE_HASH = 2_048
_ESCAPES_OF_ONE_HASH = 128

_LEAST_DIGITS = 12  # of a signature that was cut: nobody can make so many match


def findings_of(
    fields: Fields, received: str, secrets: tuple[str, ...], method: SignatureMethod
) -> list[Finding]:
    """Return what explains a signature; :func:`nexmo_sig.diagnose` describes it."""
    signature = _received_signature(received)
    if signature is None:
        return []
    right = Recipe(fields, method, secrets, secrets[0])
    explanations = _explanations(_Attempt(right), signature)
    return [attempt.finding() for attempt in explanations if attempt.mistakes]


@dataclass(frozen=True, slots=True)
class _Received:
    """A signature that was received: lower-case digits, and how it was written."""

    digits: str
    is_base64: bool
    lengths: frozenset[int]

    def mistakes(self, hexdigest: str) -> tuple[tuple[AfterHashing, str], ...] | None:
        """Return how a signature was written wrongly; ``None`` if it is another one."""
        length = len(self.digits)
        is_cut = length < len(hexdigest)
        if not is_same_signature(hexdigest[:length], self.digits):
            return None
        base64 = ((BASE64, "wrote the signature in base64"),) if self.is_base64 else ()
        return (*base64, (CUT, f"sent {length} digits of the signature")) if is_cut else base64


def _received_signature(received: str) -> _Received | None:
    lengths = frozenset(len(hexdigest_with(method, "any")(b"")) for method in SignatureMethod)
    if received and not received.strip(hexdigits):
        digits = received.lower()
        is_possible = _LEAST_DIGITS <= len(digits) <= max(lengths)
        return _Received(digits, False, lengths) if is_possible else None
    plain = received.rstrip("=").replace("+", "-").replace("/", "_").replace(" ", "-")
    if not plain.isascii():
        return None
    try:
        digits = urlsafe_b64decode(plain + "=" * (-len(plain) % 4)).hex()
    except ValueError:  # of its subclass binascii.Error
        return None
    return _Received(digits, True, lengths) if len(digits) in lengths else None


@dataclass(frozen=True, slots=True, repr=False)
class _Attempt:
    """A recipe, and the mistakes that led to it."""

    recipe: Recipe
    mistakes: tuple[Mistake | AfterHashing, ...] = ()
    actions: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(mistake.code for mistake in self.mistakes))

    def making(self, mistake: Mistake) -> Iterator[_Attempt]:
        for action, recipe in mistake.variants(self.recipe):
            yield self.after(recipe, mistake, action)

    def after(self, recipe: Recipe, mistake: Mistake | AfterHashing, action: str) -> _Attempt:
        return _Attempt(recipe, (*self.mistakes, mistake), (*self.actions, action))

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
        for once in right.making(first) if not first.is_alone else ():
            for second in MISTAKES[position + (not first.repeatable) :]:
                if not second.is_alone:
                    yield from once.making(second)


class _Budget:
    """The hashes that may still be made."""

    def __init__(self) -> None:
        self._left = MAX_HASHES

    def allows(self, recipe: Recipe, canonical: bytes) -> bool:
        """Charge for one hash; tell whether it may be made."""
        self._left -= 1 + len(recipe.fields) // _FIELDS_OF_ONE_HASH
        self._left -= len(canonical) // _BYTES_OF_ONE_HASH
        self._left -= canonical.count(b"%") // _ESCAPES_OF_ONE_HASH
        return self._left >= 0


def _explanations(right: _Attempt, received: _Received) -> list[_Attempt]:
    """Return what makes the received signature with the fewest codes, each of these once."""
    budget = _Budget()
    for attempts in (iter([right]), _single_mistakes(right), _pairs_of_mistakes(right)):
        found: dict[tuple[str, ...], _Attempt] = {}
        for attempt in _matches(attempts, received, budget):
            found.setdefault(attempt.codes, attempt)
        if found:
            fewest = min(map(len, found))
            return [attempt for codes, attempt in found.items() if len(codes) == fewest]
    return []


def _matches(
    attempts: Iterator[_Attempt], received: _Received, budget: _Budget
) -> Iterator[_Attempt]:
    for attempt in attempts:
        recipe = attempt.recipe
        canonical = recipe.encoded
        if not budget.allows(recipe, canonical):
            return
        mistakes = received.mistakes(recipe.hexdigest(recipe.method, recipe.secret, canonical))
        if mistakes is not None:
            for mistake, action in mistakes:
                attempt = attempt.after(recipe, mistake, action)
            yield attempt
