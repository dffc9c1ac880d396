"""Tokens, judged here and by others: PyJWT, and the vendor's packages for Python and Node.

Each kind of token says who accepts it. Where they differ, `test_advisories_webhook.py` tells why.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
import official_sdks
import pytest
import tokens
from tokens import ABSENT, BODY, CLAIMS, HEADER, OTHER_SECRET, SECRET
from vonage_jwt.errors import VonageVerifyJwtError
from vonage_jwt.verify_jwt import verify_signature

from nexmo_sig import NexmoSigError, WebhookVerifier
from nexmo_sig.testing import webhook_request

VERIFIER = WebhookVerifier(SECRET)
Members = dict[str, Any]
Draw = random.Random


@dataclass(frozen=True)
class Kind:
    """A kind of token that is genuine but for one thing, and whether it is accepted."""

    name: str
    make: Callable[[Draw], Members]
    ours: bool
    theirs: bool


def claims(**changes: Callable[[Draw], Any] | Any) -> Callable[[Draw], Members]:
    return lambda draw: {
        name: value(draw) if callable(value) else value for name, value in changes.items()
    }


def from_now(low: float, high: float) -> Callable[[Draw], int]:
    """Return what draws a time from now, which the others cannot be told."""
    return lambda draw: int(time.time() + draw.uniform(low, high))


YEARS = 1e9

SAME = [
    Kind("genuine", claims(), True, True),
    Kind("of another application", claims(application_id="another"), True, True),
    Kind("an unknown claim", claims(x=lambda draw: draw.random()), True, True),
    Kind("a little old", claims(iat=from_now(-240, 0)), True, True),
    Kind("not over yet", claims(exp=from_now(60, YEARS)), True, True),
    Kind("has begun", claims(nbf=from_now(-YEARS, 0)), True, True),
    Kind("jwt in lower case", claims(typ="jwt"), True, True),
    Kind("without a type", claims(typ=ABSENT), True, True),
    Kind("a key's name", claims(kid="2024"), True, True),
    Kind("another secret", claims(secret=OTHER_SECRET), False, False),
    Kind(
        "another algorithm", claims(alg=lambda draw: draw.choice(["none", "RS256"])), False, False
    ),
    Kind("without an algorithm", claims(alg=ABSENT), False, False),
    Kind("over", claims(exp=from_now(-YEARS, 0)), False, False),
    Kind("begins in a day", claims(nbf=from_now(400, YEARS)), False, False),
    Kind("of tomorrow", claims(iat=from_now(400, YEARS)), False, False),
    Kind("a time that is a word", claims(iat="now"), False, False),
    Kind("a number as id", claims(jti=5), False, False),
    Kind("critical", claims(crit=["exp"]), False, False),
    Kind("critical, empty", claims(crit=[]), False, False),
    Kind("a character more", claims(end=(0, "A")), False, False),
    Kind("a character less", claims(end=(1, "")), False, False),
    Kind("two parts", claims(end=(44, "")), False, False),
    Kind("a fourth part", claims(end=(0, ".")), False, False),
    Kind("a line feed", claims(end=(0, "\n")), False, False),
    Kind("a comma", claims(end=(0, ", ")), False, False),
]

DIFFERENT = [
    Kind("another body", claims(body=b"another body"), False, True),
    Kind("from years ago", claims(iat=from_now(-YEARS, -301)), False, True),
    Kind("another issuer", claims(iss="Mallory"), False, True),
    Kind("without an issuer", claims(iss=ABSENT), False, True),
    Kind("without an id", claims(jti=ABSENT), False, True),
    Kind("an empty id", claims(jti=""), False, True),
    Kind("without an account", claims(api_key=ABSENT), False, True),
    Kind("without a hash", claims(payload_hash=ABSENT), False, True),
    Kind("an application that is a number", claims(application_id=5), False, True),
    Kind("without a time", claims(iat=ABSENT), False, True),
    Kind("a time with a fraction", claims(iat=lambda draw: int(time.time()) - 9.5), False, True),
    Kind("a time as a string", claims(iat=lambda draw: str(int(time.time()))), False, True),
    Kind("a boolean time", claims(iat=True), False, True),
    Kind("an expiry as a string", claims(exp=lambda draw: str(int(time.time()) + 60)), False, True),
    Kind(
        "a beginning with a fraction", claims(nbf=lambda draw: int(time.time()) - 9.5), False, True
    ),
    Kind("another type", claims(typ="at+jwt"), False, True),
    Kind("a repeated claim", claims(repeat='"x": 1, "x": 1'), False, True),
    Kind("a constant that JSON lacks", claims(repeat='"x": NaN'), False, True),
    Kind("padding", claims(end=(0, "=")), False, True),
    Kind("larger than 8,192 bytes", claims(x="x" * 8_000), False, True),
    Kind("a little ahead", claims(iat=from_now(60, 295)), True, False),
    Kind("begins in a minute", claims(nbf=from_now(60, 295)), True, False),
    Kind("an audience", claims(aud=lambda draw: draw.choice(["me", ["me"]])), True, False),
    Kind("a number as subject", claims(sub=5), True, False),
    Kind("a number as key's name", claims(kid=5), True, False),
]
KINDS = SAME + DIFFERENT
HEADER_MEMBERS = {*HEADER, "kid", "crit"}


def token_of(change: Members) -> str:
    """Return the token of a change to the genuine one."""
    mark = "the place of what is written out"
    header = {name: change[name] for name in HEADER_MEMBERS & change.keys()}
    others = change.keys() - HEADER_MEMBERS - {"secret", "end", "body", "repeat"}
    members = (
        CLAIMS
        | {"iat": int(time.time())}
        | {name: change[name] for name in others}
        | {"mark": mark}
    )
    parts = [
        json.dumps({name: value for name, value in part.items() if value is not ABSENT})
        for part in (HEADER | header, members)
    ]
    written = parts[1].replace(f'"mark": "{mark}"', change.get("repeat", '"y": 1'))
    text = tokens.token_of(parts[0], written, change.get("secret", SECRET))
    cut, suffix = change.get("end", (0, ""))
    return f"{text[: len(text) - cut]}{suffix}"


def accepted_here(text: str, body: bytes = BODY) -> bool:
    try:
        VERIFIER.verify(tokens.webhook(text, body=body))
    except NexmoSigError:
        return False
    return True


def accepted_by_the_sdk(text: str) -> bool:
    try:
        return bool(verify_signature(text, SECRET))
    except VonageVerifyJwtError:
        return False


def accepted_by_pyjwt(text: str) -> bool:
    try:
        jwt.decode(text, SECRET, ["HS256"])
    except jwt.PyJWTError:
        return False
    return True


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_who_accepts_a_kind_of_token(kind: Kind) -> None:
    change = kind.make(random.Random(0))
    text = token_of(change)
    assert accepted_here(text, change.get("body", BODY)) == kind.ours
    assert accepted_by_the_sdk(text) == accepted_by_pyjwt(text) == kind.theirs


@pytest.mark.parametrize("kind", ["messages-inbound", "voice-answer"])
def test_the_others_accept_every_token_that_is_made_here(kind: str) -> None:
    draw = random.Random(2)
    for _ in range(200):
        account, token_id = draw.randbytes(4).hex(), draw.randbytes(16).hex()
        request = webhook_request(kind, SECRET, api_key=account, request_id=token_id)
        webhook = VERIFIER.verify(request)
        assert (webhook.api_key, webhook.id) == (account, token_id)
        text = request.headers["Authorization"].removeprefix("Bearer ")
        assert accepted_by_the_sdk(text)
        assert accepted_by_pyjwt(text)


def test_of_10000_tokens_each_difference_has_a_cause() -> None:
    """A token of several kinds is accepted by those who accept each of these kinds."""
    draw = random.Random(1)
    differences = 0
    for _ in range(10_000):
        change, kinds = drawn(draw)
        text = token_of({"jti": draw.randbytes(draw.randrange(1, 9)).hex()} | change)
        ours, theirs = accepted_here(text, change.get("body", BODY)), accepted_by_the_sdk(text)
        names = [kind.name for kind in kinds]
        assert ours == all(kind.ours for kind in kinds), names
        assert theirs == accepted_by_pyjwt(text) == all(kind.theirs for kind in kinds), names
        differences += ours != theirs
    assert differences > 2_000


def drawn(draw: Draw) -> tuple[Members, list[Kind]]:
    """Draw up to three kinds that change different things, and what they change."""
    change: Members = {}
    kinds = []
    for kind in draw.sample(KINDS, draw.randrange(4)):
        made = kind.make(draw)
        if not made.keys() & change.keys():
            change |= made
            kinds.append(kind)
    return change, kinds


@pytest.mark.program
def test_the_sdk_for_node_accepts_what_it_is_said_to() -> None:
    """@vonage/jwt 1.17.1, through jsonwebtoken: neither age, nor issuer, nor body."""
    now = int(time.time())
    said: list[tuple[Members, bool]] = [
        ({}, True),
        ({"iat": 1_000_000_000}, True),
        ({"iat": now + 365 * 86_400}, True),
        ({"iss": "Mallory"}, True),
        (dict.fromkeys(CLAIMS, ABSENT), True),
        ({"aud": "others", "sub": 5}, True),
        ({"exp": now - 60}, False),
        ({"nbf": now + 60}, False),
        ({"exp": str(now + 60)}, False),
        ({"secret": OTHER_SECRET}, False),
        ({"alg": "none"}, False),
    ]
    with official_sdks.node() as ask:
        answers = [ask("vonage accepts a token", token_of(change), SECRET) for change, _ in said]
    assert answers == [accepted for _, accepted in said]
