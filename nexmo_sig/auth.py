"""The two ways to authenticate: key and secret, or key and signature. Never both."""

from __future__ import annotations

from .errors import ParameterError
from .frozen import Frozen
from .parameters import API_KEY, API_SECRET, SIGNATURE, checked_secret, texts
from .signer import Signer

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from .types import Params


class SecretAuth(Frozen):
    """Authenticates with ``api_key`` and ``api_secret``, both sent as parameters.

    Args:
        api_key: the key of the account.
        api_secret: its secret.

    Raises:
        ParameterError: one of them is empty, no text, or cannot be encoded as UTF-8.
    """

    __slots__ = ("_api_secret", "api_key")

    api_key: str
    _api_secret: str

    def __init__(self, api_key: str, api_secret: str) -> None:
        self._set(
            api_key=checked_secret(API_KEY, api_key),
            _api_secret=checked_secret(API_SECRET, api_secret),
        )

    def __repr__(self) -> str:
        return f"<SecretAuth of {self.api_key!r}>"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.api_key, self._api_secret)

    def apply(self, params: Params) -> dict[str, str]:
        """Return the texts of the parameters, with ``api_key`` and ``api_secret``.

        Raises:
            DuplicateParameter: a name occurs twice.
            ParameterError: a parameter cannot be one, is a ``sig``, or contradicts the credentials.
        """
        sent = texts(params)
        _refuse(sent, SIGNATURE, "key and secret")
        _add(sent, API_KEY, self.api_key)
        _add(sent, API_SECRET, self._api_secret)
        return sent


class SignatureAuth(Frozen):
    """Authenticates with ``api_key``, ``timestamp`` and ``sig``; the secret is never sent.

    Args:
        api_key: the key of the account.
        signer: what signs, with the account's signature secret.

    Raises:
        ParameterError: the key is empty, no text, or cannot be encoded as UTF-8; or the signer is
            no :class:`~nexmo_sig.Signer`.
    """

    __slots__ = ("api_key", "signer")

    api_key: str
    signer: Signer

    def __init__(self, api_key: str, signer: Signer) -> None:
        self._set(api_key=checked_secret(API_KEY, api_key), signer=_checked_signer(signer))

    def __repr__(self) -> str:
        return f"<SignatureAuth of {self.api_key!r}, {self.signer!r}>"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.api_key, self.signer)

    def apply(self, params: Params) -> dict[str, str]:
        """Return the texts of the parameters, with ``api_key``, ``timestamp`` and ``sig``.

        Raises:
            DuplicateParameter: a name occurs twice.
            ParameterError: a parameter cannot be one, is an ``api_secret``, or contradicts the
                ``api_key``; or no receiver could read the ``timestamp``.
        """
        sent = texts(params)
        _refuse(sent, API_SECRET, "key and signature")
        _add(sent, API_KEY, self.api_key)
        return self.signer.sign(sent)


def _checked_signer(signer: object) -> Signer:
    if not isinstance(signer, Signer):  # but a secret, perhaps, which must not show in a repr
        kind = type(signer).__name__
        raise ParameterError(f"signer must be a Signer, not {kind}: make one", "signer")
    return signer


def _add(sent: dict[str, str], name: str, text: str) -> None:
    if sent.setdefault(name, text) != text:
        raise ParameterError(f"{name} differs from that of the credentials: leave it out", name)


def _refuse(sent: dict[str, str], name: str, scheme: str) -> None:
    if name in sent:
        raise ParameterError(f"{name} must not be sent with {scheme}: leave it out", name)
