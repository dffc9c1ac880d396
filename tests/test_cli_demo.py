"""``nexmo-sig demo``: the first minute."""

from urllib.parse import parse_qsl

from command_line import run
from reference import canonical_string, signature


def test_the_demo_needs_no_settings_and_ends_well() -> None:
    status, out, err = run("demo", settings={})
    assert (status, err) == (0, "")
    assert len(out.splitlines()) <= 30


def test_the_demo_shows_what_is_signed_and_sent_and_that_a_forgery_is_refused() -> None:
    lines = [line.strip() for line in run("demo", settings={}).out.splitlines()]
    [body] = [line for line in lines if line.startswith("message-id=")]
    params = dict(parse_qsl(body))
    assert params["sig"] == signature(params, "a made-up signature secret", "sha256")
    assert canonical_string(params) in lines
    assert "POST /conversions/sms HTTP/1.1" in lines
    assert "Host: api.nexmo.com" in lines
    assert f"Content-Length: {len(body)}" in lines
    verdicts = [line for line in lines if line.partition(":")[0].endswith("authentic")]
    assert len(verdicts) == 2
    assert verdicts[0] == "authentic"
    assert verdicts[1].startswith("not authentic: sig is not the signature")
