"""What one run found."""

from __future__ import annotations

from dataclasses import dataclass

from .imports import Imports
from .memory import Held, Use
from .operations import PYTHON_PEERS, Key
from .run import Samples
from .timing import Spread


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that one run measured.

    Attributes:
        samples: seconds per call.
        imports: seconds per import.
        signers: what a signer holds, by method.
        calls: what a call uses, by method and by name.
        machine: what all this was measured on.
        quick: whether the run was too short to mean anything.
    """

    samples: Samples
    imports: Imports
    signers: dict[str, Held]
    calls: dict[str, dict[str, Use]]
    machine: dict[str, str]
    quick: bool

    def time(self, key: Key) -> Spread:
        """Return the seconds that a subject takes."""
        return Spread.of(self.samples[key])

    def ratio(self, key: Key, other: Key) -> Spread:
        """Return how long a subject takes against another."""
        return Spread.of_ratios(self.samples[key], self.samples[other])

    def fastest_sdk(self, key: Key) -> Key:
        """Return the fastest official SDK for Python at what nexmo_sig does here."""
        rivals = [key._replace(subject=peer) for peer in PYTHON_PEERS[key.method]]
        return min(rivals, key=lambda rival: self.time(rival).median)

    def subjects_of(self, operation: str, method: str, size: int = 10) -> list[Key]:
        """Return all that did an operation with plain values, fastest first."""
        keys = [key for key in self.samples if key[:4] == (operation, method, "ASCII", size)]
        return sorted(keys, key=lambda key: self.time(key).median)
