"""A signer that goes wrong in the ways it is told to, written without the package."""

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import quote_plus, urlencode

METHODS = ("md5hash", "md5", "sha1", "sha256", "sha512")

CODES = (
    "wrong-method",
    "wrong-secret",
    "secret-whitespace",
    "not-sanitised",
    "names-sanitised",
    "blank-dropped",
    "none-as-text",
    "bool-as-python",
    "percent-encoded",
    "query-encoded",
    "no-leading-ampersand",
    "unsorted",
    "sig-included",
    "timestamp-missing",
    "api-key-missing",
    "plus-as-space",
    "wrong-charset",
)

OPTIONAL = (
    *("sig", "client-ref", "type", "ttl", "status-report-req", "callback", "message-class", "body"),
    *("udh", "protocol-id", "account-ref", "entity-id", "content-id", "trusted-number"),
)


def hexdigest(string: bytes, secret: bytes, method: str) -> str:
    if method == "md5hash":
        return hashlib.md5(string + secret).hexdigest()
    return hmac.new(secret, string, method).hexdigest()


def wrong_signature(
    received: Mapping[str, str], secrets: Sequence[str], method: str, codes: Collection[str]
) -> str:
    """Sign as who makes the given mistakes; the first secret and the method are the right ones."""
    charset = "latin-1" if "wrong-charset" in codes else "utf-8"
    string = _string(_fields(received, codes), codes, charset)
    secret = secrets["wrong-secret" in codes] + "\n" * ("secret-whitespace" in codes)
    if "wrong-method" in codes:
        method = METHODS[METHODS.index(method) - 1]
    return hexdigest(string.encode(charset, "replace"), secret.encode(), method)


def _fields(received: Mapping[str, str], codes: Collection[str]) -> dict[str, str]:
    left_out = {name for name in ("timestamp", "api_key") if _missing(name) in codes}
    fields = {name: value for name, value in received.items() if name not in left_out}
    if "blank-dropped" in codes:
        fields = {name: value for name, value in fields.items() if value.strip()}
    if "plus-as-space" in codes:
        fields = {name: value.replace("+", " ") for name, value in fields.items()}
    if "bool-as-python" in codes:
        python = {"true": "True", "false": "False"}
        fields = {name: python.get(value, value) for name, value in fields.items()}
    if "none-as-text" in codes:
        fields |= {name: "None" for name in OPTIONAL if name not in received}
    if "sig-included" in codes:
        fields["sig"] = ""
    return fields


def _missing(name: str) -> str:
    return name.replace("_", "-") + "-missing"


def _string(fields: dict[str, str], codes: Collection[str], charset: str) -> str:
    pairs = list(fields.items()) if "unsorted" in codes else sorted(fields.items())
    if "query-encoded" in codes:
        return _sanitised(urlencode(pairs, encoding=charset, errors="replace"))
    pieces = [f"&{_name(name, codes)}={_value(value, codes, charset)}" for name, value in pairs]
    return "".join(pieces)["no-leading-ampersand" in codes :]


def _name(name: str, codes: Collection[str]) -> str:
    return _sanitised(name) if "names-sanitised" in codes else name


def _value(value: str, codes: Collection[str], charset: str) -> str:
    written = value if "not-sanitised" in codes else _sanitised(value)
    if "percent-encoded" in codes:
        written = quote_plus(written, encoding=charset, errors="replace")
    return written


def _sanitised(text: str) -> str:
    return text.replace("&", "_").replace("=", "_")
