# fmt: off
"""Requests that reach one receiver one after the other, and whether each is new."""
import json
from typing import Any
from urllib.parse import urlencode

from vectors.cases.verdict import pairs, sign
from vectors.cases.verdicts import get, post
from vectors.errors import EXPIRED, FORGED, REPLAYED, Rejected
from vectors.format import Case, head, outcome
from vectors.given import FORM, JSON, NOW, PARAMS, SECRET, but


def step(given: Case, params: dict[str, str] | Rejected = PARAMS, now: int = NOW) -> Case:
    return {"now": now} | given | outcome(params)

def received(params: dict[str, str] = PARAMS, sig: str | None = None) -> Case:
    return {"pairs": [*pairs(params), ("sig", sign(params) if sig is None else sig)]}

def replay(case_id: str, flags: str, comment: str, *steps: Case, secrets: Any = (SECRET,)) -> Case:
    how = {"secrets": secrets, "method": "sha256", "tolerance": 300, "steps": steps}
    return head(f"replay-{case_id}", flags, comment) | how

def twice(case_id: str, flags: str, comment: str, second: Case) -> Case:
    """Return a case in which the second request is the first in another shape."""
    return replay(case_id, flags, comment, step(FIRST), step(second, REPLAYED))

FIRST = received()
SIGNED = but(sig=sign(PARAMS))
OTHER, LATER = but(nonce="2"), but(timestamp=str(NOW + 1))
AHEAD = but(timestamp=str(NOW + 300))
AHEAD_SIGNED, OLD_SIGNED = received(AHEAD), received(PARAMS, sign(PARAMS, secret="old"))
AMPERSAND, UNDERSCORE = but(text="a&b"), but(text="a_b")
ALTERED = received(UNDERSCORE, sign(AMPERSAND))
TEXT = json.dumps(SIGNED)
NULL, NUMBER = f'{{"a":null,{TEXT[1:]}', TEXT.replace(f'"{NOW}"', str(NOW))
CASES = [
    twice("same", "Once", "the same again", FIRST),
    twice("upper-case", "Interchangeable", "sig in upper case", received(sig=sign(PARAMS).upper())),
    twice("order", "Interchangeable", "another order", {"pairs": [*reversed(SIGNED.items())]}),
    twice("query", "AnyPlacement", "as a query", get(urlencode(SIGNED))),
    twice("form", "AnyPlacement", "as a form", post(FORM, urlencode(SIGNED))),
    twice("json", "AnyPlacement", "as JSON", post(JSON, TEXT)),
    twice("json-null", "AnyPlacement Interchangeable", "beside a null", post(JSON, NULL)),
    twice("json-number", "AnyPlacement Interchangeable", "a number for its text",
        post(JSON, NUMBER)),
    replay("separators", "Interchangeable", "& turned into _", step(received(AMPERSAND), AMPERSAND),
        step(ALTERED, REPLAYED)),
    replay("thrice", "Once", "twice again", step(FIRST), *[step(FIRST, REPLAYED)] * 2),
    replay("nonce", "Once", "another nonce", step(FIRST), step(received(OTHER), OTHER)),
    replay("timestamp", "Once", "a second later", step(FIRST), step(received(LATER), LATER)),
    replay("last-moment", "Window", "at the end of the tolerance", step(FIRST),
        step(FIRST, REPLAYED, NOW + 300)),
    replay("stale", "Forgotten", "after the tolerance", step(FIRST),
        step(FIRST, EXPIRED, NOW + 301)),
    replay("ahead", "Window", "fresh for twice the tolerance", step(AHEAD_SIGNED, AHEAD),
        step(AHEAD_SIGNED, REPLAYED, NOW + 301), step(AHEAD_SIGNED, REPLAYED, NOW + 600),
        step(AHEAD_SIGNED, EXPIRED, NOW + 601)),
    replay("forgery-first", "NotRemembered", "a forgery uses nothing up",
        step(received(sig="0" * 64), FORGED), step(FIRST)),
    replay("stale-first", "NotRemembered", "too early at first", step(FIRST, EXPIRED, NOW - 301),
        step(FIRST)),
    replay("rotation", "Rotation Once", "signed with the older secret", step(OLD_SIGNED),
        step(OLD_SIGNED, REPLAYED), secrets=("new", "old")),
]
