"""Mistakes about which parameters are hashed, and with which values."""

from __future__ import annotations

from collections.abc import Iterable

from .._parameters import SIGNATURE, TIMESTAMP
from ._recipe import Change, Recipe, Variants, Variation, changed_values

BLANKS = "".join(map(chr, range(ord(" ") + 1)))
"""The characters that Java's ``String.trim`` removes."""

_STRINGS_OF_NOTHING = ("None", "null", "undefined", "")

# What vonage-sms hashes for every message, whether it is sent or not. Before version 1.2 it did not
# know the last one.
_OF_VONAGE_SMS = (
    *(SIGNATURE, "client-ref", "type", "ttl", "status-report-req", "callback", "message-class"),
    *("body", "udh", "protocol-id", "account-ref", "entity-id", "content-id", "trusted-number"),
)
_OF_SMS = _OF_VONAGE_SMS[1:]
_OF_CONVERSION = ("message-id", "delivered", TIMESTAMP)
_SETS_OF_OPTIONALS = (
    _OF_VONAGE_SMS,
    _OF_VONAGE_SMS[:-1],
    _OF_SMS,
    _OF_CONVERSION,
    *((name,) for name in (*_OF_CONVERSION, "from", "to", "text", *_OF_SMS)),
)

_BOOLEANS = (("true", "false"), ("True", "False"), ("1", "0"))
_BOOLEANS_OF_PHP = ("1", "")


def without_parameter(left_out: str) -> Variation:
    """Return the mistake of leaving out one parameter."""

    def variants(recipe: Recipe) -> Variants:
        yield f"did not hash {left_out}", recipe.without(lambda name, _: name == left_out)

    return variants


def without_blanks(recipe: Recipe) -> Variants:
    """Leave out values that are empty, or only white space."""
    yield "did not hash empty values", recipe.without(lambda _, value: not value)
    yield "did not hash blank values", recipe.without(lambda _, value: not value.strip(BLANKS))
    yield "did not hash blank values", recipe.without(lambda _, value: not value.strip())


def plus_or_space(recipe: Recipe) -> Variants:
    """Take a plus sign for a space, or the other way round."""
    hashed_plus = "hashed a + where a space was received"
    yield hashed_plus, recipe.changing(_with_plus_in_front)
    yield from changed_values(recipe, hashed_plus, lambda value: value.replace(" ", "+"))
    hashed_space = "hashed a space where a + was received"
    yield from changed_values(recipe, hashed_space, lambda value: value.replace("+", " "))


def other_booleans(recipe: Recipe) -> Variants:
    """Spell booleans in another way than they were sent in."""
    for sent in _BOOLEANS:
        for hashed in (*_BOOLEANS, _BOOLEANS_OF_PHP):
            action = f"hashed {_either(hashed)} where it sent {_either(sent)}"
            yield from changed_values(recipe, action, _respelling(sent, hashed))


def absent_parameters(recipe: Recipe) -> Variants:
    """Hash optional parameters of the SMS and the Conversion API that were not sent."""
    for absent in _absent_optionals(recipe):
        for text in _STRINGS_OF_NOTHING:
            yield (
                f"hashed {text or 'an empty string'} for parameters that it did not send ({', '.join(absent)})",
                recipe.adding(*((name, text) for name in absent)),
            )


def with_signature(recipe: Recipe) -> Variants:
    """Hash an empty ``sig``, or the one that the same signer made before."""
    yield "hashed an empty sig", recipe.adding((SIGNATURE, ""))
    yield "hashed its former signature", recipe.adding((SIGNATURE, recipe.signature()))


def _with_plus_in_front(value: str) -> str:
    """Return an international telephone number whose plus sign was read as a space."""
    return f"+{value[1:]}" if value.startswith(" ") else value


def _respelling(sent: tuple[str, str], hashed: tuple[str, str]) -> Change:
    spelling = dict(zip(sent, hashed, strict=True))
    return lambda value: spelling.get(value, value)


def _either(booleans: tuple[str, str]) -> str:
    return " or ".join(text or "an empty string" for text in booleans)


def _absent_optionals(recipe: Recipe) -> Iterable[tuple[str, ...]]:
    sent = {name for name, _ in recipe.fields}
    absent = (tuple(name for name in names if name not in sent) for names in _SETS_OF_OPTIONALS)
    return filter(None, dict.fromkeys(absent))
