"""The form of a JSON Web Token: compact JWS (RFC 7515, section 7.1; RFC 7519).

Reading is strict: each token can be written in one way only. Nothing here says that a token is
authentic.
"""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass
from json import JSONDecoder

from ._wire.json_object import decode_json, reject_constant
from .errors import EncodingError, SignatureMissing, TokenInvalid

AUTHORIZATION = "Authorization"

ROUTER_HEADER = "X-Vonage-Webhook-Auth-Token"
"""Where the vendor's cloud runtime router puts the token that it received."""

MAX_TOKEN_BYTES = 8_192
"""Bytes of a token that is read; a genuine one has about 500."""

_INTEGER_DIGITS = 640  # the lowest limit that a program can set for `int`


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """A token, decoded and not verified. Its ``repr()`` shows nothing of it.

    Attributes:
        header: the members of the header.
        claims: the members of the claims.
        signed: the bytes that the signature covers: header and claims as they were received.
        signature: the signature.
    """

    header: dict[str, object]
    claims: dict[str, object]
    signed: bytes
    signature: bytes


def bearer_token(value: str | None, header: str) -> str:
    """Return the bearer token of a request (RFC 6750, section 2.1), not decoded.

    In any other header than ``Authorization``, the word ``Bearer`` may be missing.

    Raises:
        SignatureMissing: the header is absent, or holds another scheme.
    """
    if value is None:
        raise SignatureMissing(
            f"the request has no {header} header: it was not signed, or a proxy removed the header "
            "(Apache's mod_wsgi does so unless WSGIPassAuthorization is On)"
        )
    scheme, space, token = value.partition(" ")
    if scheme.lower() == "bearer":
        return token.lstrip(" ")
    if header.lower() != AUTHORIZATION.lower() and (not space or "," in scheme):
        return value
    raise SignatureMissing(f"the {header} header does not hold a bearer token")


def decode_token(text: str) -> Token:
    """Read a token.

    Raises:
        TokenInvalid: it is longer than 8,192 bytes, does not have three parts in base64url
            (RFC 4648, section 5) without padding, or its header and claims are not JSON objects in
            UTF-8 without repeated members.
    """
    if len(text) > MAX_TOKEN_BYTES or not text.isascii():
        raise TokenInvalid(f"the bearer token is not ASCII of at most {MAX_TOKEN_BYTES:,} bytes")
    if "," in text:
        raise TokenInvalid("there are several bearer tokens, or a comma in one: send one")
    parts = text.split(".")
    if len(parts) != 3:
        raise TokenInvalid(
            f"the bearer token has {len(parts)} parts, not the three of a signed one"
        )
    header, claims, signature = map(_decoded, ("header", "claims", "signature"), parts)
    signed = f"{parts[0]}.{parts[1]}".encode()
    return Token(_object("header", header), _object("claims", claims), signed, signature)


def _decoded(name: str, part: str) -> bytes:
    try:
        data = base64.urlsafe_b64decode(part + "==")  # enough for each length
    except ValueError:  # of its subclass binascii.Error
        data = b""
    if base64.urlsafe_b64encode(data).rstrip(b"=") != part.encode():  # one spelling for each value
        raise TokenInvalid(f"the {name} of the bearer token is not base64url without padding")
    return data


def _object(name: str, data: bytes) -> dict[str, object]:
    try:
        value = decode_value(data.decode())
    except (UnicodeDecodeError, EncodingError):
        value = None
    if not isinstance(value, dict):
        raise TokenInvalid(
            f"the {name} of the bearer token must be a JSON object in UTF-8, "
            "nested at most 64 levels deep and without repeated members"
        )
    return value


def check_header(token: Token) -> None:
    """Raise TokenInvalid unless a token's header is the one of a signed webhook.

    The algorithm is HS256 (RFC 8725, section 3.1: it is never taken from the token), the type is
    ``JWT`` or absent, and no extension is critical (RFC 7515, section 4.1.11). Members that name
    keys, such as ``kid`` and ``jku``, are ignored.
    """
    algorithm, kind = token.header.get("alg"), token.header.get("typ", "JWT")
    if algorithm == "RS256":
        raise TokenInvalid(
            "the bearer token is signed with RS256, not HS256: behind the vendor's cloud runtime "
            f'router, which sends one of its own, pass header="{ROUTER_HEADER}"'
        )
    if algorithm != "HS256":
        raise TokenInvalid("the alg of the bearer token is not HS256")
    if not isinstance(kind, str) or kind.lower() != "jwt":
        raise TokenInvalid("the typ of the bearer token is not JWT")
    if "crit" in token.header:
        raise TokenInvalid("the bearer token has a crit header: no extension is supported")


def decode_value(body: str) -> object:
    """Read any JSON text (RFC 8259), nested at most 64 levels deep, as ``json.loads`` does.

    Returns:
        A dict, list, string, number, bool or ``None``.

    Raises:
        EncodingError: the text is not JSON, is nested too deeply, repeats a member of an object,
            has an integer of more than 640 digits, or another number that ``float`` cannot hold,
            such as ``1e400``.
    """
    return decode_json(body, _values)


def _distinct(members: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(members)
    if len(value) < len(members):
        raise EncodingError("the JSON body repeats a member: send each name once")
    return value


def _integer(digits: str) -> int:
    if len(digits) > _INTEGER_DIGITS:
        raise EncodingError(f"the JSON body has an integer of more than {_INTEGER_DIGITS} digits")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):  # which JSON cannot write
        raise EncodingError("the JSON body has a number beyond 1.8e308: send a smaller one")
    return number


_values = JSONDecoder(
    object_pairs_hook=_distinct,
    parse_int=_integer,
    parse_float=_finite,
    parse_constant=reject_constant,
)
