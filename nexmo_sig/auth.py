"""The two ways to authenticate: key and secret, or key and signature. Never both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Never, NoReturn

from ._parameters import API_KEY, API_SECRET, SIGNATURE, checked_strings, copied, string_of
from ._secrets import checked_credential
from .errors import ParameterError, UsageError
from .signer import Signer
from .types import Params


@dataclass(frozen=True, slots=True)
class SecretAuth:
    """Authenticates with ``api_key`` and ``api_secret``, both sent as parameters.

    Args:
        api_key: the key of the account.
        api_secret: its secret.

    Raises:
        UsageError: one of them is not a string, is empty or white space, begins with a byte order
            mark, or cannot be encoded as UTF-8.
    """

    api_key: str
    api_secret: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "api_key", checked_credential(API_KEY, self.api_key))
        object.__setattr__(self, "api_secret", checked_credential(API_SECRET, self.api_secret))

    def __repr__(self) -> str:
        return f"<SecretAuth of {self.api_key!r}>"

    def apply(self, params: Params) -> dict[str, str]:
        """Return the parameters as strings, with ``api_key`` and ``api_secret``.

        Raises:
            DuplicateParameter: a name occurs twice.
            ParameterError: a parameter cannot be one, is a ``sig``, or contradicts the credentials.
        """
        sent = checked_strings(params)
        _reject(sent, SIGNATURE, "key and secret")
        _add(sent, API_KEY, self.api_key)
        _add(sent, API_SECRET, self.api_secret)
        return sent


@dataclass(frozen=True, slots=True)
class SignatureAuth:
    """Authenticates with ``api_key``, ``timestamp`` and ``sig``; the secret is never sent.

    Args:
        api_key: the key of the account.
        signer: a :class:`~nexmo_sig.Signer` with the account's signature secret.

    Raises:
        UsageError: the key is not a string, is empty or white space, begins with a byte order mark,
            or cannot be encoded as UTF-8; or the signer is not a :class:`~nexmo_sig.Signer`.
    """

    api_key: str
    signer: Signer

    def __post_init__(self) -> None:
        object.__setattr__(self, "api_key", checked_credential(API_KEY, self.api_key))
        signer: object = self.signer
        if not isinstance(signer, Signer):  # but a secret, perhaps, which must not be shown
            kind = type(signer).__name__
            raise UsageError(f"signer must be a Signer, not {kind}: make one", "signer")

    def __repr__(self) -> str:
        return f"<SignatureAuth of {self.api_key!r}, {self.signer!r}>"

    def apply(self, params: Params) -> dict[str, str]:
        """Return the parameters as strings, with ``api_key``, ``timestamp`` and ``sig``.

        Raises:
            DuplicateParameter: a name occurs twice.
            ParameterError: a parameter cannot be one, is an ``api_secret``, or contradicts the
                ``api_key``; or no receiver could read the ``timestamp``.
            UsageError: the clock of the signer does not return Unix seconds.
        """
        sent = copied(params)
        _reject(sent, API_SECRET, "key and signature")
        _add(sent, API_KEY, self.api_key)
        return self.signer.sign(sent)

    def __call__(self, *_: Never) -> NoReturn:
        """Raise ``UsageError``: HTTP clients, which call their auth, need a ``NexmoAuth``."""
        raise UsageError(
            "an HTTP client does not take a SignatureAuth: use the NexmoAuth of "
            "nexmo_sig.integrations.requests, .httpx or .aiohttp",
            "auth",
        )


def _add(sent: dict[str, Any], name: str, value: str) -> None:
    given = sent.get(name)
    if given is not None and string_of(name, given) != value:
        raise ParameterError(f"{name} differs from that of the credentials: leave it out", name)
    sent[name] = value


def _reject(sent: dict[str, Any], name: str, scheme: str) -> None:
    if sent.get(name) is not None:
        raise ParameterError(f"{name} must not be sent with {scheme}: leave it out", name)
