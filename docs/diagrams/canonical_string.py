"""One request on its way to its signature; what is shown is what the library does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import wrap

from nexmo_sig import SignatureAuth, Signer, canonicalize, encode
from nexmo_sig._parameters import checked_strings
from nexmo_sig.types import Value

from .svg import Box, column

_WIDTH = 400
_CHARACTERS = 44  # that fit into a line

API_KEY, SECRET, METHOD, NOW = "abcdef01", "my signature secret", "sha256", 1_700_000_000
GIVEN: dict[str, Value] = {
    "to": "447700900000",
    "text": "2 & 2 = 4",
    "status-report-req": True,
    "ttl": None,
}


def draw() -> str:
    """Return the picture."""
    auth = SignatureAuth(API_KEY, Signer(SECRET, METHOD, clock=lambda: NOW))
    sent = auth.apply(GIVEN)
    covered = {name: sent[name] for name in sorted(sent) if name != "sig"}
    canonical = canonicalize(sent)
    signed = dict(part.split("=", 1) for part in canonical[1:].split("&"))
    steps = (
        Box("1. Parameters, as they are given", _lines(GIVEN, repr), "outside"),
        Box("2. One string form for each value", _marked(checked_strings(GIVEN), GIVEN), "step"),
        Box(
            "3. With api_key, timestamp; sorted",
            _marked(covered, checked_strings(GIVEN)),
            "step",
        ),
        Box("4. & and = in values become _", _marked(signed, covered), "step"),
        Box("5. Joined: the canonical string", _broken(canonical.replace("&", "\n&")), "step"),
        Box(
            f"6. Hashed with the secret, by {METHOD}",
            [f"*{line}" for line in _broken(sent["sig"])],
            "step",
        ),
        Box(
            "7. Sent: the strings of step 3, and sig",
            _broken(encode(sent).decode().replace("&", "\n&")),
            "outside",
        ),
    )
    return column(
        "From parameters to a signature", "One request, step by step", steps, _WIDTH, "code"
    )


def _lines(values: Mapping[str, object], text: Callable[[object], str] = str) -> list[str]:
    return [f"{name}: {text(value)}" for name, value in values.items()]


def _marked(values: Mapping[str, str], before: Mapping[str, object]) -> list[str]:
    return [
        f"{'' if before.get(name) == value else '*'}{name}: {value}"
        for name, value in values.items()
    ]


def _broken(text: str) -> list[str]:
    return [
        part
        for line in text.strip().split("\n")
        for part in wrap(line, _CHARACTERS, drop_whitespace=False)
    ]
