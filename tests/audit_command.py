"""Running ``nexmo-sig audit`` in tests."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from command_line import SIGNER, Outcome, call
from common import NOW

TIME = "14/Nov/2023:22:13:{:02} +0000"
SIGNED = SIGNER.sign({"to": "447700900000", "text": "a = b"}, timestamp=NOW)
GENUINE = f"/cb?{urlencode(SIGNED)}"
OTHER = f"/cb?{urlencode(SIGNER.sign({'to': '447700900001'}, timestamp=NOW))}"
FORGED = GENUINE.replace("447700900000", "447700900009")
STALE = f"/cb?{urlencode(SIGNER.sign({'to': '447700900000'}, timestamp=NOW - 3_600))}"
REPLAYED = "replay-detected"


def line(target: str, status: int = 200, second: int = 20, client: str = "192.0.2.1") -> str:
    return f'{client} - - [{TIME.format(second)}] "GET {target} HTTP/1.1" {status} 5\n'


def log(*lines: str, name: str = "access.log") -> str:
    Path(name).write_text("".join(lines), encoding="utf-8")
    return name


def audit(*arguments: str, stdin: bytes = b"") -> Outcome:
    return call("audit", "--scheme", "sig", *arguments, stdin=stdin)


def counts(*arguments: str) -> dict[str, Any]:
    status, out, err = audit("--json", *arguments)
    assert (status in (0, 1, 4), err) == (True, "")
    found: dict[str, Any] = json.loads(out)
    return found
