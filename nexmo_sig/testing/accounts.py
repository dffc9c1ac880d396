"""The accounts that the Conversion API for tests knows."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from hmac import compare_digest

from .._parameters import API_KEY, API_SECRET
from .._secrets import checked_credential
from ..signer import Signer
from ..types import SignatureMethod


@dataclass(frozen=True, slots=True)
class Account:
    """An account: the credentials that its requests must carry, and what it may use.

    Args:
        api_key: the key of the account.
        api_secret: the secret of requests with key and secret.
        signer: verifies requests with key and signature; its clock is not used.
        enabled: whether the account has access to the Conversion API.

    Raises:
        UsageError: the key or the secret is not a string, is empty, or cannot be encoded as UTF-8.
    """

    api_key: str
    api_secret: str
    signer: Signer
    _: KW_ONLY
    enabled: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "api_key", checked_credential(API_KEY, self.api_key))
        object.__setattr__(self, "api_secret", checked_credential(API_SECRET, self.api_secret))

    def __repr__(self) -> str:
        access = "" if self.enabled else ", without access"
        return f"<Account {self.api_key!r}, {self.signer!r}{access}>"

    def has_secret(self, api_secret: str) -> bool:
        """Tell, in constant time, whether a string is the account's ``api_secret``."""
        return compare_digest(self.api_secret.encode(), api_secret.encode())


EXAMPLE_API_KEY = "a1b2c3d4"
"""The key of :data:`EXAMPLE_ACCOUNT`."""
EXAMPLE_API_SECRET = "ExampleApiSecret"
"""The API secret of :data:`EXAMPLE_ACCOUNT`."""
EXAMPLE_SIGNATURE_SECRET = "ExampleSignatureSecret"
"""The signature secret of :data:`EXAMPLE_ACCOUNT`."""
EXAMPLE_SIGNATURE_METHOD = SignatureMethod.SHA256
"""The signature method of :data:`EXAMPLE_ACCOUNT`."""

EXAMPLE_ACCOUNT = Account(
    EXAMPLE_API_KEY,
    EXAMPLE_API_SECRET,
    Signer(EXAMPLE_SIGNATURE_SECRET, EXAMPLE_SIGNATURE_METHOD),
)
"""A made-up account with access, which is the one that is known when none is given."""
