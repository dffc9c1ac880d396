"""Requests that reach one receiver one after the other, and whether each is new."""

import json
from typing import Any
from urllib.parse import urlencode

from vectors.cases.verdicts.verdict import NOW, PARAMS, SECRET, pairs, sign
from vectors.cases.verdicts.whole_requests import get, post
from vectors.format import Case, Refused, Topic, head, outcome
from vectors.media_types import FORM, JSON

NOTES = {
    "AnyPlacement": "The same parameters in another place or media type are no new request.",
    "Forgotten": "What is stale need not be remembered: it is refused as such.",
    "Interchangeable": "What the signature does not tell apart is no new request.",
    "NotRemembered": "A request is remembered only after it proved authentic and fresh.",
    "Once": "A request is accepted once.",
    "Rotation": "Several secrets are in use.",
    "Window": "Remembered until it is stale, also if it was signed ahead of the present.",
}

REPLAYED = Refused.REPLAYED


def step(given: Case, params: dict[str, str] | Refused, now: int = NOW) -> Case:
    return {"now": now} | given | outcome(params)


def received(params: dict[str, str], sig: str | None = None) -> Case:
    return {"pairs": [*pairs(params), ("sig", sign(params) if sig is None else sig)]}


def replay(
    case_id: str, flags: str, comment: str, steps: list[Case], secrets: tuple[str, ...] = (SECRET,)
) -> Case:
    how = {"secrets": secrets, "method": "sha256", "tolerance": 300, "steps": steps}
    return head(f"replay-{case_id}", flags, comment) | how


def twice(case_id: str, flags: str, comment: str, second: Case, **how: Any) -> Case:
    """Return a case in which the second request is the first in another shape."""
    steps = [step(received(PARAMS), PARAMS), step(second, REPLAYED)]
    return replay(case_id, flags, comment, steps, **how)


FIRST = received(PARAMS)
SIGNED = PARAMS | {"sig": sign(PARAMS)}
OTHER = PARAMS | {"nonce": "2"}
LATER = PARAMS | {"timestamp": str(NOW + 1)}
AHEAD = PARAMS | {"timestamp": str(NOW + 300)}
AMPERSAND, UNDERSCORE = PARAMS | {"text": "a&b"}, PARAMS | {"text": "a_b"}
JSON_SIGNED = json.dumps(SIGNED)

TOPIC = Topic(
    "replays",
    "Requests to one receiver that remembers what it accepted, in the order in which they arrive.",
    NOTES,
    [
        twice("same", "Once", "the same again", FIRST),
        twice(
            "upper-case",
            "Interchangeable",
            "sig in upper case",
            received(PARAMS, sign(PARAMS).upper()),
        ),
        twice("order", "Interchangeable", "another order", {"pairs": [*reversed(SIGNED.items())]}),
        twice("query", "AnyPlacement", "as a query", get(urlencode(SIGNED))),
        twice("form", "AnyPlacement", "as a form", post(FORM, urlencode(SIGNED))),
        twice("json", "AnyPlacement", "as JSON", post(JSON, JSON_SIGNED)),
        twice(
            "json-null",
            "AnyPlacement Interchangeable",
            "beside a null",
            post(JSON, f'{{"a":null,{JSON_SIGNED[1:]}'),
        ),
        twice(
            "json-number",
            "AnyPlacement Interchangeable",
            "a number for its text",
            post(JSON, JSON_SIGNED.replace(f'"{NOW}"', str(NOW))),
        ),
        replay(
            "separators",
            "Interchangeable",
            "& turned into _",
            [
                step(received(AMPERSAND), AMPERSAND),
                step(received(UNDERSCORE, sign(AMPERSAND)), REPLAYED),
            ],
        ),
        replay(
            "thrice",
            "Once",
            "twice again",
            [step(FIRST, PARAMS), step(FIRST, REPLAYED), step(FIRST, REPLAYED)],
        ),
        replay(
            "nonce", "Once", "another nonce", [step(FIRST, PARAMS), step(received(OTHER), OTHER)]
        ),
        replay(
            "timestamp",
            "Once",
            "a second later",
            [step(FIRST, PARAMS), step(received(LATER), LATER)],
        ),
        replay(
            "last-moment",
            "Window",
            "at the end of the tolerance",
            [step(FIRST, PARAMS), step(FIRST, REPLAYED, NOW + 300)],
        ),
        replay(
            "stale",
            "Forgotten",
            "after the tolerance",
            [step(FIRST, PARAMS), step(FIRST, Refused.EXPIRED, NOW + 301)],
        ),
        replay(
            "ahead",
            "Window",
            "fresh for twice the tolerance",
            [
                step(received(AHEAD), AHEAD),
                step(received(AHEAD), REPLAYED, NOW + 301),
                step(received(AHEAD), REPLAYED, NOW + 600),
                step(received(AHEAD), Refused.EXPIRED, NOW + 601),
            ],
        ),
        replay(
            "forgery-first",
            "NotRemembered",
            "a forgery uses nothing up",
            [step(received(PARAMS, "0" * 64), Refused.MISMATCH), step(FIRST, PARAMS)],
        ),
        replay(
            "stale-first",
            "NotRemembered",
            "too early at first",
            [step(FIRST, Refused.EXPIRED, NOW - 301), step(FIRST, PARAMS)],
        ),
        replay(
            "rotation",
            "Rotation Once",
            "signed with the older secret",
            [
                step(received(PARAMS, sign(PARAMS, secret="old")), PARAMS),
                step(received(PARAMS, sign(PARAMS, secret="old")), REPLAYED),
            ],
            ("new", "old"),
        ),
    ],
)
