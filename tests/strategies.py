"""What Hypothesis draws from, in one place: all of Unicode, and the characters that hurt."""

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from nexmo_sig import MEDIA_TYPES, SignatureMethod

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
