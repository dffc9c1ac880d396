"""Sign, verify, encode and build the requests of Nexmo (now Vonage), without I/O."""

from typing import TYPE_CHECKING

from . import conversion
from .auth import SecretAuth, SignatureAuth
from .errors import (
    ConversionError,
    DuplicateParameter,
    EncodingError,
    InsecureSecretWarning,
    InsecureURL,
    InvalidParameters,
    NexmoSigError,
    NotEnabled,
    ParameterError,
    PayloadMismatch,
    ReplayDetected,
    ReplayGuardError,
    RequestError,
    RequestTooLarge,
    SignatureError,
    SignatureExpired,
    SignatureMismatch,
    SignatureMissing,
    TimestampInvalid,
    TimestampMissing,
    TokenInvalid,
    UnexpectedStatus,
    UnsupportedMediaType,
    UsageError,
    WrongCredentials,
)
from .media import FORM, JSON, MEDIA_TYPES, decode, encode
from .request import Request, build_request, read_request
from .signer import Signer, canonicalize
from .types import Auth, Params, ReplayGuard, SignatureMethod

if TYPE_CHECKING:
    from .diagnosis import Finding, diagnose
    from .explanation import Explanation, explain, explain_webhook
    from .replay import MemoryReplayGuard, replay_key
    from .webhook import Webhook, WebhookVerifier

__version__ = "0.1.0"

__all__ = [
    "FORM",
    "JSON",
    "MEDIA_TYPES",
    "Auth",
    "ConversionError",
    "DuplicateParameter",
    "EncodingError",
    "Explanation",
    "Finding",
    "InsecureSecretWarning",
    "InsecureURL",
    "InvalidParameters",
    "MemoryReplayGuard",
    "NexmoSigError",
    "NotEnabled",
    "ParameterError",
    "Params",
    "PayloadMismatch",
    "ReplayDetected",
    "ReplayGuard",
    "ReplayGuardError",
    "Request",
    "RequestError",
    "RequestTooLarge",
    "SecretAuth",
    "SignatureAuth",
    "SignatureError",
    "SignatureExpired",
    "SignatureMethod",
    "SignatureMismatch",
    "SignatureMissing",
    "Signer",
    "TimestampInvalid",
    "TimestampMissing",
    "TokenInvalid",
    "UnexpectedStatus",
    "UnsupportedMediaType",
    "UsageError",
    "Webhook",
    "WebhookVerifier",
    "WrongCredentials",
    "__version__",
    "build_request",
    "canonicalize",
    "conversion",
    "decode",
    "diagnose",
    "encode",
    "explain",
    "explain_webhook",
    "read_request",
    "replay_key",
]

# Names that signing and verifying do without, and the module of each.
_IMPORTED_ON_USE = {
    "Explanation": "explanation",
    "Finding": "diagnosis",
    "MemoryReplayGuard": "replay",
    "Webhook": "webhook",
    "WebhookVerifier": "webhook",
    "diagnose": "diagnosis",
    "explain": "explanation",
    "explain_webhook": "explanation",
    "replay_key": "replay",
}

# A type checker that saw this would take any name for one of this module's.
if not TYPE_CHECKING:  # pragma: no branch  (never false at run time)

    def __getattr__(name):
        """Import what is in :data:`_IMPORTED_ON_USE` (PEP 562)."""
        if name not in _IMPORTED_ON_USE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_IMPORTED_ON_USE[name]}"), name)

    def __dir__():
        return sorted({*globals(), *_IMPORTED_ON_USE})
