"""Every exception that nexmo_sig raises, in one tree.

Catch :class:`NexmoSigError` for all of them, :class:`SignatureError` to answer 401,
and :class:`ValueError` for input that cannot be used at all (an answer of 400).
No message holds a secret, a signature or the value of a parameter.
"""

from __future__ import annotations


class NexmoSigError(Exception):
    """Base of every error that this library raises.

    Attributes:
        response_status: the HTTP status to answer with when an inbound request causes the error.
    """

    response_status = 400


class ParameterError(NexmoSigError, ValueError):
    """A name or a value that cannot be a parameter, or an argument that cannot be used.

    Attributes:
        name: the parameter, or the argument, that the error is about.
    """

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


class DuplicateParameter(ParameterError):
    """A name that occurs more than once: receivers differ on which value wins."""


class EncodingError(NexmoSigError, ValueError):
    """A body or a query that cannot be read."""


class UnsupportedMediaType(EncodingError):
    """A media type, or a charset, that Nexmo does not document."""


class RequestError(NexmoSigError, ValueError):
    """A request that must not be built or read."""


class InsecureURL(RequestError):
    """A URL that would send credentials over plain HTTP to another host than this one."""


class RequestTooLarge(RequestError):
    """A request with more bytes, or more parameters, than the reader's limit."""


class SignatureError(NexmoSigError):
    """The request is not proven authentic: answer 401."""

    response_status = 401


class SignatureMissing(SignatureError):
    """The request carries no ``sig``."""


class SignatureMismatch(SignatureError):
    """The ``sig`` is not the signature of these parameters by any of the secrets."""


class TimestampMissing(SignatureError):
    """The signature is right, but the request carries no ``timestamp``."""


class TimestampInvalid(SignatureError):
    """The signature is right, but its ``timestamp`` has neither of the two documented forms."""


class SignatureExpired(SignatureError):
    """The signature is right, but its ``timestamp`` is too old, or too far in the future.

    Attributes:
        timestamp: when the request was signed, in Unix seconds (UTC).
        age: seconds from then until now; negative for a time in the future.
    """

    def __init__(self, message: str, timestamp: int = 0, age: float = 0.0) -> None:
        super().__init__(message)
        self.timestamp = timestamp
        self.age = age


class ReplayDetected(SignatureError):
    """The request is authentic and fresh, but was seen before."""


class ReplayGuardError(NexmoSigError):
    """A replay guard cannot tell whether a request was seen before.

    The request must not be accepted, but the sender is not to blame: answer 503.
    """

    response_status = 503


class ConversionError(NexmoSigError):
    """The Conversion API refused the request.

    Attributes:
        status: the HTTP status of its response.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class WrongCredentials(ConversionError):
    """Status 401: the key, the secret or the signature is wrong."""


class NotEnabled(ConversionError):
    """Status 402: the account has no access to the Conversion API."""


class InvalidParameters(ConversionError):
    """Status 420, 422 or 423: a parameter is missing or invalid."""


class UnexpectedStatus(ConversionError):
    """Any status that the Conversion API does not document."""
