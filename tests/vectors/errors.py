"""The kinds of rejection."""


class Rejected(str):
    """A kind of rejection."""

    __slots__ = ()


PARAM = Rejected("parameter-error")
TWICE = Rejected("duplicate-parameter")
BROKEN = Rejected("encoding-error")
TYPE = Rejected("unsupported-media-type")
REQUEST = Rejected("request-error")
INSECURE = Rejected("insecure-url")
TOO_LARGE = Rejected("request-too-large")
MISSING = Rejected("signature-missing")
FORGED = Rejected("signature-mismatch")
NO_TIME = Rejected("timestamp-missing")
ODD_TIME = Rejected("timestamp-invalid")
EXPIRED = Rejected("signature-expired")
REPLAYED = Rejected("replay-detected")
TOKEN = Rejected("token-invalid")
PAYLOAD = Rejected("payload-mismatch")
CREDENTIALS = Rejected("wrong-credentials")
NOT_ENABLED = Rejected("not-enabled")
INVALID = Rejected("invalid-parameters")
UNEXPECTED = Rejected("unexpected-status")
