"""Mistakes about the method and the secret."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from ..types import SignatureMethod
from ._recipe import Recipe, Variants, documented_hash

WHITE_SPACE = (
    ("", "", "none of the white space that the receiver has around it"),
    ("", "\n", "a newline after it"),
    ("", "\r\n", "a carriage return and a newline after it"),
    ("", "\r", "a carriage return after it"),
    ("", " ", "a space after it"),
    ("", "\t", "a tab after it"),
    (" ", "", "a space before it"),
    (" ", " ", "a space before and after it"),
)


def other_methods(recipe: Recipe) -> Variants:
    """Use another method."""
    for method in SignatureMethod:
        if method is not recipe.method:
            yield f"used the method {method}", replace(recipe, method=method)


def other_secrets(recipe: Recipe) -> Variants:
    """Use another secret."""
    for position, secret in enumerate(recipe.secrets, 1):
        if position != recipe.secret_position:
            action = f"used secret {position} of those given"
            yield action, replace(recipe, secret=secret, secret_position=position)


def white_space_around_secret(recipe: Recipe) -> Variants:
    """Have other white space around the secret than the receiver, or more of it."""
    for secret in filter(None, dict.fromkeys((recipe.secret.strip(), recipe.secret))):
        for before, after, kind in WHITE_SPACE:
            yield f"used the secret with {kind}", replace(recipe, secret=before + secret + after)


def without_hmac(recipe: Recipe) -> Variants:
    """Hash the string and the secret, without HMAC."""
    if recipe.method is not SignatureMethod.MD5HASH:
        after, before = "hashed the string followed by the secret", "hashed the secret first"
        if recipe.method is not SignatureMethod.MD5:  # that is the method md5hash
            yield f"{after}, without HMAC", replace(recipe, hexdigest=_hash_of_string_and_secret)
        yield f"{before}, without HMAC", replace(recipe, hexdigest=_hash_of_secret_and_string)


def separator_before_secret(recipe: Recipe) -> Variants:
    """Put an ``&`` between the string and the secret of ``md5hash``."""
    if recipe.method is SignatureMethod.MD5HASH:
        yield "put an & before the secret", replace(recipe, hexdigest=_hash_with_separator)


def _hash_of_string_and_secret(method: SignatureMethod, secret: str, canonical: bytes) -> str:
    return hashlib.new(method, canonical + secret.encode(), usedforsecurity=False).hexdigest()


def _hash_of_secret_and_string(method: SignatureMethod, secret: str, canonical: bytes) -> str:
    return hashlib.new(method, secret.encode() + canonical, usedforsecurity=False).hexdigest()


def _hash_with_separator(method: SignatureMethod, secret: str, canonical: bytes) -> str:
    return documented_hash(method, f"&{secret}", canonical)
