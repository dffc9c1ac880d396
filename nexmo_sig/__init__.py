"""Sign, verify, encode and build the requests of Nexmo (now Vonage), without I/O."""

from . import conversion
from .auth import SecretAuth, SignatureAuth
from .canonical import canonicalize
from .errors import (
    ConversionError,
    DuplicateParameter,
    EncodingError,
    InsecureURL,
    InvalidParameters,
    NexmoSigError,
    NotEnabled,
    ParameterError,
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
    UnexpectedStatus,
    UnsupportedMediaType,
    WrongCredentials,
)
from .hashes import SignatureMethod
from .media import FORM, JSON, MEDIA_TYPES, decode, encode
from .request import Request, build_request, read_request
from .signer import Signer

TYPE_CHECKING = False  # not `typing.TYPE_CHECKING`: see `nexmo_sig.types`
if TYPE_CHECKING:
    from .diagnosis import Finding, diagnose
    from .explanation import Explanation, explain
    from .replay import MemoryReplayGuard, ReplayGuard

__version__ = "0.1.0"

__all__ = [
    "FORM",
    "JSON",
    "MEDIA_TYPES",
    "ConversionError",
    "DuplicateParameter",
    "EncodingError",
    "Explanation",
    "Finding",
    "InsecureURL",
    "InvalidParameters",
    "MemoryReplayGuard",
    "NexmoSigError",
    "NotEnabled",
    "ParameterError",
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
    "UnexpectedStatus",
    "UnsupportedMediaType",
    "WrongCredentials",
    "__version__",
    "build_request",
    "canonicalize",
    "conversion",
    "decode",
    "diagnose",
    "encode",
    "explain",
    "read_request",
]

# Names that signing and verifying do without, and the module of each.
_IMPORTED_ON_USE = {
    "Explanation": "explanation",
    "Finding": "diagnosis",
    "MemoryReplayGuard": "replay",
    "ReplayGuard": "replay",
    "diagnose": "diagnosis",
    "explain": "explanation",
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
