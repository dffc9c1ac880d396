"""The content of callbacks of each kind, as the vendor's references describe them.

The fields are those of the references as read in November 2026: "Inbound SMS" and "Delivery
receipts" of the SMS API, "Inbound message" of the Messages API (version 1), "Answer webhook" of the
Voice API. Every number is reserved for drama (Ofcom), and every id is made up.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID, uuid5

from .._freshness import utc_string

RECIPIENT, SENDER, STRANGER = "447700900000", "447700900001", "447700900002"
OTHER_APPLICATION_ID = "bbbbbbbb-cccc-dddd-eeee-0123456789ab"

_NAMESPACE = UUID("aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab")


def derived_id(request_id: str, purpose: str) -> str:
    """Return a UUID that depends on nothing but its arguments (RFC 9562, section 5.5)."""
    return str(uuid5(_NAMESPACE, f"{purpose}/{request_id}"))


def sms_inbound(request_id: str, issued_at: int) -> dict[str, str]:
    """Return the parameters of an inbound SMS, in the order in which they are sent."""
    return {
        "msisdn": SENDER,
        "to": RECIPIENT,
        "messageId": _message_id(request_id),
        "text": "Is table 5 free? A & B = 2 €",
        "type": "unicode",
        "keyword": "IS",
        "message-timestamp": utc_string(moment(issued_at)),
        "timestamp": str(issued_at),
        "nonce": request_id,
    }


def sms_delivery_receipt(request_id: str, issued_at: int, api_key: str) -> dict[str, str]:
    """Return the parameters of a delivery receipt, in the order in which they are sent."""
    return {
        "msisdn": RECIPIENT,
        "to": "AcmeInc",
        "network-code": "23410",
        "messageId": _message_id(request_id),
        "price": "0.03330000",
        "status": "delivered",
        "scts": f"{moment(issued_at):%y%m%d%H%M}",
        "err-code": "0",
        "api-key": api_key,
        "message-timestamp": utc_string(moment(issued_at)),
        "timestamp": str(issued_at),
        "nonce": request_id,
    }


def messages_inbound(request_id: str, issued_at: int) -> bytes:
    """Return the body of an inbound message, as compact JSON."""
    message = {
        "channel": "sms",
        "message_uuid": derived_id(request_id, "message"),
        "to": RECIPIENT,
        "from": SENDER,
        "timestamp": f"{moment(issued_at):%Y-%m-%dT%H:%M:%SZ}",
        "text": "Is table 5 free? A & B = 2 €",
        "context_status": "none",
        "origin": {"network_code": "23410"},
        "sms": {"num_messages": "1", "keyword": "IS"},
        "usage": {"currency": "EUR", "price": "0.0333"},
    }
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()


def voice_answer(request_id: str) -> dict[str, str]:
    """Return the query parameters of an answer webhook, in the order in which they are sent."""
    return {
        "to": RECIPIENT,
        "from": SENDER,
        "conversation_uuid": f"CON-{derived_id(request_id, 'conversation')}",
        "uuid": derived_id(request_id, "call").replace("-", ""),
    }


def _message_id(request_id: str) -> str:
    return derived_id(request_id, "message").replace("-", "")[:16].upper()


def moment(seconds: int) -> datetime:
    """Return Unix seconds as a datetime in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
