"""What a test vector is made of; docs/vectors.md describes the same for readers of the files."""

import base64
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from vectors.errors import Rejected

Case: TypeAlias = dict[str, Any]
Pairs: TypeAlias = list[tuple[str, Any]]


class Either(NamedTuple):
    """What an implementation may answer, and how it rejects if it does not."""

    answer: Any
    rejected: Rejected


Body: TypeAlias = str | bytes | Case


def repeated(prefix: str, unit: str, count: int, suffix: str) -> Case:
    """Return a large body in few characters: in each unit, ``{n}`` is its number, from 0."""
    return {"body_repeated": {"prefix": prefix, "unit": unit, "count": count, "suffix": suffix}}


def outcome(expected: Any) -> Case:
    """Return the fields that say what must come out."""
    if isinstance(expected, Rejected):
        return {"result": "invalid", "error": expected}
    if isinstance(expected, Either):
        return {"result": "acceptable", "expected": expected.answer, "error": expected.rejected}
    return {"result": "valid", "expected": expected}


def answered(error: Any, make: Callable[[], Any]) -> Any:
    """Return what is expected: an error, an answer, or either where the error is one of Either."""
    if isinstance(error, Rejected):
        return error
    return Either(make(), error.rejected) if error else make()


def case(case_id: str, flags: str, comment: str, given: Case, expected: Any) -> Case:
    return head(case_id, flags, comment) | given | outcome(expected)


def head(case_id: str, flags: str, comment: str) -> Case:
    return {"id": case_id, "comment": comment, "flags": flags.split()}


def body_fields(body: Body) -> Case:
    """Return the field that holds a body: as text if it is UTF-8, and else in base64."""
    if isinstance(body, dict):
        return body
    if isinstance(body, bytes):
        return {"body_base64": base64.b64encode(body).decode("ascii")}
    return {"body": body}
