"""The accounts that the Conversion API for tests knows."""

from __future__ import annotations

from hmac import compare_digest

from ..frozen import Frozen
from ..hashes import SignatureMethod
from ..parameters import API_KEY, API_SECRET, checked_secret
from ..signer import Signer


class Account(Frozen):
    """An account: what its requests must carry, and what it may use.

    Args:
        api_key: the key of the account.
        api_secret: what requests with key and secret carry.
        signer: what verifies requests with key and signature; its clock is not used.
        enabled: whether the account has access to the Conversion API.

    Raises:
        ParameterError: the key or the secret is empty, no text, or cannot be encoded as UTF-8.
    """

    __slots__ = ("_api_secret", "api_key", "enabled", "signer")

    api_key: str
    signer: Signer
    enabled: bool
    _api_secret: bytes

    def __init__(
        self, api_key: str, api_secret: str, signer: Signer, *, enabled: bool = True
    ) -> None:
        self._set(
            api_key=checked_secret(API_KEY, api_key),
            _api_secret=checked_secret(API_SECRET, api_secret).encode(),
            signer=signer,
            enabled=enabled,
        )

    def __repr__(self) -> str:
        access = "" if self.enabled else ", without access"
        return f"<Account {self.api_key!r}, {self.signer!r}{access}>"

    def has_secret(self, api_secret: str) -> bool:
        """Tell, in constant time, whether a text is the account's ``api_secret``."""
        return compare_digest(self._api_secret, api_secret.encode())


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
