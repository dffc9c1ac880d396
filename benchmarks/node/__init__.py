"""The official SDK for Node: timed inside Node, in the rounds of everything else."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


def installed(folder: Path) -> Path | None:
    """Install the SDK into a folder, and return it; ``None`` when Node is not there."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None
    for name in ("package.json", "peer.cjs"):
        shutil.copy(_HERE / name, folder)
    subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"],
        cwd=folder,
        check=True,
    )
    return folder


def version() -> str:
    """Return the version of Node."""
    reported = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True)
    return reported.stdout.strip().removeprefix("v")


def sdk_version(folder: Path) -> str:
    """Return the version of the SDK that is installed in a folder."""
    manifest = folder / "node_modules" / "nexmo" / "package.json"
    return str(json.loads(manifest.read_text(encoding="utf-8"))["version"])


class NodePeer:
    """A process of Node that signs; leave its context to end it."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [shutil.which("node") or "node", "peer.cjs"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._prepared = 0

    def __enter__(self) -> NodePeer:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()  # which closes its standard input, and so it ends

    def prepare(self, method: str, secret: str, params: dict[str, str]) -> tuple[NodeTimer, str]:
        """Return a timer of one signature, and the signature."""
        signature = self.ask(prepare={"method": method, "secret": secret, "params": params})
        self._prepared += 1
        return NodeTimer(self, self._prepared - 1), str(signature)

    def ask(self, **question: object) -> object:
        """Send one question, and return the answer."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("Node was started without pipes")
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer: object = json.loads(self._process.stdout.readline())
        return answer


@dataclass(frozen=True, slots=True)
class NodeTimer:
    """Times signatures inside Node; see :class:`benchmarks.timing.Timer`."""

    peer: NodePeer
    subject: int

    def timeit(self, number: int, /) -> float:
        """Return the seconds that ``number`` signatures take; the talk to Node is not counted."""
        seconds = self.peer.ask(subject=self.subject, number=number)
        if not isinstance(seconds, float | int):
            raise TypeError("Node answered with no number")
        return seconds
