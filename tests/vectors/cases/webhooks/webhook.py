# fmt: off
"""How the cases of this kind are put together."""
import base64
import json
from typing import Any

from vectors.cases.webhooks.tokens import BODY, SECRET, Content, token
from vectors.errors import Rejected
from vectors.format import Case, Either, answered, body_fields, case
from vectors.given import NOW

Error = Rejected | Either | None  # None: valid; OR(error): as good as valid

def OR(error: Rejected) -> Either:  # noqa: N802
    return Either(None, error)

def bearer(text: str) -> list[tuple[str, str]]:
    return [("Authorization", f"Bearer {text}")]

def request(headers: list[tuple[str, str]], method: str = "POST", url: str = "/webhook",
        body: str | bytes = BODY) -> Case:
    return {"method": method, "url": url, "headers": headers} | body_fields(body)

def verified(text: str, payload: str | bytes) -> Case:
    """Return what must come out of an authentic token."""
    claims = json.loads(base64.urlsafe_b64decode(text.split(".")[1] + "=="))
    found = {"api_key": claims["api_key"], "application_id": claims.get("application_id")}
    found |= {"id": claims["jti"], "issued_at": claims["iat"]}
    payload_fields = body_fields(payload).items()
    return found | {name.replace("body", "payload"): value for name, value in payload_fields}

def webhook(case_id: str, flags: str, comment: str, error: Error, text: str,
        received: Case | None = None, payload: str | bytes = BODY, **how: Any) -> Case:
    """Return a case about a token, in a request with it as bearer token unless one is given."""
    given = {"secrets": [SECRET], "now": NOW, "tolerance": 300} | how
    given["request"] = request(bearer(text)) if received is None else received
    expected = answered(error, lambda: verified(text, payload))
    return case(f"webhook-{case_id}", flags, comment, given, expected)

def of_claims(case_id: str, flags: str, comment: str, error: Error, claims: Content,
        **how: Any) -> Case:
    return webhook(case_id, flags, comment, error, token(claims), **how)

def of_header(case_id: str, flags: str, comment: str, error: Error, header: Content) -> Case:
    return webhook(case_id, flags, comment, error, token(header=header))
