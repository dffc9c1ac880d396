"""Verifying signed webhooks: the bearer tokens of Messages, Voice, Verify v2, Dispatch and Video.

Such a callback carries a JSON Web Token, signed by HMAC-SHA-256 with the account's signature
secret (vendor's guide, "Signed webhooks"; RFC 7515; RFC 7519). The token is bound to the payload by
a hash. The form of the token is read in ``_token.py``, its claims are judged in ``_claims.py``.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from . import errors
from ._claims import bound_payload, check_payload, checked_claims, checked_time
from ._freshness import DEFAULT_TOLERANCE, check_first, present_seconds, tolerance_seconds
from ._parameters import API_KEY
from ._scheme import Scheme, advice, carries_sig
from ._secrets import checked_credential, checked_secrets, warn_of_short
from ._signature import hexdigest_with, matching_secret
from ._token import AUTHORIZATION, Token, bearer_token, check_header, decode_token, decode_value
from .request import Request, check_body_arrived
from .types import Clock, Hexdigest, ReplayGuard, SignatureMethod

_LEAST_SECRET_BYTES = 32  # RFC 7518, section 3.2
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.1


@dataclass(frozen=True, slots=True, repr=False)
class Webhook:
    """A webhook that is authentic. Its ``repr()`` does not show the payload.

    Attributes:
        api_key: the account whose secret signed it.
        application_id: the application that it is for, if the token names one.
        id: the unique id of the token (``jti``).
        issued_at: when it was signed, in Unix seconds (UTC).
        payload: the bytes that the token is bound to: the body or, of a GET without one, the query
            parameters as compact JSON. Empty if the payload was not verified.
    """

    api_key: str
    application_id: str | None
    id: str
    issued_at: int
    payload: bytes

    def __repr__(self) -> str:
        size = len(self.payload)
        return f"<Webhook {self.id!r} of account {self.api_key!r}, {size} bytes of payload>"

    @property
    def replay_key(self) -> str:
        """The key for a replay guard, 64 hexadecimal digits, made of the account and the id.

        It is never the one of a request with a ``sig``, so one guard serves both schemes. Keep it
        for twice the tolerance and two seconds.
        """
        identity = json.dumps(["webhook", self.api_key, self.id])
        return hashlib.sha256(identity.encode()).hexdigest()

    def json(self) -> Any:
        """Return the payload, read as JSON (RFC 8259): a dict, list, string, number or the like.

        Raises:
            EncodingError: the payload is not JSON in UTF-8, is nested more than 64 levels deep,
                repeats a member of an object, or has a number that is too large: an integer of
                more than 640 digits, or another such as ``1e400``.
        """
        try:
            text = self.payload.decode()
        except UnicodeDecodeError as error:
            position = error.start
        else:
            return decode_value(text)
        raise errors.EncodingError(f"the payload is not UTF-8 at byte {position}")


@dataclass(frozen=True, slots=True, init=False, eq=False, repr=False)
class WebhookVerifier:
    """Verifies signed webhooks.

    A verifier is immutable and may be shared between threads. It can be pickled if its clock can;
    the pickle holds the secrets.

    Args:
        secret: the signature secret of the account, or a list or tuple of several while one is
            being replaced; or a mapping of ``api_key`` to that, for several accounts.
        clock: returns the present time in Unix seconds (UTC).
        application_id: the application that webhooks must be for; by default any.
        header: the name of the header that holds the token. Behind the vendor's cloud runtime
            router it is ``X-Vonage-Webhook-Auth-Token``. In any other header than
            ``Authorization``, the word ``Bearer`` may be missing.

    Raises:
        UsageError: the clock is not callable; there is no secret; a secret, an ``api_key`` or the
            ``application_id`` is not a string, is empty or white space, begins with a byte order
            mark, or cannot be encoded as UTF-8; or the header's name is not one.

    Warns:
        InsecureSecretWarning: a secret is shorter than 32 bytes (RFC 7518, section 3.2).

    Attributes:
        secrets: the signature secrets by ``api_key``; under ``None``, those of any account. Keep
            them out of logs; ``repr()`` does not show them.
        clock: the clock.
        application_id: the application that webhooks must be for, or ``None``.
        header: the name of the header that holds the token.
    """

    secrets: Mapping[str | None, tuple[str, ...]]
    clock: Clock
    application_id: str | None
    header: str
    _hexdigests: Mapping[str | None, tuple[Hexdigest, ...]]

    def __init__(
        self,
        secret: str | Sequence[str] | Mapping[str, str | Sequence[str]],
        clock: Clock = time.time,
        *,
        application_id: str | None = None,
        header: str = AUTHORIZATION,
    ) -> None:
        if not callable(clock):
            raise errors.UsageError("clock must be a function, as time.time is", "clock")
        if application_id is not None:
            application_id = checked_credential("application_id", application_id)
        if not isinstance(header, str) or not _HEADER_NAME.fullmatch(header):
            raise errors.UsageError("header must be the name of a header field", "header")
        secrets = _by_account(secret)
        warn_of_short([one for several in secrets.values() for one in several], _LEAST_SECRET_BYTES)
        object.__setattr__(self, "secrets", MappingProxyType(secrets))
        object.__setattr__(self, "clock", clock)
        object.__setattr__(self, "application_id", application_id)
        object.__setattr__(self, "header", header)
        object.__setattr__(self, "_hexdigests", hexdigests_of(secrets))

    def __repr__(self) -> str:
        count = sum(map(len, self.secrets.values()))
        return f"<WebhookVerifier of {self.header}, {count} secret{'s' * (count != 1)}>"

    def __reduce__(self) -> tuple[object, ...]:
        secret = self.secrets.get(None, dict(self.secrets))
        made = partial(type(self), application_id=self.application_id, header=self.header)
        return made, (secret, self.clock)

    def verify(
        self,
        request: Request,
        tolerance: float | timedelta | None = DEFAULT_TOLERANCE,
        now: float | datetime | None = None,
        replay_guard: ReplayGuard | None = None,
        *,
        verify_payload: bool = True,
    ) -> Webhook:
        """Return what a webhook says if it is authentic, fresh and bound to its payload.

        The form of the token is checked first, then its signature: only an authentic webhook
        learns about its claims, its payload and its time, and only one that is right in all of
        them is remembered.

        Args:
            request: the request as it was received, with the raw bytes of its body.
            tolerance: seconds, or a timedelta, that the time of signing (``iat``) may lie before
                or after the present; ``None`` accepts any age. A token's own ``exp`` and ``nbf``
                are honoured in any case.
            now: the present, in Unix seconds (UTC) or as an aware datetime; by default the clock's.
            replay_guard: remembers the webhook, and rejects it the second time.
            verify_payload: ``False`` leaves the payload unverified and out of the result. Anybody
                who has seen one token can then send it with a body of their own, until the token
                is stale; nothing of the body may be used.

        Returns:
            The proven claims and payload. Use nothing else of the request.

        Raises:
            UsageError: the tolerance, the present, the clock or the guard cannot be used; or the
                tolerance is unlimited beside a guard, which could then never forget.
            RequestError: it is not a :class:`Request`; its body was read before; or, of a GET
                without a body, the URL holds a fragment.
            SignatureMissing: the header is absent, or holds something other than a bearer token.
            TokenInvalid: the token cannot be one of a signed webhook: its form, its algorithm
                (anything but HS256), its issuer or another claim, or the application.
            SignatureMismatch: no secret of the account made the signature, or the account is
                unknown.
            EncodingError, ParameterError, RequestTooLarge: of a GET without a body, the query
                cannot be read, as in :func:`~nexmo_sig.read_request`.
            PayloadMismatch: the payload is not the one that the token was made for.
            TimestampMissing: the token does not say when it was signed.
            TimestampInvalid: ``iat``, ``exp`` or ``nbf`` is not an integer.
            SignatureExpired: ``iat`` is further from the present than the tolerance, ``exp`` is
                not after the present, or ``nbf`` is after it by more than the tolerance.
            ReplayDetected: the replay guard has seen the webhook.
            ReplayGuardError: the replay guard cannot tell.
        """
        limit = tolerance_seconds(tolerance, replay_guard)
        present = present_seconds(now, self.clock)
        token = self._authentic_token(request)
        claims = checked_claims(token.claims, self.application_id)
        payload = b""
        if verify_payload is not False:  # nothing that is passed by mistake turns it off
            payload = bound_payload(request)
            check_payload(payload, claims.payload_hash)
        issued_at = checked_time(token.claims, present, limit)
        webhook = Webhook(claims.api_key, claims.application_id, claims.id, issued_at, payload)
        if replay_guard is not None:
            check_first(replay_guard, webhook.replay_key, limit)
        return webhook

    def _authentic_token(self, request: Request) -> Token:
        if not isinstance(request, Request):
            raise errors.RequestError(f"give a Request, not {type(request).__name__}")
        check_body_arrived(request)
        value = request.header(self.header)
        if value is None and carries_sig(request):
            raise errors.SignatureMissing(
                f"the request has no {self.header} header{advice(request, Scheme.TOKEN)}"
            )
        token = decode_token(bearer_token(value, self.header))
        check_header(token)
        if matching_token_secret(self._hexdigests, token) is None:
            raise errors.SignatureMismatch(
                "the bearer token is not signed with a secret of its account: compare the "
                "signature secrets and, with secrets by account, the api_key"
            )
        return token


def _by_account(secret: object) -> dict[str | None, tuple[str, ...]]:
    if not isinstance(secret, Mapping):
        return {None: checked_secrets(secret)}
    if not secret:
        raise errors.UsageError("there is no account in the mapping of secrets", "secret")
    return {
        checked_credential(API_KEY, account): checked_secrets(several)
        for account, several in secret.items()
    }


def hexdigests_of(
    secrets: Mapping[str | None, tuple[str, ...]],
) -> dict[str | None, tuple[Hexdigest, ...]]:
    """Return the functions that sign with :attr:`WebhookVerifier.secrets`, in the same shape."""
    return {
        account: tuple(hexdigest_with(SignatureMethod.SHA256, secret) for secret in several)
        for account, several in secrets.items()
    }


def matching_token_secret(
    hexdigests: Mapping[str | None, tuple[Hexdigest, ...]], token: Token
) -> tuple[str | None, int] | None:
    """Return the account and the position, from 0, of the secret that signed a token.

    Args:
        hexdigests: what :func:`hexdigests_of` returns.
        token: a token that passed :func:`check_header`.

    Returns:
        ``None`` if no secret of the account did. The account is ``None`` if the secrets are those
        of any account.

    Raises:
        TokenInvalid: there are secrets by account, and ``api_key`` is not a string.
    """
    account = _account(token) if None not in hexdigests else None
    received = token.signature.hex()
    if account not in hexdigests:
        # As slow as for a known account, so that the time does not tell which are known.
        matching_secret(next(iter(hexdigests.values()))[:1], token.signed, received)
        return None
    position = matching_secret(hexdigests[account], token.signed, received)
    return None if position is None else (account, position)


def _account(token: Token) -> str:
    account = token.claims.get(API_KEY)
    if not isinstance(account, str):
        raise errors.TokenInvalid("the claim api_key of the bearer token must be a string")
    return account
