"""The Conversion API: tell Nexmo whether a message or call did its job (Conversion API reference).

The id to report is named differently by each API that sends:

============================  ===============================================
Sending API                   Where its id is
============================  ===============================================
Verify                        ``event_id`` in the response to Verify Check
SMS                           ``message-id``
Text-To-Speech                ``call-id``
Text-To-Speech-Prompt         ``call-id``
============================  ===============================================
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from . import errors
from ._freshness import parse_utc_string
from ._parameters import TIMESTAMP, string_of
from ._wire.urls import checked_url
from .errors import ParameterError
from .media import FORM
from .request import Request
from .request import build_request as _build_request
from .types import Auth, Placement

BASE_URL = "https://api.nexmo.com/conversions"


class Endpoint(StrEnum):
    """The kind of message; the value is the last part of the URL's path."""

    SMS = "sms"
    """A text message, or a verification."""
    VOICE = "voice"
    """A call, text-to-speech included."""


def build_request(
    endpoint: Endpoint | Literal["sms", "voice"],
    *,
    message_id: str,
    delivered: bool | Literal["true", "false", "1", "0"],
    timestamp: datetime | str | None = None,
    auth: Auth,
    media_type: str = FORM,
    placement: Placement = "body",
    base_url: str = BASE_URL,
) -> Request:
    """Build the request that reports one conversion.

    Args:
        endpoint: what was sent: ``"sms"`` or ``"voice"``.
        message_id: the id that the sending API returned; the table of this module says where.
        delivered: whether the person replied or completed the call-to-action.
        timestamp: when the person did it: an aware datetime, or UTC text of the form
            ``yyyy-MM-dd HH:mm:ss``. Left out, Nexmo uses the time of receipt.
        auth: a ``SecretAuth`` or a ``SignatureAuth``. The time of the conversion, if there is
            one, is then also the time of the signature: a receiver may reject an old one.
        media_type: of the body, one of :data:`~nexmo_sig.MEDIA_TYPES`.
        placement: ``"body"``, or ``"query"`` as in the OpenAPI description.
        base_url: where the endpoints are.

    Returns:
        The POST to send. Its response has no body: pass the status to :func:`check_status`.

    Raises:
        ParameterError: an argument cannot be used; ``.name`` says which.
        UnsupportedMediaType: a media type that Nexmo does not document.
        RequestError: the base URL or the placement cannot be used.
    """
    if not isinstance(endpoint, str) or endpoint not in list(Endpoint):
        names = " or ".join(f'"{known}"' for known in Endpoint)
        raise ParameterError(f"the endpoint must be {names}", "endpoint")
    return _build_request(
        "POST",
        f"{checked_url(base_url).rstrip('/')}/{endpoint}",
        checked_conversion(message_id, delivered, timestamp),
        auth=auth,
        media_type=media_type,
        placement=placement,
    )


def checked_conversion(
    message_id: str, delivered: bool | str, timestamp: datetime | str | None
) -> dict[str, str]:
    """Return the parameters of one conversion, without what authenticates it.

    Raises ParameterError for the first that cannot be used; ``.name`` says which.
    """
    sent_id = string_of("message-id", message_id)
    if not sent_id.strip():
        message = "message-id is empty: give the id that the sending API returned"
        raise ParameterError(message, "message-id")
    sent_delivered = string_of("delivered", delivered)
    if sent_delivered not in ("true", "false", "1", "0"):
        raise ParameterError("delivered must be true or false, or 1 or 0", "delivered")
    sent = {"message-id": sent_id, "delivered": sent_delivered}
    if timestamp is not None:
        sent[TIMESTAMP] = string_of(TIMESTAMP, timestamp)
        if parse_utc_string(sent[TIMESTAMP]) is None:
            message = "must be a real date as yyyy-MM-dd HH:mm:ss in UTC, or an aware datetime"
            raise ParameterError(f"timestamp {message}", TIMESTAMP)
    return sent


def check_status(status: int) -> None:
    """Return if the Conversion API accepted a request, raise if it did not.

    Args:
        status: the HTTP status of the response.

    Raises:
        WrongCredentials: 401.
        NotEnabled: 402.
        InvalidParameters: 420, 422 or 423.
        UnexpectedStatus: any other than 200.
    """
    if status != 200:
        error, meaning = _ERRORS.get(
            status, (errors.UnexpectedStatus, "not documented: check the URL, or try again later")
        )
        raise error(f"the Conversion API answered {status}: {meaning}", status)


_CREDENTIALS = "check the API key, and the secret or the signature, its method and its time"
_INVALID = (errors.InvalidParameters, "a parameter is missing or invalid")
_ERRORS = {
    401: (errors.WrongCredentials, _CREDENTIALS),
    402: (errors.NotEnabled, "ask Nexmo to give this account access to the Conversion API"),
    420: _INVALID,
    422: _INVALID,
    423: _INVALID,
}
