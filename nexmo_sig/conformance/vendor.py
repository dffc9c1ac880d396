"""The vendor's part: callbacks with made-up content, fresh each time.

Numbers are reserved for drama (Ofcom), and every id begins with ``conformance-``.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import uuid4

from .._freshness import utc_string
from .._parameters import SIGNATURE
from .._secrets import checked_credential
from ..errors import InsecureSecretWarning, UsageError
from ..signer import Signer
from ..testing.accounts import EXAMPLE_API_KEY
from ..testing.callbacks import as_sent
from ..testing.samples import RECIPIENT, SENDER, moment
from ..testing.tokens import TOKEN_HEADER, bearer_token, token_claims
from ..testing.webhooks import EXAMPLE_APPLICATION_ID
from ..types import Clock, SignatureMethod


@dataclass(frozen=True, slots=True)
class Vendor:
    """Signs callbacks as the vendor does, with the test secret of the receiver.

    Args:
        secret: the signature secret of the receiver.
        method: its :class:`~nexmo_sig.SignatureMethod`; ``None`` if only tokens are sent.
        api_key: the account that tokens name.
        application_id: the application that tokens name.
        clock: returns the present time in Unix seconds (UTC).

    Raises:
        UsageError: the secret or the method cannot be used.
    """

    secret: str = field(repr=False)
    method: SignatureMethod | str | None = None
    api_key: str = EXAMPLE_API_KEY
    application_id: str = EXAMPLE_APPLICATION_ID
    clock: Clock = time.time
    _signer: Signer | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "secret", checked_credential("secret", self.secret))
        with warnings.catch_warnings():  # its length is for the receiver to warn of
            warnings.simplefilter("ignore", InsecureSecretWarning)
            signer = None if self.method is None else Signer(self.secret, self.method)
        object.__setattr__(self, "_signer", signer)

    def now(self) -> int:
        """Return the present in Unix seconds (UTC)."""
        return int(self.clock())

    def params(self, **changes: str) -> dict[str, str]:
        """Return the parameters of a new inbound SMS."""
        now = self.now()
        return {
            "msisdn": SENDER,
            "to": RECIPIENT,
            "messageId": unique_id(),
            "text": "Hello from the conformance test",
            "type": "text",
            "message-timestamp": utc_string(moment(now)),
            "timestamp": str(now),
            "nonce": unique_id(),
        } | changes

    def signed(self, params: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return parameters, or those of a new callback, with their ``sig``.

        Raises:
            UsageError: the vendor has no signature method.
        """
        if self._signer is None:
            raise UsageError("give a signature method: sig is checked", "method")
        signed = self.params() if params is None else dict(params)
        return {**signed, SIGNATURE: as_sent(signed, self._signer)}

    def stranger(self) -> Vendor:
        """Return a vendor with another secret."""
        return replace(self, secret=f"not {self.secret}")

    def token(
        self,
        payload: bytes,
        claims: Mapping[str, object | None] | None = None,
        header: Mapping[str, object] = TOKEN_HEADER,
        digest: str = "sha256",
    ) -> str:
        """Return a new bearer token for a payload.

        Args:
            payload: the bytes that it is bound to.
            claims: claims to replace, or to leave out where the value is ``None``.
            header: its header.
            digest: the hash of its signature.
        """
        genuine = token_claims(
            payload,
            api_key=self.api_key,
            token_id=unique_id(),
            issued_at=self.now(),
            application_id=self.application_id,
        )
        changed = genuine | (dict(claims) if claims else {})
        kept = {name: value for name, value in changed.items() if value is not None}
        return bearer_token(self.secret, kept, header, digest)


def unique_id() -> str:
    """Return an id that shows where it comes from."""
    return f"conformance-{uuid4()}"
