"""An independent signer: the rules of the vendor's guide in a few lines, with nothing of ours.

It accepts and rejects what the package must accept and reject, so that both can be compared.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime


class Rejected(Exception):
    """Parameters that cannot be signed: the class of error, and the name that it is about."""

    def __init__(self, error: str, name: str) -> None:
        super().__init__(error, name)
        self.error = error
        self.name = name


def strings(pairs: Iterable[tuple[object, object]]) -> dict[str, str]:
    """The strings of parameters, or the first fault: a name, its repetition, then its value."""
    result: dict[str, str | None] = {}
    for name, value in pairs:
        if not isinstance(name, str) or name == "":
            raise Rejected("ParameterError", "")
        plain = "".join(name)
        if any(character in "&=" for character in plain) or has_surrogate(plain):
            raise Rejected("ParameterError", plain.split("&")[0].split("=")[0])
        if plain in result:
            raise Rejected("DuplicateParameter", plain)
        result[plain] = string(plain, value)
    return {name: value for name, value in result.items() if value is not None}


def string(name: str, value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and not has_surrogate(value):
        return "".join(value)
    if isinstance(value, bool):
        return str(bool(value)).lower()
    if isinstance(value, int):
        return format(int(value), "d")
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat(" ")
    raise Rejected("ParameterError", name)


def has_surrogate(text: str) -> bool:
    return any(0xD800 <= ord(character) <= 0xDFFF for character in text)


def canonical_string(params: Mapping[str, str]) -> str:
    pairs = sorted((name, value) for name, value in params.items() if name != "sig")
    return "".join(
        "&" + name + "=" + "".join("_" if c in "&=" else c for c in value) for name, value in pairs
    )


def digest(string: bytes, secret: str, method: str) -> str:
    key = secret.encode("utf-8")
    if method == "md5hash":
        return hashlib.md5(string + key).hexdigest()
    return hmac.new(key, string, getattr(hashlib, method)).hexdigest()


def signature(params: Mapping[str, str], secret: str, method: str) -> str:
    return digest(canonical_string(params).encode("utf-8"), secret, method)
