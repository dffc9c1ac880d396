"""The signature scheme, whole: the string to sign, the five hashes and the comparison.

Read it beside the vendor's guide "Signing requests". Each function is one of its steps; the words
in quotation marks name the step.
"""

from __future__ import annotations

import hashlib
import hmac

from ._parameters import SIGNATURE, checked_strings
from .errors import UsageError
from .types import Hexdigest, Hexdigests, Params, SignatureMethod


def canonical_string(params: Params) -> bytes:
    """Return the string to sign, in UTF-8: see :func:`canonicalized`."""
    return canonicalized(params)[1]


def canonicalized(params: Params) -> tuple[dict[str, str], bytes]:
    """Return parameters as a new dict of plain strings, and the string to sign, in UTF-8.

    "Parameters": every one that is sent, empty values included, except ``sig``.
    "Sort": by name, in the order of Unicode code points, which is that of UTF-8 bytes.
    "Join": as ``&name=value&name=value``, with a leading ``&``; nothing is percent-encoded.

    Raises the errors of :func:`~nexmo_sig._parameters.checked_strings`.
    """
    if type(params) is dict:
        params = params.copy()  # another thread may change it
        joined = _joined_if_plain(params)
        if joined is not None:
            return params, joined
    strings = checked_strings(params)
    names = sorted(strings.keys() - {SIGNATURE})
    return strings, "".join([f"&{name}={sanitized(strings[name])}" for name in names]).encode()


def _joined_if_plain(params: dict[str, str]) -> bytes | None:
    """Return the string to sign if there is nothing to convert, to reject or to replace."""
    pieces = []
    try:
        for name in sorted(params):
            value = params[name]
            # A subclass, such as an enumeration, may be formatted as another string.
            if type(name) is not str or type(value) is not str:
                return None
            if name != SIGNATURE:
                pieces.append(f"&{name}={value}")
        joined = "".join(pieces)
        # Each parameter adds a "&" and a "=" to the string. If it holds no more of them than that,
        # then no name and no value holds one: there is nothing to replace.
        is_plain = joined.count("&") == joined.count("=") == len(pieces) and "" not in params
        return joined.encode() if is_plain and params.get(SIGNATURE, "").isascii() else None
    except (TypeError, UnicodeEncodeError):  # names that cannot be sorted; a lone surrogate
        return None


def sanitized(value: str) -> str:
    """Return a value after "Replace": each ``&`` and ``=`` is now ``_``. It is sent unaltered.

    Names are not altered: :func:`~nexmo_sig._parameters.checked_name` rejects those that hold one.
    """
    return value.replace("&", "_").replace("=", "_")


def known_method(method: object) -> SignatureMethod:
    """Return the signature method of an account; raise UsageError if there is no such method."""
    name = str.__str__(method) if isinstance(method, str) else ""
    if name in list(SignatureMethod):
        return SignatureMethod(name)
    # Only a known name is shown: a secret may have been passed in place of the method.
    near = "".join(filter(str.isalnum, name.lower())).removeprefix("hmac")
    known = ", ".join(SignatureMethod)
    advice = f'did you mean "{near}"?' if near in list(SignatureMethod) else f"use one of {known}"
    raise UsageError(f"unknown signature method: {advice}", "method")


def hexdigest_with(method: SignatureMethod, secret: str) -> Hexdigest:
    """Return the function that "hashes" canonical strings with a secret.

    ``md5hash`` is MD5 of the string followed by the secret. Every other method is HMAC (RFC 2104)
    of the string, keyed with the secret, with the hash that the method is named after.
    """
    key = secret.encode()
    if method is SignatureMethod.MD5HASH:
        return lambda string: hashlib.md5(string + key, usedforsecurity=False).hexdigest()
    keyed = hmac.new(key, digestmod=_md5 if method is SignatureMethod.MD5 else str(method))

    def hexdigest(canonical: bytes) -> str:
        state = keyed.copy()  # the key is hashed once
        state.update(canonical)
        return state.hexdigest()

    return hexdigest


def _md5(data: bytes = b"") -> hashlib._Hash:
    return hashlib.md5(data, usedforsecurity=False)  # else a build that follows FIPS 140 raises


def is_same_signature(expected: str, received: str) -> bool:
    """Do "Compare", in constant time and ignoring the case of the digits.

    Args:
        expected: lower-case hexadecimal digits.
        received: any string. Nexmo sends HMAC signatures in upper case, ``md5hash`` in lower case.
    """
    comparable = len(received) == len(expected) and received.isascii()
    return hmac.compare_digest(expected, received.lower() if comparable else "-" * len(expected))


def matching_secret(hexdigests: Hexdigests, canonical: bytes, received: str) -> int | None:
    """Return the position, from 0, of the secret that made a signature; ``None`` for no secret."""
    for index, hexdigest in enumerate(hexdigests):
        if is_same_signature(hexdigest(canonical), received):
            return index
    return None
