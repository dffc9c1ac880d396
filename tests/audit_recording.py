"""The access log of the tutorial, made up: ``python audit_recording.py`` in ``tests/`` writes it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from nexmo_sig import Signer
from nexmo_sig.testing import EXAMPLE_SIGNATURE_METHOD, EXAMPLE_SIGNATURE_SECRET

FILE = Path(__file__).parent.parent / "docs" / "examples" / "access.log"
START = 1_699_956_000  # 14 November 2023, 10:00 UTC
SIGNER = Signer(EXAMPLE_SIGNATURE_SECRET, EXAMPLE_SIGNATURE_METHOD)
VENDOR = "198.51.100.7"
BROWSER = "192.0.2.44"
SCANNER = "203.0.113.9"


def line(client: str, second: int, target: str, status: int, agent: str = "-") -> str:
    time = f"{datetime.fromtimestamp(START + second, UTC):%d/%b/%Y:%H:%M:%S +0000}"
    return f'{client} - - [{time}] "GET {target} HTTP/1.1" {status} 2 "-" "{agent}"\n'


def receipt(number: int, second: int, status: str = "delivered") -> str:
    params = {
        "msisdn": f"4477009{number % 1000:05}",
        "to": "447700900100",
        "messageId": f"0A0000000{number:07}",
        "status": status,
        "err-code": "0" if status == "delivered" else "1",
        "message-timestamp": f"{datetime.fromtimestamp(START + second, UTC):%Y-%m-%d %H:%M:%S}",
        "nonce": f"00000000-0000-4000-8000-{number:012}",
    }
    return f"/webhooks/receipt?{urlencode(SIGNER.sign(params, timestamp=START + second))}"


def lines() -> Iterator[tuple[int, str]]:
    """Yield the lines, each with its second."""
    for number in range(40):
        second = 45 * number
        yield second, line(VENDOR, second, receipt(number, second), 200)
    for number in range(40, 43):  # the application fails, and each receipt is sent again
        second = 1_000 + number
        sent = receipt(number, second)
        yield second, line(VENDOR, second, sent, 503)
        yield second + 5, line(VENDOR, second + 5, sent, 503 if number == 42 else 200)
    yield 1_057, line(VENDOR, 1_057, receipt(42, 1_042), 200)
    for visit in range(4):
        second = 130 + 400 * visit
        yield second, line(BROWSER, second, "/", 200, "Mozilla/5.0")
        yield second, line(BROWSER, second, "/favicon.ico", 404, "Mozilla/5.0")
    failed = receipt(50, 1_500, "failed")
    forged = failed.replace("status=failed", "status=delivered").replace("err-code=1", "err-code=0")
    yield 1_500, line(VENDOR, 1_500, failed, 200)
    yield 1_530, line(SCANNER, 1_530, forged, 200, "curl/8.4.0")
    yield 1_533, line(SCANNER, 1_533, "/webhooks/receipt?status=delivered", 401, "curl/8.4.0")
    yield 1_540, line(SCANNER, 1_540, "/.env", 404, "curl/8.4.0")


def text() -> str:
    return "".join(written for _, written in sorted(lines(), key=lambda line: line[0]))


if __name__ == "__main__":
    FILE.write_text(text(), encoding="ascii")
