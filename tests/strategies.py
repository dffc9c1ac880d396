"""What Hypothesis draws from, in one place: all of Unicode, and the characters that hurt."""

import json
from datetime import datetime, timedelta, timezone
from urllib.parse import urlencode

import tokens
from hypothesis import strategies as st

from nexmo_sig import FORM, JSON, MEDIA_TYPES, SignatureMethod

RESERVED = {"sig", "timestamp", "api_key", "api_secret"}

methods = st.sampled_from(SignatureMethod)
media_types = st.sampled_from(MEDIA_TYPES)
placements = st.sampled_from(["body", "query"])

_unicode = st.characters(exclude_categories=["Cs"])
_awkward = st.sampled_from("&=_%+ ;#?/\\\"'<>{}[]\x00\x7f\r\n\t\u00a0\u0130\u212a\ufeff\U0010ffff")

texts = st.text(_awkward | _unicode, max_size=40)
secrets = st.text(_awkward | _unicode, min_size=1, max_size=80).filter(
    lambda secret: secret.strip() and secret[0] != "\ufeff"
)
names = (
    st.text(_awkward | _unicode, min_size=1, max_size=12)
    .map(lambda name: name.replace("&", "").replace("=", ""))
    .filter(lambda name: name and name not in RESERVED)
)
ascii_names = st.text("abcdefXYZ0189-_", min_size=1, max_size=10)

text_params = st.dictionaries(names, texts, max_size=8)
"""Parameters that are texts, without those that authentication adds."""

aware_datetimes = st.datetimes(
    min_value=datetime(1, 1, 3),
    max_value=datetime(9999, 12, 29),
    timezones=st.builds(timezone, st.timedeltas(timedelta(hours=-23), timedelta(hours=23))),
)
values = st.one_of(texts, st.booleans(), st.integers(), aware_datetimes, st.none())
params = st.dictionaries(names, values, max_size=8)
"""Parameters of every type that has a text."""

unix_timestamps = st.integers(0, 10**12 - 1)


# What is nearly right: random bytes never are, and get no further than the first check.

_pieces = st.sampled_from(
    [
        *'&=%+;,:"\\{}[].- \n\0\ufeffé\u0130',
        *("", "%4", "\\ud800", "0", "1e9", "null", "NaN", "sig", "a=1", '"a":1'),
    ]
)


@st.composite
def with_a_mistake(draw: st.DrawFn, right: st.SearchStrategy[str]) -> str:
    """Draw a string that is right but for at most two places, where something was put or lost."""
    text = draw(right)
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(text)))
        lost = draw(st.integers(0, 3))
        text = text[:start] + draw(_pieces) + text[start + lost :]
    return text


_json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=2),
    max_leaves=3,
)
_flat_objects = st.dictionaries(names, texts | st.integers() | st.booleans(), max_size=4)

forms = with_a_mistake(text_params.map(urlencode))
json_objects = with_a_mistake(
    st.builds(
        json.dumps,
        _flat_objects | st.dictionaries(names, _json_values, max_size=4),
        ensure_ascii=st.booleans(),
    )
)
bodies = (forms | json_objects).map(lambda text: text.encode(errors="surrogatepass"))
content_types = with_a_mistake(
    st.sampled_from([*MEDIA_TYPES, f"{FORM}; charset=utf-8", f'{JSON};charset="UTF-8"'])
)
bearer_tokens = with_a_mistake(
    st.builds(
        tokens.token,
        st.dictionaries(st.sampled_from([*tokens.CLAIMS, "exp", "nbf"]), _json_values, max_size=2),
        st.dictionaries(st.sampled_from([*tokens.HEADER, "crit"]), _json_values, max_size=1),
    )
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "Content-Type": content_types,
        "Content-Length": with_a_mistake(st.integers(0, 99).map(str)),
        "Authorization": bearer_tokens.map("Bearer {}".format),
        "Host": with_a_mistake(st.just("example.com:443")),
    },
)
