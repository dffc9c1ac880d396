"""The meaning of each reason, in a sentence for the reader of a report."""

from __future__ import annotations

MEANINGS = {
    "signature-mismatch": "No given secret makes this signature of this content.",
    "signature-missing": "It was not signed at all.",
    "signature-expired": "The signature is right, but was made too long before or after the receipt.",
    "timestamp-missing": "The signature is right, but does not say when it was made.",
    "timestamp-invalid": "The signature is right, but its time cannot be read.",
    "token-invalid": "The token cannot be one of a signed webhook.",
    "payload-mismatch": "The token is right, but was made for another payload.",
    "duplicate-parameter": "A parameter occurs twice, and receivers differ on which one they read.",
    "parameter-error": "A name or a value cannot be a parameter.",
    "encoding-error": "The query or the body cannot be read.",
    "unsupported-media-type": "The body is of a type in which the vendor sends nothing.",
    "request-error": "No reader takes such a request.",
    "request-too-large": "It is larger than a request of the vendor can be.",
    "body-not-recorded": "It had a body, which was not recorded.",
    "authorization-not-recorded": "It holds no sig, and the header of a token was not recorded.",
    "time-not-recorded": "The signature is right, but the time of the receipt was not recorded.",
    "record-cut": "The signature does not match, but the record was cut.",
    "order-not-recorded": "The token binds the query, whose order was not recorded.",
    "record-unreadable": "The record itself is broken.",
    "replay-detected": "It is authentic, but was seen before.",
}
