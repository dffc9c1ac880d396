"""``explain --html``: a page that holds no value unless asked, and no script."""

import base64
import hashlib
import hmac
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command_line import call
from common import NOW, not_installed
from test_cli_raw import SECRET, SETTINGS, saved

from nexmo_sig import Request, Signer, WebhookVerifier, encode, explain, explain_webhook
from nexmo_sig._html.explanation import page
from nexmo_sig.testing import webhook_request

SIGNER = Signer(SECRET, "sha256")
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u2066\u0301{{7*7}}'\"&amp;"


class Outline(HTMLParser):
    """The elements of a page, their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def written(path: Path, request: Request, *options: str) -> str:
    html = path / "page.html"
    arguments = ("--now", str(NOW), "--html", str(html), *options)
    status, out, err = call(
        "explain", "--file", saved(path, request), *arguments, settings=SETTINGS
    )
    assert (status in (0, 1), out, err) == (True, "", "")
    return html.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "flaw", "status"),
    [
        ("sms-inbound", None, "Authentic"),
        ("sms-inbound", "altered", "Not authentic"),
        ("messages-inbound", "body-swapped", "Not authentic"),
        ("voice-answer", None, "Authentic"),
    ],
)
def test_the_page_says_the_verdict(
    kind: str, flaw: str | None, status: str, tmp_path: Path
) -> None:
    html = written(tmp_path, webhook_request(kind, SECRET, flaw, now=NOW))
    outline = Outline(html)
    assert status in outline.text
    assert outline.tags.count("h1") == 1
    assert outline.tags.count("table") >= 2
    assert outline.tags.count("thead") == outline.tags.count("table")
    assert ("lang", "en") in outline.attributes


def test_the_policy_allows_the_style_by_hash_and_nothing_else(tmp_path: Path) -> None:
    html = written(tmp_path, webhook_request("sms-inbound", SECRET, now=NOW))
    [style] = re.findall("<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = dict(Outline(html).attributes)["content"]
    outline = Outline(html)
    policies = [value for _, value in outline.attributes if value.startswith("default-src")]
    assert policies == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]
    assert policy
    names = {name for name, _ in outline.attributes}
    assert not names & {"style", "src", "href", "srcset", "action"}
    assert not {name for name in names if name.startswith("on")}
    assert "script" not in outline.tags
    assert "url(" not in html


VALUES = ("447700900001", "447700900002", "Is table", "447700900000")


@pytest.mark.parametrize("kind", ["sms-inbound", "sms-delivery-receipt", "messages-inbound"])
@pytest.mark.parametrize("flaw", [None, "altered"])
def test_values_are_redacted_unless_asked_for(kind: str, flaw: str | None, tmp_path: Path) -> None:
    request = webhook_request(kind, SECRET, flaw, now=NOW)
    redacted, shown = (written(tmp_path, request, *more) for more in ([], ["--show-values"]))
    assert not [value for value in VALUES if value in redacted]
    assert [value for value in VALUES if value in shown]
    assert "999999999999" in redacted
    assert SECRET not in redacted + shown


def test_a_method_and_a_path_that_were_not_given_are_not_made_up(tmp_path: Path) -> None:
    """The page of a query alone said that it was received by POST, at /."""
    query = webhook_request("sms-inbound", SECRET, now=NOW).url.partition("?")[2]
    file = tmp_path / "page.html"
    for given, is_known in (
        ([query], False),
        ([f"/cb?{query}"], True),
        ([query, "--url", "/cb"], True),
    ):
        file.unlink(missing_ok=True)
        call("explain", *given, "--now", str(NOW), "--html", str(file), settings=SETTINGS)
        assert ("As received" in file.read_text(encoding="utf-8")) == is_known


def test_a_number_in_the_path_is_redacted() -> None:
    request = Request("GET", "/v1/447700900000/callback?a=1")
    explanation = explain({"a": "1"}, SIGNER)
    assert "/v1/999999999999/callback" in page(explanation, request)
    assert "/v1/447700900000/callback" in page(explanation, request, show_values=True)


def test_signatures_are_shortened_unless_asked_for(tmp_path: Path) -> None:
    request = webhook_request("sms-inbound", SECRET, now=NOW)
    sig = request.url.partition("sig=")[2]
    assert sig not in written(tmp_path, request)
    assert sig in written(tmp_path, request, "--show-signature")


def test_what_differs_is_marked() -> None:
    sig = SIGNER.signature({"text": "x"})
    received = SIGNER.sign({"text": "fish & chips"}, NOW)
    signed = b"&text=fish & chips&timestamp=1700000000"
    sig = hmac.new(SECRET.encode(), signed, "sha256").hexdigest()
    html = page(explain(received | {"sig": sig}, SIGNER, now=NOW), show_values=True)
    assert "<del>_</del>" in html
    assert "<ins>&amp;</ins>" in html
    assert "<mark>_</mark>" in html
    redacted = page(explain(received | {"sig": sig}, SIGNER, now=NOW))
    assert "fish" not in redacted
    assert "<b>&amp;text=</b>xxxx <mark>_</mark> xxxxx" in redacted


def test_a_token_of_another_secret_is_diagnosed_without_strings() -> None:
    """Both sides hashed the same: the difference is in the secret."""
    request = webhook_request("messages-inbound", "another secret of 32 bytes or more", now=NOW)
    candidates = ["another secret of 32 bytes or more"]
    verifier = WebhookVerifier(SECRET)
    html = page(explain_webhook(request, verifier, now=NOW, candidate_secrets=candidates))
    assert "Diagnosis: wrong-secret" in html
    assert "Was hashed" not in html


@pytest.mark.parametrize("shows", [True, False])
def test_a_mistake_that_is_unknown_is_said_to_be(shows: bool) -> None:
    altered = SIGNER.sign({"text": "a"}, NOW) | {"text": "b"}
    unknown = "Unknown: no mistake that signers are known to make leads to this"
    html = page(explain(altered, SIGNER, now=NOW), show_values=shows)
    assert f"<h2>Diagnosis</h2>\n<p>{unknown}.</p>" in html
    request = webhook_request("messages-inbound", SECRET, "body-swapped", now=NOW)
    html = page(explain_webhook(request, WebhookVerifier(SECRET), now=NOW), show_values=shows)
    assert f"<p>{unknown}; the body was probably altered after signing.</p>" in html
    assert "Diagnosis" not in page(explain(SIGNER.sign({"a": "1"}, NOW), SIGNER, now=NOW))


def test_hostile_values_stay_text() -> None:
    explanation = explain(SIGNER.sign({HOSTILE.replace("=", "").replace("&", ""): HOSTILE}), SIGNER)
    for shows in (True, False):
        outline = Outline(page(explanation, show_values=shows))
        assert "script" not in outline.tags
        assert "img" not in outline.tags
        assert not [character for character in "\u202e\u2066" if character in outline.text]
        assert "\\u202e" in outline.text
        assert "{{7*7}}" in outline.text.replace("{{9*9}}", "{{7*7}}")


def test_a_hostile_token_stays_text() -> None:
    from test_diagnosis_tokens import request_with

    request = request_with(HOSTILE.encode(), b"x", header={"alg": "HS256", "x": HOSTILE})
    html = page(
        explain_webhook(request, WebhookVerifier(SECRET), now=NOW), request, show_values=True
    )
    assert {"script", "img"} & {*Outline(html).tags} == set()


def test_a_value_that_begins_with_a_combining_mark_is_escaped() -> None:
    html = page(explain(SIGNER.sign({"text": "\u0301a"}), SIGNER), show_values=True)
    assert "\\u0301a" in html


def test_a_long_string_is_cut_in_the_middle() -> None:
    html = page(explain(SIGNER.sign({"text": "x" * 100_000}), SIGNER), show_values=True)
    assert len(html) < 30_000


def test_the_page_has_a_file_and_the_output_may_be_json(tmp_path: Path) -> None:
    request = webhook_request("sms-inbound", SECRET, now=NOW)
    options = ("--now", str(NOW), "--html", str(tmp_path / "a.html"), "--json")
    outcome = call("explain", "--file", saved(tmp_path, request), *options, settings=SETTINGS)
    assert outcome.out.startswith("{")
    assert (tmp_path / "a.html").stat().st_size > 1_000
    bad = call("explain", "a=1", "--html", str(tmp_path / "no" / "a.html"), settings=SETTINGS)
    assert (bad.status, bad.out) == (2, "")
    assert bad.err.startswith("nexmo-sig: the page cannot be written: ")


def test_without_jinja2_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    query = encode(SIGNER.sign({"a": "1"})).decode()
    outcome = call("explain", query, "--html", "page.html", settings=SETTINGS)
    assert outcome == (2, "", not_installed("Jinja2", "html"))


@pytest.mark.program
@pytest.mark.parametrize("width", ["1280", "390"])
@pytest.mark.parametrize("dark", [False, True])
def test_chromium_blocks_nothing_runs_nothing_and_cuts_nothing(
    width: str, dark: bool, tmp_path: Path
) -> None:
    """Hostile values are text in it: the title stays, and what a script would write is absent."""
    signed = SIGNER.sign({"text": HOSTILE, "to": "447700900000" * 40})
    html = tmp_path / "page.html"
    html.write_text(page(explain(signed, SIGNER), show_values=True), encoding="utf-8")
    done = subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"),
            *("--v=0", "--dump-dom", f"--window-size={width},900", f"--user-data-dir={tmp_path}/u"),
            *(["--blink-settings=preferredColorScheme=0"] if dark else []),
            html.as_uri(),
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0
    assert "Content Security Policy" not in done.stderr
    outline = Outline(done.stdout)
    assert {"script", "img"} & {*outline.tags} == set()
    assert "Explanation of a request: authentic" in outline.text
