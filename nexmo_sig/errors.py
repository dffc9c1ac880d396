"""Every exception that nexmo_sig raises, in one tree, with the HTTP status to answer it with.

Catch :class:`NexmoSigError` for all of them and answer its ``response_status``. A
:class:`SignatureError` means that a request is not authentic, a :class:`UsageError` that the
program, not the request, is wrong. No message holds a secret, a signature or a parameter's value.
"""

from __future__ import annotations


class NexmoSigError(Exception):
    """Base of every error that this library raises.

    Attributes:
        response_status: the HTTP status to answer with when an inbound request causes the error.
    """

    response_status = 400


class UsageError(NexmoSigError, ValueError):
    """An argument of the program, such as a secret, a method or a tolerance, cannot be used.

    Attributes:
        name: the argument.
    """

    response_status = 500

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


class ParameterError(NexmoSigError, ValueError):
    """A name or a value that cannot be a parameter.

    Attributes:
        name: the parameter, up to the first ``&`` or ``=`` in its name.
    """

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name: str = name.partition("&")[0].partition("=")[0]  # a secret may be folded into it


class DuplicateParameter(ParameterError):
    """A name that occurs more than once: receivers differ on which value wins."""


class EncodingError(NexmoSigError, ValueError):
    """A body or a query that cannot be read."""


class UnsupportedMediaType(EncodingError):
    """A media type, or a charset, that Nexmo does not document."""

    response_status = 415


class RequestError(NexmoSigError, ValueError):
    """A request that must not be built or read."""


class InsecureURL(RequestError):
    """A URL that would send credentials over plain HTTP to another host than this one."""


class RequestTooLarge(RequestError):
    """A request with more bytes, or more parameters, than the reader's limit."""

    response_status = 413


class SignatureError(NexmoSigError):
    """The request is not proven authentic: answer 401."""

    response_status = 401


class SignatureMissing(SignatureError):
    """The request carries no signature: neither ``sig`` nor, for a webhook, a bearer token."""


class SignatureMismatch(SignatureError):
    """The signature was not made of this content with any of the secrets."""


class TokenInvalid(SignatureError):
    """The bearer token cannot be one of a signed webhook: its form, algorithm or claims."""


class PayloadMismatch(SignatureError):
    """The bearer token is right, but was made for another payload."""


class TimestampMissing(SignatureError):
    """The signature is right, but the request does not say when it was made."""


class TimestampInvalid(SignatureError):
    """The signature is right, but its time does not have a documented form."""


class SignatureExpired(SignatureError):
    """The signature is right, but too old, or made too far in the future.

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
    """The Conversion API rejected the request.

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


class InsecureSecretWarning(UserWarning):
    """A signature secret is so short that it can be guessed (RFC 7518, section 3.2)."""
