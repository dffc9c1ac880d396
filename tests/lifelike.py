"""Records as they occur: what several recordings hold of the same traffic, and what goes wrong."""

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import tokens
from common import NOW
from vector_files import Case, body_of, cases

from nexmo_sig import FORM, JSON, Signer, WebhookVerifier
from nexmo_sig.audit import Auditor
from nexmo_sig.audit.columns import READ

Row = dict[str, Any]

# Spark hides what holds a word such as secret or password: this holds none, or it would hide there.
SECRET = "NothingMayEverShowThis0123456789abcdef"
METHOD = "sha256"
SIGNER = Signer(SECRET, METHOD)
AUDITOR = Auditor(SIGNER, WebhookVerifier(SECRET))
SCHEMA = READ.set(2, pa.field("time", pa.timestamp("us", "UTC")))
SECOND = 1_000_000
"""The unit of ``time`` is a microsecond, the finest that Spark has."""

_LOG = "access.log"  # holds neither headers nor bodies
_SOURCES = [_LOG, "events.jsonl", "f\u00fcnction.jsonl", "\U0001f600.har"]
_TEXTS = [
    case["value"] for case in cases("texts") if case["type"] == "string" and "error" not in case
]
_STRANGER = "the secret of somebody else, which is long enough"
_VECTORS = [
    case
    for case in cases("requests", "verdicts", "webhooks")
    if "request" in case
    and len(str(case["request"]["url"])) + len(body_of(case["request"])) < 5_000
]
_COPIES = 500  # of so many records, the latest, one may be repeated


def records(count: int) -> pa.Table:
    """Return so many records, the same each time, in the order of their time but for some."""
    random = Random(20231114)
    rows: list[Row] = []
    for number in range(count):
        source = random.choice(_SOURCES)
        if rows and random.random() < 0.08:
            row = _again(random, random.choice(rows[-_COPIES:]))
        else:
            row = _made(random, number)
        kept = {"body": None, "authorization": None, "content_type": None} if source == _LOG else {}
        rows.append(row | kept | {"source": source, "record": number})
    return pa.Table.from_pylist(rows, SCHEMA)


def _made(random: Random, number: int) -> Row:
    if random.random() < 0.05:
        return _of_a_vector(random.choice(_VECTORS), number)
    signed_at = NOW + number // 50
    secret = _STRANGER if random.random() < 0.03 else SECRET
    row = random.choice(_KINDS)(random, number, signed_at, secret)
    row["time"] = signed_at * SECOND + random.randrange(2 * SECOND)
    row |= {"status": random.choice([200, 200, 204, 401, 503]), "client": "192.0.2.1"}
    if random.random() < 0.4:
        random.choice(_CHANGES)(random, row, signed_at * SECOND)
    return row


def _again(random: Random, row: Row) -> Row:
    """Return a copy: a retry, what another recorder saw at the same instant, or earlier."""
    late = random.choice([0, 0, 1, 5 * SECOND, 290 * SECOND, -SECOND])
    return row | {"time": row["time"] if row["time"] is None else row["time"] + late}


def _of_a_vector(case: Case, number: int) -> Row:
    given = case["request"]
    headers = {name.lower(): value for name, value in given["headers"]}
    return {
        "time": (NOW + number // 50) * SECOND,
        "method": given["method"],
        "url": given["url"],
        "content_type": headers.get("content-type", ""),
        "authorization": headers.get("authorization", ""),
        "body": body_of(given),
    }


def _signed(random: Random, number: int, signed_at: int, secret: str) -> dict[str, str]:
    """Return the parameters of an inbound SMS or a delivery receipt, in some order."""
    params = {
        "msisdn": f"4477009{number % 100_000:05}",
        "messageId": f"0A0000000{number:07}",
        "timestamp": str(signed_at) if random.random() < 0.99 else "soon",
        "nonce": f"{number:032x}",
    }
    if random.random() < 0.5:
        params |= {"text": random.choice(_TEXTS), "type": "unicode"}
    else:
        params |= {"err-code": "0", "status": "delivered"}
    if random.random() < 0.1:
        params = dict(random.sample(sorted(params.items()), len(params)))
    if random.random() < 0.01:
        del params["timestamp"]
    signer = SIGNER if secret == SECRET else Signer(secret, METHOD)
    sig = signer.signature(params)
    return params | {"sig": random.choice([sig, sig.upper()])}


def _query(random: Random, *signed: Any) -> Row:
    url = f"/webhooks/receipt?{urlencode(_signed(random, *signed))}"
    return {"method": "GET", "url": url, "body": b"", "content_type": "", "authorization": ""}


def _form(random: Random, *signed: Any) -> Row:
    body = urlencode(_signed(random, *signed)).encode()
    return {"method": "POST", "url": "/in", "content_type": FORM, "body": body, "authorization": ""}


def _json(random: Random, *signed: Any) -> Row:
    body = json.dumps(_signed(random, *signed), ensure_ascii=random.random() < 0.5).encode()
    content_type = random.choice([JSON, "application/json; charset=UTF-8"])
    return {"method": "POST", "url": "/in", "content_type": content_type, "body": body}


def _token(number: int, signed_at: int, secret: str, payload: bytes) -> str:
    claims = {"iat": signed_at, "jti": f"{number:032x}"}
    return f"Bearer {tokens.token(claims, secret=secret, payload=payload)}"


def _webhook(random: Random, number: int, signed_at: int, secret: str) -> Row:
    message = {"to": "447700900000", "text": random.choice(_TEXTS), "channel": {"type": "sms"}}
    body = json.dumps(message).encode()
    authorization = _token(number, signed_at, secret, body)
    return {
        "method": "POST",
        "url": "/webhooks/inbound",
        "content_type": JSON,
        "authorization": authorization,
        "body": body,
    }


def _answer(random: Random, number: int, signed_at: int, secret: str) -> Row:
    """A GET whose token binds the query."""
    query = {"to": "447700900000", "from": f"4477009{number % 100_000:05}"}
    bound = json.dumps(query, separators=(",", ":")).encode()
    url = f"/answer?{urlencode(query)}"
    authorization = _token(number, signed_at, secret, bound)
    return {"method": "GET", "url": url, "body": b"", "authorization": authorization}


_KINDS: list[Callable[[Random, int, int, str], Row]]
_KINDS = [_query, _query, _query, _form, _json, _webhook, _webhook, _answer]


def _forge(random: Random, row: Row, signed: int) -> None:
    row["url"] = row["url"].replace("447700", "447711")
    row["body"] = row["body"].replace(b"447700", b"447711")


def _delay(random: Random, row: Row, signed: int) -> None:
    row["time"] = (
        signed + random.choice([300, -300, 301, -301, 10**6]) * SECOND + random.choice([0, 1])
    )


def _lose(random: Random, row: Row, signed: int) -> None:
    for name in random.choice(
        [
            *(["time"], ["method"], ["content_type"], ["authorization"], ["body"], ["url"]),
            *(["authorization", "body"], ["url", "body"], list(row)),
        ]
    ):
        row[name] = None


def _empty(random: Random, row: Row, signed: int) -> None:
    name = random.choice(["method", "url", "content_type", "authorization", "body"])
    row[name] = b"" if name == "body" else ""


def _cut(random: Random, row: Row, signed: int) -> None:
    row["url"] = row["url"][: random.randrange(5, 400)] + random.choice(["", "%", "%4", "\ufffd"])
    row["body"] = row["body"][: random.randrange(400)]
    row["cut"] = random.choice([True, False, None])


def _reorder(random: Random, row: Row, signed: int) -> None:
    path, _, query = row["url"].partition("?")
    if query:
        row["url"] = f"{path}?{'&'.join(sorted(query.split('&')))}"
    row["query_ordered"] = random.choice([True, False, None])


def _add(random: Random, row: Row, signed: int) -> None:
    part = random.choice(
        ["&to=1", "&sig=0", "?utm_source=x", "&a", "&=", "&a=%FF", "&sig=", "&a" * 2_000]
    )
    if random.random() < 0.5:
        row["url"] += part
    else:
        row["body"] += part.encode()


_CHANGES: list[Callable[[Random, Row, int], None]]
_CHANGES = [_forge, _delay, _delay, _lose, _lose, _empty, _cut, _reorder, _add]


def cells(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Yield all cells of all rows, in the order of the records."""
    names = sorted(table.schema.names)
    columns = [table.sort_by("record")[name].to_pylist() for name in names]
    return zip(*columns, strict=True)
