"""The known ways in which signers go wrong.

Each turns a recipe into those that it could make of it, so two of them are one after the other, in
the order of the table. Where both take the same step in another way, the second holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from .._parameters import API_KEY, TIMESTAMP
from .._signature import sanitized
from ._fields import (
    absent_parameters,
    other_booleans,
    plus_or_space,
    with_signature,
    without_blanks,
    without_parameter,
)
from ._keys import (
    other_methods,
    other_secrets,
    separator_before_secret,
    white_space_around_secret,
    without_hmac,
)
from ._recipe import Variation
from ._strings import (
    encoded_query,
    other_charsets,
    other_orders,
    percent_encoded_values,
    with_steps,
    without_first,
)
from ._values import (
    encoded_twice,
    html_entities,
    trimmed_values,
    with_plus,
    without_added,
    without_leading_zeros,
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One way of going wrong.

    Attributes:
        code: its name.
        variants: yields the recipes that it could make of one.
        remedy: what to do instead, to follow "it should ...".
        repeatable: whether a signer can make it twice, in two ways.
        is_alone: whether it is tried alone only, as it has many variants.
    """

    code: str
    variants: Variation
    remedy: str
    repeatable: bool = False
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class AfterHashing:
    """A mistake that is made after hashing: it adds to those that are tried."""

    code: str
    remedy: str


BASE64 = AfterHashing("signature-base64", "write it in hexadecimal")
CUT = AfterHashing("signature-cut", "send the whole of it")

MISTAKES = (
    Mistake("wrong-method", other_methods, "use the method that the receiver expects"),
    Mistake("wrong-secret", other_secrets, "use the first"),
    Mistake(
        "secret-whitespace",
        white_space_around_secret,
        "use the secret without white space around it, and so should the receiver",
    ),
    Mistake("not-hmac", without_hmac, "use HMAC, keyed with the secret"),
    Mistake(
        "secret-separator",
        separator_before_secret,
        "append the secret to the string, with nothing between them",
    ),
    Mistake(
        "parameter-added",
        without_added,
        "hash all that it sends, and a receiver should not use what somebody else added",
    ),
    Mistake(
        "timestamp-missing", without_parameter(TIMESTAMP), "hash every parameter that it sends"
    ),
    Mistake("api-key-missing", without_parameter(API_KEY), "hash every parameter that it sends"),
    Mistake("blank-dropped", without_blanks, "hash every parameter that it sends"),
    Mistake(
        "not-sanitised",
        with_steps("left & and = in values as they are", write_value=str),
        "replace each of them by _",
    ),
    Mistake(
        "names-sanitised",
        with_steps("replaced & and = in names as well", write_name=sanitized),
        "replace them in values only, and send no name that holds them",
    ),
    Mistake("unsorted", other_orders, "sort by name, by Unicode code point"),
    Mistake(
        "no-leading-ampersand",
        with_steps("left out the leading &", finish=without_first),
        "put an & before every parameter",
    ),
    Mistake("html-entity", html_entities, "hash and send strings that were not HTML"),
    Mistake("value-trimmed", trimmed_values, "hash the value that it sends", is_alone=True),
    Mistake(
        "leading-zero",
        without_leading_zeros,
        "hash the value that it sends, with its zeros: as a string, not as a number",
        is_alone=True,
    ),
    Mistake("plus-dropped", with_plus, "hash the value that it sends", is_alone=True),
    Mistake("encoded-twice", encoded_twice, "encode each value once", is_alone=True),
    Mistake("wrong-charset", other_charsets, "encode it as UTF-8"),
    Mistake("percent-encoded", percent_encoded_values, "hash values as they are"),
    Mistake(
        "query-encoded", encoded_query, "hash &name=value for each parameter, without encoding it"
    ),
    Mistake(
        "plus-as-space",
        plus_or_space,
        "hash what it sends, with %2B for each + in URLs and forms",
        True,
    ),
    Mistake("bool-as-python", other_booleans, "hash the string that it sends", True),
    Mistake("none-as-text", absent_parameters, "hash only what it sends", True),
    Mistake("sig-included", with_signature, "hash every parameter but sig"),
)
