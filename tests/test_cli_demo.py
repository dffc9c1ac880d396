"""``nexmo-sig demo``: the first minute."""

from pathlib import Path
from urllib.parse import parse_qsl

from command_line import call, run
from reference import canonical_string, signature

from nexmo_sig.testing import EXAMPLE_SIGNATURE_METHOD, EXAMPLE_SIGNATURE_SECRET


def test_the_demo_needs_no_settings_and_ends_well() -> None:
    status, out, err = run("demo", settings={})
    assert (status, err) == (0, "")
    assert len(out.splitlines()) <= 50


def test_the_demo_shows_what_is_signed_and_sent_and_that_a_forgery_is_rejected() -> None:
    lines = [line.strip() for line in run("demo", settings={}).out.splitlines()]
    [body] = [line for line in lines if line.startswith("message-id=")]
    params = dict(parse_qsl(body))
    assert params["sig"] == signature(params, EXAMPLE_SIGNATURE_SECRET, EXAMPLE_SIGNATURE_METHOD)
    assert canonical_string(params) in lines
    assert "POST /conversions/sms HTTP/1.1" in lines
    assert any(line.startswith("Host: 127.0.0.1:") for line in lines)
    assert f"Content-Length: {len(body)}" in lines
    answers = [line for line in lines if line[:4] in ("200 ", "401 ")]
    assert len(answers) == 2
    assert answers[0] == "200 accepted"
    assert answers[1].startswith("401 sig is not the signature")


def test_the_demo_ends_with_the_explanation_that_the_readme_shows() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("```text\n")[2].partition("```")[0]
    assert "What went wrong\n" in shown
    assert call("demo", settings={}).out.endswith(shown)
