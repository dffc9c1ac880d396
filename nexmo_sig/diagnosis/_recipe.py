"""How a signer makes a signature, as steps of which each can go wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from .._signature import hexdigest_with, sanitized
from ..types import SignatureMethod

ONE_BY_ONE = 16
"""Of the values that could be changed, how many are also changed one at a time."""

Fields: TypeAlias = tuple[tuple[str, str], ...]
Order: TypeAlias = Callable[[Fields], Iterable[tuple[str, str]]]
Change: TypeAlias = Callable[[str], str]
Hash: TypeAlias = Callable[[SignatureMethod, str, bytes], str]

# Turns a recipe into those that a mistake could make of it. With each comes what the sender
# did, to follow "The sender ...".
Variants: TypeAlias = Iterator[tuple[str, "Recipe"]]
Variation: TypeAlias = Callable[["Recipe"], Variants]


def documented_hash(method: SignatureMethod, secret: str, canonical: bytes) -> str:
    """Return the signature of an encoded string."""
    return hexdigest_with(method, secret)(canonical)


@dataclass(frozen=True, slots=True, repr=False)
class Recipe:
    """The steps from parameters to a signature. The defaults are those of the Nexmo reference.

    Attributes:
        fields: the names and values to hash, in the order received.
        method: how the string is hashed.
        secrets: the secrets that may have been used.
        secret: the one that is used, and the white space around it.
        hexdigest: hashes an encoded string by a method, with a secret.
        secret_position: which of the secrets is used, counted from 1.
        order: puts the fields in the order of hashing.
        write_name: turns a name into the string that is hashed.
        write_value: turns a value into the string that is hashed.
        finish: turns the joined ``&name=value`` into the string to sign.
        charset: encodes the string.
    """

    fields: Fields
    method: SignatureMethod
    secrets: tuple[str, ...]
    secret: str
    hexdigest: Hash = documented_hash
    secret_position: int = 1
    order: Order = sorted
    write_name: Change = str
    write_value: Change = sanitized
    finish: Change = str
    charset: str = "utf-8"

    @property
    def encoded(self) -> bytes:
        """The string to sign, as it is hashed."""
        joined = "".join(
            [
                f"&{self.write_name(name)}={self.write_value(value)}"
                for name, value in self.order(self.fields)
            ]
        )
        return self.finish(joined).encode(self.charset, "replace")

    @property
    def canonical(self) -> str:
        """The string to sign, as it can be shown: without what the charset cannot encode."""
        return self.encoded.decode(self.charset)

    def signature(self) -> str:
        """Return what this recipe makes."""
        return self.hexdigest(self.method, self.secret, self.encoded)

    def without(self, is_left_out: Callable[[str, str], bool]) -> Recipe:
        """Return the recipe without the fields whose name and value are to be left out."""
        kept = tuple(field for field in self.fields if not is_left_out(*field))
        return replace(self, fields=kept)

    def adding(self, *fields: tuple[str, str]) -> Recipe:
        """Return the recipe with more fields."""
        return replace(self, fields=self.fields + fields)

    def changing(self, change: Change) -> Recipe:
        """Return the recipe with all values changed."""
        return replace(self, fields=tuple((name, change(value)) for name, value in self.fields))


def changed_values(recipe: Recipe, action: str, change: Change) -> Variants:
    """Change all values, and then one at a time."""
    fields = [(name, value, change(value)) for name, value in recipe.fields]
    yield action, replace(recipe, fields=tuple((name, new) for name, _, new in fields))
    changed = (name for name, old, new in fields if new != old)
    for only in islice(changed, ONE_BY_ONE):
        mixed = tuple((name, new if name == only else old) for name, old, new in fields)
        yield action, replace(recipe, fields=mixed)
