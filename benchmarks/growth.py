"""The time of a signature by the number of parameters."""

from __future__ import annotations

from timeit import Timer

from .inputs import parameters
from .rows import sms
from .timing import minima

_SIZES = (10, 30, 100, 300, 1_000)


def measure(rounds: int) -> list[tuple[int, float, float]]:
    """Return numbers of parameters, with the seconds that nexmo_sig and the SDK take."""
    rows = []
    for size in _SIZES:
        names = sms(parameters(size))
        codes = {"ours": "signer.signature(params)", "theirs": "vonage.sign_params(params)"}
        timers = {name: Timer(code, globals=names) for name, code in codes.items()}
        fastest = minima(timers, rounds)
        rows.append((size, fastest["ours"], fastest["theirs"]))
    return rows
