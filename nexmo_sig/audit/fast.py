"""The fast path: records that are plainly what the vendor sends, whole columns at a time.

It recognises GETs with a query and POSTs with a form that hold a right ``sig`` and a ``timestamp``
in Unix seconds. It knows nothing else: whatever it does not recognise, every mismatch included,
goes the strict way. Strings are decoded for the whole batch by a few calls, as a form without its
separators is decoded the same way whether it is one or many. Names come in the same order again
and again, so the order of sorting is found once for each such *layout*.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from operator import itemgetter
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from .._parameters import SIGNATURE, TIMESTAMP
from .._signature import hexdigest_with, matching_secret
from ..media import FORM
from ..signer import Signer
from ..types import Hexdigest
from .columns import as_binary

# Bytes that UTF-8 never holds. No form that is accepted holds them, so they can stand for others.
_END_OF_FORM = b"\xff"
_EQUALS = b"\xfe"
_SEPARATOR = b"\xfd"  # a "&" or "=" that was percent-encoded: "_" in the string to sign
_NEVER_IN_UTF8 = re.compile(rb"%(?![0-9A-Fa-f]{2})|%[Ff][89A-Fa-f]")

_FEW = 8  # escapes in a form, on average, up to which they are decoded faster one by one
_SEPARATORS = (b"%26", b"%3D", b"%3d")
_BYTES = {
    (high + low).encode(): bytes.fromhex(high + low)
    for high in "0123456789ABCDEFabcdef"
    for low in "0123456789ABCDEFabcdef"
} | {escape[1:]: _SEPARATOR for escape in _SEPARATORS}
_NAMES = re.compile(rb"(?:\A|&)([A-Za-z0-9_.~-]+)=")
_LAYOUTS = 16
_AT_ONCE = 512  # forms that are decoded together: they stay in the cache of the processor
_LONGEST = 8_192  # bytes of a form; others are rare
_MOST_FIELDS = 64
_FEWEST_SIGNED = 2  # itemgetter gives no tuple of one
_SIG_START, _TIMESTAMP_START = len("sig="), len("timestamp=")
_DIGITS = 10  # of Unix seconds; from 9 on, nanoseconds do not fit into 64 bits


@dataclass(frozen=True, slots=True)
class Right:
    """The facts about the records whose signature is right, as columns."""

    rows: list[int] = field(default_factory=list)
    signed_at: list[int] = field(default_factory=list)
    secret_index: list[int] = field(default_factory=list)
    replay_key: list[str] = field(default_factory=list)


_Signed: TypeAlias = tuple[int, bytes, bytes, bytes]
"""A row, its fields as they are signed, its sig and its timestamp."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Names in the order in which they are sent, and what follows from that."""

    starts: tuple[bytes, ...]
    """Each name with its ``=``."""
    in_order: Callable[[list[Any]], tuple[Any, ...]]
    """Picks the fields in the order of signing, without ``sig``."""
    sig: int
    timestamp: int

    def fits(self, fields: list[bytes]) -> bool:
        """Tell whether fields have these names."""
        return len(fields) == len(self.starts) and all(map(bytes.startswith, fields, self.starts))


def right_ones(batch: pa.RecordBatch, signer: Signer) -> Right:
    """Return the records of a batch that are recognised and whose signature is right."""
    hexdigests = [hexdigest_with(signer.method, secret) for secret in signer.secrets]
    right = Right()
    for rows, forms in (_queries(batch), _bodies(batch)):
        if not _is_usable(b"&".join(forms)):
            usable = [place for place, form in enumerate(forms) if _is_usable(form)]
            rows = [rows[place] for place in usable]
            forms = [forms[place] for place in usable]
        for start in range(0, len(forms), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            signed = _signed_rows(rows[part], _decoded(forms[part]))
            _verify(signed, hexdigests, right)
    return right


def _queries(batch: pa.RecordBatch) -> tuple[list[int], list[bytes]]:
    urls, method, body = (as_binary(batch, name) for name in ("url", "method", "body"))
    if urls is None or method is None:
        return [], []
    wanted = pc.and_(_is(method, b"GET"), pc.less(pc.binary_length(urls), _LONGEST))
    if body is not None:
        wanted = pc.and_(wanted, pc.equal(pc.fill_null(pc.binary_length(body), 0), 0))
    rows, targets = _picked(wanted, urls)
    if b"#" in b"".join(targets):
        kept = [place for place, target in enumerate(targets) if b"#" not in target]
        rows, targets = [rows[place] for place in kept], [targets[place] for place in kept]
    return rows, [target.partition(b"?")[2] for target in targets]


def _bodies(batch: pa.RecordBatch) -> tuple[list[int], list[bytes]]:
    method, content_type = as_binary(batch, "method"), as_binary(batch, "content_type")
    body, urls = as_binary(batch, "body"), as_binary(batch, "url")
    if method is None or content_type is None or body is None:
        return [], []
    wanted = pc.and_(_is(method, b"POST"), _is(content_type, FORM.encode()))
    wanted = pc.and_(wanted, pc.less(pc.binary_length(body), _LONGEST))
    if urls is not None:
        without = pc.invert(pc.match_substring_regex(pc.fill_null(urls, b""), "[?#]"))
        wanted = pc.and_(wanted, without)
    return _picked(wanted, body)


def _is(column: pa.Array, value: bytes) -> pa.Array:
    return pc.equal(column, pa.scalar(value, pa.large_binary()))


def _picked(wanted: pa.Array, column: pa.Array) -> tuple[list[int], list[bytes]]:
    rows = pc.indices_nonzero(pc.fill_null(wanted, False))
    return rows.to_pylist(), (column if len(rows) == len(column) else column.take(rows)).to_pylist()


def _is_usable(form: bytes) -> bool:
    if _NEVER_IN_UTF8.search(form):
        return False
    if form.isascii():
        return True
    try:
        form.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(forms: Sequence[bytes]) -> bytes:
    """Decode forms that are usable, all at once; they remain joined."""
    joined = _END_OF_FORM.join(forms).replace(b"+", b" ")
    first, *others = joined.split(b"%")
    if len(others) < _FEW * len(forms):
        return b"".join([first, *[_BYTES[part[:2]] + part[2:] for part in others]])
    # Quoted-printable is percent-encoding with another sign, and decoded by one call.
    for escape in _SEPARATORS:
        joined = joined.replace(escape, _SEPARATOR)
    joined = joined.replace(b"=", _EQUALS).replace(b"%", b"=")
    return binascii.a2b_qp(joined).replace(_EQUALS, b"=")


def _signed_rows(rows: list[int], joined: bytes) -> Iterator[_Signed]:
    """Yield the forms that are recognised, all at once if they have one layout."""
    layout = _layout_of(joined.partition(_END_OF_FORM)[0], {})
    columns = _columns(joined, len(rows), layout) if layout else None
    if layout is None or columns is None:
        yield from _one_by_one(rows, joined.split(_END_OF_FORM))
        return
    canonicals = map(b"&".join, zip(*layout.in_order(columns), strict=True))
    sigs, times = columns[layout.sig], columns[layout.timestamp]
    for row, canonical, sig, signed_at in zip(rows, canonicals, sigs, times, strict=True):
        yield row, canonical, sig[_SIG_START:], signed_at[_TIMESTAMP_START:]


def _columns(joined: bytes, count: int, layout: _Layout) -> list[list[bytes]] | None:
    """Return the fields of forms, column by column; ``None`` unless all have this layout."""
    width = len(layout.starts)
    cells = joined.replace(_END_OF_FORM, b"&" + _END_OF_FORM + b"&").split(b"&")
    ends = cells[width :: width + 1]
    is_even = len(cells) == count * (width + 1) - 1 and ends == [_END_OF_FORM] * (count - 1)
    if not is_even or joined.count(b"=") != count * width:
        return None
    columns = [cells[place :: width + 1] for place in range(width)]
    for column, start in zip(columns, layout.starts, strict=True):
        together = _END_OF_FORM + _END_OF_FORM.join(column)
        if together.count(_END_OF_FORM + start) != count:
            return None
    return columns


def _one_by_one(rows: Iterable[int], forms: Iterable[bytes]) -> Iterator[_Signed]:
    layouts: dict[tuple[bytes, ...], _Layout | None] = {}
    layout: _Layout | None = None
    for row, form in zip(rows, forms, strict=True):
        fields = form.split(b"&")
        if layout is None or not layout.fits(fields):
            layout = _layout_of(form, layouts)
            if layout is None or not layout.fits(fields):
                continue
        if form.count(b"=") == len(fields):
            sig, signed_at = fields[layout.sig], fields[layout.timestamp]
            canonical = b"&".join(layout.in_order(fields))
            yield row, canonical, sig[_SIG_START:], signed_at[_TIMESTAMP_START:]


def _verify(signed: Iterable[_Signed], hexdigests: list[Hexdigest], right: Right) -> None:
    found = []
    for row, joined, sig, signed_at in signed:
        if not signed_at.isdigit() or len(signed_at) > _DIGITS or signed_at >= b"9":
            continue
        canonical = b"&" + joined
        if not canonical.isascii():
            canonical = _as_utf8(canonical)
        index = matching_secret(hexdigests, canonical, sig.decode("latin-1"))
        if index is not None and canonical:
            found.append((row, signed_at, index, sig))
    right.rows.extend([row for row, _, _, _ in found])
    right.signed_at.extend([int(signed_at) for _, signed_at, _, _ in found])
    right.secret_index.extend([index for _, _, index, _ in found])
    right.replay_key.extend([sha256(sig.lower()).hexdigest() for _, _, _, sig in found])


def _layout_of(form: bytes, layouts: dict[tuple[bytes, ...], _Layout | None]) -> _Layout | None:
    names = tuple(_NAMES.findall(form))
    if names not in layouts and len(layouts) < _LAYOUTS:
        layouts[names] = _new_layout(names)
    return layouts.get(names)


def _new_layout(names: tuple[bytes, ...]) -> _Layout | None:
    place = {name: number for number, name in enumerate(names)}
    needed = {name.encode() for name in (SIGNATURE, TIMESTAMP)}
    signed = sorted(set(names) - {SIGNATURE.encode()})
    is_plain = len(place) == len(names) <= _MOST_FIELDS and needed <= set(names)
    if not is_plain or len(signed) < _FEWEST_SIGNED:
        return None
    return _Layout(
        starts=tuple(name + b"=" for name in names),
        in_order=itemgetter(*[place[name] for name in signed]),
        sig=place[SIGNATURE.encode()],
        timestamp=place[TIMESTAMP.encode()],
    )


def _as_utf8(canonical: bytes) -> bytes:
    """Return a canonical string without the sign for a separator; empty if it is not UTF-8."""
    canonical = canonical.replace(_SEPARATOR, b"_")
    try:
        canonical.decode()
    except UnicodeDecodeError:
        return b""
    return canonical
