"""How the cases of this kind are put together."""

from typing import Any

import reference
from vectors.format import Case, Pairs, Refused, case

NOW = 1_700_000_000
AT_NOW = "2023-11-14 22:13:20"
SECRET = "my_signature_secret"
METHODS = ("md5hash", "md5", "sha1", "sha256", "sha512")
PARAMS = {"msisdn": "14155550100", "text": "Hello", "timestamp": str(NOW), "to": "14155550101"}
OLD, NEW, OLDEST = "old_secret", "new_secret", "oldest_secret"
ODD_TEXT = PARAMS | {"text": " a+b%20c\r\n\x00", "blank": ""}
FOLDED = {"msisdn": PARAMS["msisdn"], f"text=Hello&timestamp={NOW}&to": PARAMS["to"]}


def sign(params: dict[str, str], method: str = "sha256", secret: str = SECRET) -> str:
    return reference.signature(params, secret, method)


RIGHT = sign(PARAMS)
WRONG = "0" * 64


def verdict(
    case_id: str,
    flags: str,
    comment: str,
    given: Case,
    expected: Any,
    method: str = "sha256",
    secrets: tuple[str, ...] = (SECRET,),
    now: float = NOW,
    tolerance: float | None = 300,
) -> Case:
    how = {"secrets": secrets, "method": method, "now": now, "tolerance": tolerance}
    return case(f"verdict-{case_id}", flags, comment, how | given, expected)


def authentic(
    case_id: str,
    flags: str,
    comment: str,
    params: dict[str, str],
    sig: str | None = None,
    **how: Any,
) -> Case:
    """Return a case whose signature is right, and whose timestamp is fresh."""
    made = sign(params, how.get("method", "sha256")) if sig is None else sig
    return verdict(case_id, flags, comment, {"pairs": pairs(params | {"sig": made})}, params, **how)


def refused(
    case_id: str,
    flags: str,
    comment: str,
    error: Refused,
    params: dict[str, str] | Pairs,
    sig: str | None = None,
    **how: Any,
) -> Case:
    received = list(params) if isinstance(params, list) else pairs(params)
    if sig is not None:
        received.append(("sig", sig))
    return verdict(case_id, flags, comment, {"pairs": received}, error, **how)


def pairs(params: dict[str, str]) -> Pairs:
    return list(params.items())
