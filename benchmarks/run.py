"""One run: every subject, in processes of its own, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from . import hostile, subjects, timing
from .node import NodePeer
from .operations import Key
from .timing import Effort

Samples = dict[Key, list[float]]
"""Seconds per call, by subject; the samples of one round stand at the same place everywhere."""


def samples(effort: Effort, node: Path | None) -> Samples:
    """Measure everything that takes a call; ``node`` is where the SDK for Node is installed."""
    merged: Samples = {}
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as processes:
        for part in processes.map(partial(_one_process, effort, node), range(effort.processes)):
            for key, seconds in part.items():
                merged.setdefault(key, []).extend(seconds)
    return merged


def _one_process(effort: Effort, node: Path | None, seed: int) -> Samples:
    with _peer(node) as peer:
        groups = [*subjects.groups(peer), *hostile.groups()]
        return timing.measure(groups, effort, seed)


@contextmanager
def _peer(node: Path | None) -> Iterator[NodePeer | None]:
    if node is None:
        yield None
    else:
        with NodePeer(node) as peer:
            yield peer
