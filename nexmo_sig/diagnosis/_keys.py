"""Mistakes about the method and the secret."""

from __future__ import annotations

from dataclasses import replace

from ..types import SignatureMethod
from ._recipe import Recipe, Variants

_WHITE_SPACE = (
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
        for before, after, what in _WHITE_SPACE:
            yield f"used the secret with {what}", replace(recipe, secret=before + secret + after)
