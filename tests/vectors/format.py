"""What a test vector is made of; docs/vectors.md describes the same for who reads the files."""

import base64
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

Case: TypeAlias = dict[str, Any]
Pairs: TypeAlias = list[tuple[str, Any]]


class Refused(StrEnum):
    """The kinds of refusal."""

    PARAMETER = "parameter-error"
    DUPLICATE = "duplicate-parameter"
    ENCODING = "encoding-error"
    MEDIA_TYPE = "unsupported-media-type"
    REQUEST = "request-error"
    INSECURE_URL = "insecure-url"
    TOO_LARGE = "request-too-large"
    NO_SIGNATURE = "signature-missing"
    MISMATCH = "signature-mismatch"
    NO_TIMESTAMP = "timestamp-missing"
    UNREADABLE_TIMESTAMP = "timestamp-invalid"
    EXPIRED = "signature-expired"
    REPLAYED = "replay-detected"
    TOKEN = "token-invalid"
    PAYLOAD = "payload-mismatch"
    WRONG_CREDENTIALS = "wrong-credentials"
    NOT_ENABLED = "not-enabled"
    INVALID_PARAMETERS = "invalid-parameters"
    UNEXPECTED_STATUS = "unexpected-status"


class Either(NamedTuple):
    """What an implementation may answer, and how it refuses if it does not."""

    answer: Any
    refused: Refused


@dataclass(frozen=True)
class Repeated:
    """A large body in few characters: in each unit, ``{n}`` stands for its number, from 0."""

    prefix: str
    unit: str
    count: int
    suffix: str


class Topic(NamedTuple):
    """The content of one file."""

    kind: str
    description: str
    notes: dict[str, str]
    cases: list[Case]


def outcome(expected: Any) -> Case:
    """Return the fields that say what must come out."""
    if isinstance(expected, Refused):
        return {"result": "invalid", "error": expected}
    if isinstance(expected, Either):
        return {"result": "acceptable", "expected": expected.answer, "error": expected.refused}
    return {"result": "valid", "expected": expected}


def case(case_id: str, flags: str, comment: str, given: Case, expected: Any) -> Case:
    return head(case_id, flags, comment) | given | outcome(expected)


def head(case_id: str, flags: str, comment: str) -> Case:
    return {"id": case_id, "comment": comment, "flags": flags.split()}


def body_fields(body: str | bytes | Repeated) -> Case:
    """Return the field that holds a body: as text if it is UTF-8, and else in base64."""
    if isinstance(body, Repeated):
        return {"body_repeated": asdict(body)}
    if isinstance(body, bytes):
        return {"body_base64": base64.b64encode(body).decode("ascii")}
    return {"body": body}
