"""The kinds of refusal."""


class Refused(str):
    """A kind of refusal."""

    __slots__ = ()


PARAM = Refused("parameter-error")
TWICE = Refused("duplicate-parameter")
BROKEN = Refused("encoding-error")
TYPE = Refused("unsupported-media-type")
REQUEST = Refused("request-error")
INSECURE = Refused("insecure-url")
TOO_LARGE = Refused("request-too-large")
MISSING = Refused("signature-missing")
FORGED = Refused("signature-mismatch")
NO_TIME = Refused("timestamp-missing")
ODD_TIME = Refused("timestamp-invalid")
EXPIRED = Refused("signature-expired")
REPLAYED = Refused("replay-detected")
TOKEN = Refused("token-invalid")
PAYLOAD = Refused("payload-mismatch")
CREDENTIALS = Refused("wrong-credentials")
NOT_ENABLED = Refused("not-enabled")
INVALID = Refused("invalid-parameters")
UNEXPECTED = Refused("unexpected-status")
