"""Requests that are read and then verified."""

import json
from urllib.parse import quote, quote_plus, urlencode

from vectors.cases.verdicts.verdict import FOLDED, NOW, ODD_TEXT, PARAMS, RIGHT, sign, verdict
from vectors.format import Case, Refused
from vectors.media_types import FORM, JSON


def get(query: str) -> Case:
    request = {"method": "GET", "url": f"/callback?{query}", "headers": [], "body": ""}
    return {"request": request}


def post(content_type: str, body: str, url: str = "/callback") -> Case:
    headers = [("Content-Type", content_type)]
    return {"request": {"method": "POST", "url": url, "headers": headers, "body": body}}


def json_with(members: str, params: dict[str, str]) -> Case:
    """Return a POST of JSON members, signed as those parameters."""
    return post(JSON, f'{{{members},"sig":"{sign(params)}"}}')


WHOLE = ODD_TEXT | {"text": "a+b c&d=e \u00e9\U0001f600"}
WHOLE_SIGNED = WHOLE | {"sig": sign(WHOLE)}
NUMBERS = {"price": "1.0", "count": "10", "big": "1e400", "timestamp": str(NOW)}
LITERALS = {"delivered": "true", "final": "false", "timestamp": str(NOW)}
TIME_MEMBER = f'"timestamp":{NOW}'
REQUESTS = [
    verdict("get", "Request Realistic", "a query", get(urlencode(WHOLE_SIGNED)), WHOLE),
    verdict(
        "get-percent-20",
        "Request",
        "%20 for spaces",
        get(urlencode(WHOLE_SIGNED, quote_via=quote)),
        WHOLE,
    ),
    verdict("post-form", "Request Realistic", "a form", post(FORM, urlencode(WHOLE_SIGNED)), WHOLE),
    verdict("post-json", "Request Realistic", "JSON", post(JSON, json.dumps(WHOLE_SIGNED)), WHOLE),
    verdict(
        "post-json-utf8",
        "Request Realistic",
        "in UTF-8",
        post(JSON, json.dumps(WHOLE_SIGNED, ensure_ascii=False)),
        WHOLE,
    ),
    verdict(
        "post-query",
        "Request",
        "a POST with a query",
        {"request": get(urlencode(WHOLE_SIGNED))["request"] | {"method": "POST"}},
        WHOLE,
    ),
    verdict(
        "json-numbers",
        "Request",
        "numbers keep their text",
        json_with(f'"price":1.0,"count":10,"big":1e400,{TIME_MEMBER}', NUMBERS),
        NUMBERS,
    ),
    verdict(
        "json-literals",
        "Request",
        "true and false",
        json_with(f'"delivered":true,"final":false,{TIME_MEMBER}', LITERALS),
        LITERALS,
    ),
    verdict(
        "json-null",
        "Request",
        "null is absent",
        json_with(f'"a":null,"delivered":true,"final":false,{TIME_MEMBER}', LITERALS),
        LITERALS,
    ),
    verdict(
        "json-null-sig",
        "Request NoSig",
        "a null for sig",
        post(JSON, f'{{{TIME_MEMBER},"sig":null}}'),
        Refused.NO_SIGNATURE,
    ),
    verdict(
        "json-null-timestamp",
        "Request NoTimestamp",
        "a null for it",
        json_with('"timestamp":null', {}),
        Refused.NO_TIMESTAMP,
    ),
    verdict(
        "json-number-sig",
        "Request OddSig",
        "a number for sig",
        post(JSON, f'{{{TIME_MEMBER},"sig":0}}'),
        Refused.MISMATCH,
    ),
    verdict(
        "json-true-sig",
        "Request OddSig",
        "true for sig",
        post(JSON, f'{{{TIME_MEMBER},"sig":true}}'),
        Refused.MISMATCH,
    ),
    verdict(
        "json-list-sig",
        "Request OddSig",
        "a list for sig",
        post(JSON, f'{{{TIME_MEMBER},"sig":["{sign({"timestamp": str(NOW)})}"]}}'),
        Refused.ENCODING,
    ),
    verdict(
        "json-object-sig",
        "Request OddSig",
        "an object for sig",
        post(JSON, f'{{{TIME_MEMBER},"sig":{{}}}}'),
        Refused.ENCODING,
    ),
    verdict(
        "json-float-timestamp",
        "Request UnixTimestamp",
        "a fraction",
        json_with(f'"timestamp":{NOW}.0', {"timestamp": f"{NOW}.0"}),
        Refused.UNREADABLE_TIMESTAMP,
    ),
    verdict(
        "json-python-true",
        "Request SignerFault",
        "True hashed, true sent (Python SDK)",
        json_with(f'"delivered":true,{TIME_MEMBER}', {"delivered": "True", "timestamp": str(NOW)}),
        Refused.MISMATCH,
    ),
    verdict(
        "json-number-worked-out",
        "Request SignerFault",
        "1 hashed, 1.0 sent",
        json_with(f'"price":1.0,{TIME_MEMBER}', {"price": "1", "timestamp": str(NOW)}),
        Refused.MISMATCH,
    ),
    verdict(
        "get-plus-raw",
        "Request SignerFault",
        "a plus that was not escaped",
        get(urlencode(WHOLE_SIGNED).replace("%2B", "+")),
        Refused.MISMATCH,
    ),
    verdict(
        "get-folded",
        "Request FoldedName",
        "the forgery one official SDK accepts",
        get(urlencode(FOLDED | {"sig": RIGHT})),
        Refused.PARAMETER,
    ),
    verdict(
        "form-folded",
        "Request FoldedName",
        "in a form",
        post(FORM, urlencode(FOLDED | {"sig": RIGHT})),
        Refused.PARAMETER,
    ),
    verdict(
        "json-folded",
        "Request FoldedName",
        "in JSON",
        post(JSON, json.dumps(FOLDED | {"sig": RIGHT})),
        Refused.PARAMETER,
    ),
    verdict(
        "get-duplicate",
        "Request Duplicate",
        "a second value",
        get(f"{urlencode(PARAMS)}&text=Hallo&sig={RIGHT}"),
        Refused.DUPLICATE,
    ),
    verdict(
        "form-duplicate",
        "Request Duplicate",
        "a second value before",
        post(FORM, f"text=Hallo&{urlencode(PARAMS)}&sig={RIGHT}"),
        Refused.DUPLICATE,
    ),
    verdict(
        "json-duplicate",
        "Request Duplicate",
        "a second value",
        post(JSON, json.dumps(PARAMS)[:-1] + f',"text":"Hallo","sig":"{RIGHT}"}}'),
        Refused.DUPLICATE,
    ),
    verdict(
        "query-beside-form",
        "Request Altered",
        "an unsigned parameter",
        post(FORM, f"{urlencode(PARAMS)}&sig={RIGHT}", "/callback?admin=1"),
        Refused.REQUEST,
    ),
    verdict(
        "sig-in-query",
        "Request Altered",
        "sig beside the body",
        post(FORM, urlencode(PARAMS), f"/callback?sig={quote_plus(RIGHT)}"),
        Refused.REQUEST,
    ),
    verdict(
        "charset-utf-7",
        "Request Altered",
        "separators that UTF-7 would show",
        post(f"{FORM}; charset=utf-7", f"{urlencode(PARAMS)}&sig={RIGHT}"),
        Refused.MEDIA_TYPE,
    ),
]
