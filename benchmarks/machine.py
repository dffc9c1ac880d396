"""What the numbers were measured on, in general terms."""

from __future__ import annotations

import os
import platform
import ssl
from importlib.metadata import version
from pathlib import Path

from . import node
from .operations import NEXMO, VONAGE


def facts(peer: Path | None) -> dict[str, str]:
    """Return what a reader needs to know; ``peer`` is where the SDK for Node is installed."""
    peers = [f"{package} {version(package)}" for package in (VONAGE, NEXMO, "requests")]
    if peer is not None:
        peers.append(f"nexmo {node.sdk_version(peer)} for Node {node.version()}")
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "System": f"{platform.system()} on {platform.machine()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "OpenSSL": ssl.OPENSSL_VERSION,
        "nexmo_sig": version("nexmo-sig"),
        "Compared with": ", ".join(peers),
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            name, _, model = line.partition(":")
            if name.strip() == "model name":
                return model.strip()
    except OSError:
        pass  # only Linux has it
    return platform.processor() or "unknown processor"
