"""Callbacks with a ``sig``: the cases that only some shapes can carry."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote_plus

from .._parameters import SIGNATURE
from ..request import Request
from .carriers import Carrier, Fields, form, get, raw_form, raw_get, raw_json, with_query
from .cases import FORGED, REPLAYED, RETRIED, Case
from .check import Expected
from .sig_requests import Make, SigCase, changed
from .vendor import Vendor

_FEWER, _MORE = 1_000, 8_000  # parameters


def _broken_query(piece: str) -> Make:
    return lambda vendor, _: [raw_get(f"{piece}&{_sig_of(vendor)}")]


def _broken_form(piece: str) -> Make:
    return lambda vendor, _: [raw_form(f"{piece}&{_sig_of(vendor)}".encode())]


def _sig_of(vendor: Vendor) -> str:
    """Return a signed query without its text."""
    signed = vendor.signed()
    return "&".join(f"{name}={quote_plus(signed[name])}" for name in signed if name != "text")


def _broken_json(body: bytes) -> Make:
    """Return what sends a body in which ``SIG`` stands for a signature."""
    return lambda vendor, _: [raw_json(body.replace(b"SIG", vendor.signed()[SIGNATURE].encode()))]


def _as(other: Carrier) -> Make:
    def make(vendor: Vendor, carry: Carrier) -> list[Request]:
        signed = vendor.signed()
        return [carry(signed), other(signed)]

    return make


def _query_beside(vendor: Vendor, carry: Carrier) -> list[Request]:
    return [with_query(carry(vendor.signed()), "text=Altered")]


def _growing(vendor: Vendor, carry: Carrier) -> list[Request]:
    return [carry(_many(vendor, count)) for count in (_FEWER, _MORE)]


def _many(vendor: Vendor, count: int) -> Fields:
    names = [(f"p{number}", "x") for number in range(count)]
    return [*vendor.signed().items(), *names]


def _malformed(name: str, what: str, make: Make) -> SigCase:
    rule = f"A request with {what} is rejected, without a 5xx."
    return Case(name, rule, RETRIED, what, make)


_BESIDE: SigCase = Case(
    "duplicate-query",
    "A name that is both in the query and in the body is rejected.",
    "Frameworks merge the two, so the application may read the text that nobody signed.",
    "a signed body, and another text in the query",
    _query_beside,
    level="should",
)
_GROWTH: SigCase = Case(
    "growth",
    "The time for a request grows no faster than its size.",
    "A few large requests could keep the receiver busy.",
    f"{_MORE:,} parameters, compared with {_FEWER:,}",
    _growing,
    Expected.LINEAR_TIME,
    "should",
)


def _replayed_as(shape: str, carrier: Carrier) -> SigCase:
    return Case(
        f"replayed-as-{shape}",
        "A callback is accepted once, in whatever shape it comes.",
        REPLAYED,
        f"a callback that was accepted, in the shape of a {shape}",
        _as(carrier),
        Expected.REJECTED_OR_RETRIED,
        "should",
    )


_NULL: SigCase = Case(
    "unsigned-null",
    "A callback whose sig is null is rejected.",
    FORGED,
    "null for the sig",
    changed(lambda signed: [*list(signed.items())[:-1], (SIGNATURE, None)]),
    Expected.REJECTED_OR_RETRIED,
)
SHAPED_CASES: Mapping[str, tuple[SigCase, ...]] = {
    "get": (
        _malformed("broken-escape", "broken percent-encoding", _broken_query("text=%zz")),
        _malformed("broken-utf8", "bytes that are not UTF-8", _broken_query("text=%FF%FE")),
        _replayed_as("form", form),
    ),
    "form": (
        _malformed("broken-escape", "broken percent-encoding", _broken_form("text=%zz")),
        _malformed("broken-utf8", "bytes that are not UTF-8", _broken_form("text=%FF%FE")),
        _BESIDE,
        _replayed_as("get", get),
        _GROWTH,
    ),
    "json": (
        _NULL,
        _malformed("broken", "a JSON object that is cut", _broken_json(b'{"sig":"SIG","text":"a')),
        _malformed(
            "broken-utf8",
            "bytes that are not UTF-8",
            _broken_json(b'{"text":"\xff\xfe","timestamp":"1700000000","sig":"SIG"}'),
        ),
        _malformed(
            "broken-nested",
            "an object in place of a value",
            _broken_json(b'{"text":{"a":"b"},"timestamp":"1700000000","sig":"SIG"}'),
        ),
        _malformed("broken-array", "an array in place of an object", _broken_json(b'["SIG"]')),
        _malformed(
            "broken-sig-type",
            "an array in place of the sig",
            _broken_json(b'{"text":"a","timestamp":"1700000000","sig":["SIG"]}'),
        ),
        _BESIDE,
        _replayed_as("get", get),
        _GROWTH,
    ),
}
"""The cases of each shape that only it, or not every shape, can carry."""
