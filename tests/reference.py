"""An independent signer: the rules of the Nexmo reference in a few lines, with nothing of ours."""

import hashlib
import hmac
from collections.abc import Mapping


def canonical_string(params: Mapping[str, str]) -> str:
    pairs = sorted((name, value) for name, value in params.items() if name != "sig")
    return "".join(
        "&" + name + "=" + "".join("_" if c in "&=" else c for c in value) for name, value in pairs
    )


def digest(string: bytes, secret: str, method: str) -> str:
    key = secret.encode("utf-8")
    if method == "md5hash":
        return hashlib.md5(string + key).hexdigest()
    return hmac.new(key, string, getattr(hashlib, method)).hexdigest()


def signature(params: Mapping[str, str], secret: str, method: str) -> str:
    return digest(canonical_string(params).encode("utf-8"), secret, method)
