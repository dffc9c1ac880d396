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
from .media import FORM, JSON, MEDIA_TYPES, decode, encode
from .request import Request, build_request, read_request
from .signer import SignatureMethod, Signer

__version__ = "0.1.0"

__all__ = [
    "FORM",
    "JSON",
    "MEDIA_TYPES",
    "ConversionError",
    "DuplicateParameter",
    "EncodingError",
    "InsecureURL",
    "InvalidParameters",
    "NexmoSigError",
    "NotEnabled",
    "ParameterError",
    "ReplayDetected",
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
    "encode",
    "read_request",
]
