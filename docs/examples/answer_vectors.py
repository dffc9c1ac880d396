"""Answers the test vectors of the string to sign, by the line protocol."""

import json
import sys
from typing import Any


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """Return what comes out of a case, or why it is rejected or left out."""
    if case["kind"] != "canonical":
        return {"left_out": "only the string to sign"}
    params = dict(case["pairs"])
    if len(params) < len(case["pairs"]):
        return {"error": "duplicate"}
    names = sorted(name for name in params if name != "sig")
    texts = [params[name].replace("&", "_").replace("=", "_") for name in names]
    return {"answer": "".join(f"&{name}={text}" for name, text in zip(names, texts, strict=True))}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
