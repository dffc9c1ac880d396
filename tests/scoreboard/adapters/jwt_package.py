"""`vonage-jwt`: its check of the token of a webhook. It sees neither the body nor the query."""

from datetime import datetime, tzinfo

import jwt.api_jwt
from vonage_jwt import VonageVerifyJwtError, verify_signature

from scoreboard.protocol import Answer, Case, serve


def clock(now: float) -> type[datetime]:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Clock":
            return cls.fromtimestamp(now, tz)

    return Clock


def answer(case: Case) -> Answer:
    if case["kind"] != "webhooks" or "steps" in case:
        return {"left_out": "it checks single tokens and nothing else"}
    if not isinstance(case["secrets"], list) or "application_id" in case:
        return {"left_out": "it has no such argument"}
    name = case.get("header", "Authorization").lower()
    fields = [value for header, value in case["request"]["headers"] if header.lower() == name]
    if len(fields) != 1 or not fields[0].lower().startswith("bearer "):
        return {"left_out": "it is handed the token, and does not look for it"}
    token = fields[0].split(" ", 1)[1]
    jwt.api_jwt.datetime = clock(case["now"])  # type: ignore[attr-defined]
    try:
        return {"accepted": any(verify_signature(token, secret) for secret in case["secrets"])}
    except VonageVerifyJwtError:
        return {"error": "VonageVerifyJwtError"}


if __name__ == "__main__":
    serve(answer)
