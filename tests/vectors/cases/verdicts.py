# fmt: off
"""Signed parameters at a given moment, and requests that hold them."""
import json
from itertools import starmap
from typing import Any
from urllib.parse import quote, urlencode

from vectors.cases.altered import ALTERATIONS, FAULTS, SIGNATURES
from vectors.cases.verdict import AUTHENTIC, FRESHNESS, PRECEDENCE, RIGHT, sign, verdict
from vectors.errors import BROKEN, FORGED, MISSING, NO_TIME, ODD_TIME, PARAM, REQUEST, TWICE, TYPE
from vectors.format import Case
from vectors.given import FOLDED, FORM, JSON, NOW, ODD_TEXT, PARAMS, but


def get(query: str, method: str = "GET") -> Case:
    return {"request": {"method": method, "url": f"/callback?{query}", "headers": [], "body": ""}}

def post(content_type: str, body: str, url: str = "/callback") -> Case:
    headers = [("Content-Type", content_type)]
    return {"request": {"method": "POST", "url": url, "headers": headers, "body": body}}

def members(text: str, params: dict[str, str] | None = None) -> Case:
    """Return a POST of JSON members, and of the signature of parameters."""
    sig = "" if params is None else f',"sig":"{sign(params)}"'
    return post(JSON, f"{{{text}{sig}}}")

def whole(case_id: str, flags: str, comment: str, given: Case, expected: Any) -> Case:
    return verdict(case_id, f"Request {flags}", comment, given, expected)

def at_now(**params: str) -> dict[str, str]:
    return params | {"timestamp": str(NOW)}

WHOLE = ODD_TEXT | {"text": "a+b c&d=e \u00e9\U0001f600"}
ALL = WHOLE | {"sig": sign(WHOLE)}
QUERY, PERCENT_20 = urlencode(ALL), urlencode(ALL, quote_via=quote)
NUMBERS = at_now(price="1.0", count="10", big="1e400")
LITERALS = at_now(delivered="true", final="false")
TIME = f'"timestamp":{NOW}'
NUMBER_TEXT = f'"price":1.0,"count":10,"big":1e400,{TIME}'
LITERAL_TEXT = f'"delivered":true,"final":false,{TIME}'
LIST_SIG = f'{TIME},"sig":["{sign(at_now())}"]'
SIGNED, PLAIN, ALL_FOLDED = urlencode(but(sig=RIGHT)), urlencode(PARAMS), FOLDED | {"sig": RIGHT}
TWO_TEXTS = f'{json.dumps(PARAMS)[1:-1]},"text":"Hallo","sig":"{RIGHT}"'
REQUESTS: list[Any] = [
    ("get", "Realistic", "a query", get(QUERY), WHOLE),
    ("get-percent-20", "", "%20 for spaces", get(PERCENT_20), WHOLE),
    ("post-form", "Realistic", "a form", post(FORM, QUERY), WHOLE),
    ("post-json", "Realistic", "JSON", post(JSON, json.dumps(ALL)), WHOLE),
    ("post-json-utf8", "Realistic", "in UTF-8", post(JSON, json.dumps(ALL, ensure_ascii=False)),
        WHOLE),
    ("post-query", "", "a POST with a query", get(QUERY, "POST"), WHOLE),
    ("json-numbers", "", "numbers keep their text", members(NUMBER_TEXT, NUMBERS), NUMBERS),
    ("json-literals", "", "true and false", members(LITERAL_TEXT, LITERALS), LITERALS),
    ("json-null", "", "null is absent", members(f'"a":null,{LITERAL_TEXT}', LITERALS), LITERALS),
    ("json-null-sig", "NoSig", "a null for sig", members(f'{TIME},"sig":null'), MISSING),
    ("json-null-timestamp", "NoTimestamp", "a null for it", members('"timestamp":null', {}),
        NO_TIME),
    ("json-number-sig", "OddSig", "a number for sig", members(f'{TIME},"sig":0'), FORGED),
    ("json-true-sig", "OddSig", "true for sig", members(f'{TIME},"sig":true'), FORGED),
    ("json-list-sig", "OddSig", "a list for sig", members(LIST_SIG), BROKEN),
    ("json-object-sig", "OddSig", "an object for sig", members(f'{TIME},"sig":{{}}'), BROKEN),
    ("json-float-timestamp", "UnixTimestamp", "a fraction",
        members(f'"timestamp":{NOW}.0', {"timestamp": f"{NOW}.0"}), ODD_TIME),
    ("json-python-true", "SignerFault", "True hashed, true sent (Python SDK)",
        members(f'"delivered":true,{TIME}', at_now(delivered="True")), FORGED),
    ("json-number-worked-out", "SignerFault", "1 hashed, 1.0 sent",
        members(f'"price":1.0,{TIME}', at_now(price="1")), FORGED),
    ("get-plus-raw", "SignerFault", "a plus that was not escaped", get(QUERY.replace("%2B", "+")),
        FORGED),
    ("get-folded", "FoldedName", "the forgery one official SDK accepts", get(urlencode(ALL_FOLDED)),
        PARAM),
    ("form-folded", "FoldedName", "in a form", post(FORM, urlencode(ALL_FOLDED)), PARAM),
    ("json-folded", "FoldedName", "in JSON", post(JSON, json.dumps(ALL_FOLDED)), PARAM),
    ("get-duplicate", "Duplicate", "a second value", get(f"{PLAIN}&text=Hallo&sig={RIGHT}"), TWICE),
    ("form-duplicate", "Duplicate", "a second value before", post(FORM, f"text=Hallo&{SIGNED}"),
        TWICE),
    ("json-duplicate", "Duplicate", "a second value", members(TWO_TEXTS), TWICE),
    ("query-beside-form", "Altered", "an unsigned parameter",
        post(FORM, SIGNED, "/callback?admin=1"), REQUEST),
    ("sig-in-query", "Altered", "sig beside the body", post(FORM, PLAIN, f"/callback?sig={RIGHT}"),
        REQUEST),
    ("charset-utf-7", "Altered", "separators that UTF-7 would show",
        post(f"{FORM}; charset=utf-7", SIGNED), TYPE),
]
CASES = [
    *AUTHENTIC,
    *FRESHNESS,
    *PRECEDENCE,
    *SIGNATURES,
    *ALTERATIONS,
    *FAULTS,
    *starmap(whole, REQUESTS),
]
