"""``explain``: what a signature covers, for people and for programs."""

import copy
import hmac
import json
import pickle
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping

import pytest
from common import NOW
from hypothesis import given
from hypothesis import strategies as st
from reference import canonical_string, signature
from strategies import methods, secrets, text_params, texts

import nexmo_sig
from nexmo_sig import (
    DuplicateParameter,
    Explanation,
    SignatureError,
    SignatureExpired,
    SignatureMethod,
    SignatureMismatch,
    SignatureMissing,
    Signer,
    TimestampInvalid,
    TimestampMissing,
    UsageError,
    explain,
)
from nexmo_sig._wording import escaped
from nexmo_sig.diagnosis import _search as search

SIGNER = Signer("a signature secret", "sha256", clock=lambda: NOW)
SIGNED = SIGNER.sign({"text": "a&b=c", "to": "447700900000", "empty": ""})


@pytest.fixture(scope="module", autouse=True)
def few_hashes() -> Iterator[None]:
    """What can be found out is for the tests of the diagnosis: here it may give up early."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MAX_HASHES", 300)
        yield


def step(explanation: Explanation, title: str, *, show_signature: bool = False) -> list[str]:
    steps = dict(explanation.steps(show_signature=show_signature))
    return [line.removeprefix("  ") for line in steps[title]]


def test_the_text_shows_each_step() -> None:
    sig = signature(SIGNED, "a signature secret", "sha256")[:8]
    assert str(explain(SIGNED, SIGNER, now=NOW + 12)) == "\n".join(
        [
            "Parameters, in the order of signing",
            "  empty =",
            "  text = a&b=c",
            "  timestamp = 1700000000",
            "  to = 447700900000",
            "Values that hold & or =, as they are signed",
            "  text = a_b_c",
            "          ^ ^",
            "String to sign",
            "  &empty=&text=a_b_c&timestamp=1700000000&to=447700900000",
            "Method",
            "  sha256",
            "Expected signature",
            f"  {sig}...",
            "Received signature",
            f"  {sig}... (64 characters)",
            "Signed",
            "  2023-11-14 22:13:20 UTC, 12 seconds ago (up to 5 minutes is accepted)",
            "Verdict",
            "  authentic",
        ]
    )


def test_a_dict_holds_each_step_for_programs() -> None:
    sig = SIGNED["sig"]
    as_dict = explain(SIGNED, SIGNER, now=NOW + 12).as_dict()
    assert json.loads(json.dumps(as_dict)) == {
        "scheme": "sig",
        "parameters": {key: SIGNED[key] for key in ("empty", "text", "timestamp", "to")},
        "sanitized": {"text": "a_b_c"},
        "canonical": "&empty=&text=a_b_c&timestamp=1700000000&to=447700900000",
        "method": "sha256",
        "expected": f"{sig[:8]}...",
        "received": f"{sig[:8]}...",
        "matched_secret": 1,
        "secret_count": 1,
        "made_at": NOW,
        "age": 12,
        "tolerance": 300,
        "authentic": True,
        "error": None,
        "findings": [],
        "verdict": "authentic",
    }
    assert list(as_dict["parameters"]) == ["empty", "text", "timestamp", "to"]  # type: ignore[call-overload]  # an object


def test_nothing_to_explain_is_explained() -> None:
    explanation = explain({}, SIGNER)
    assert explanation.canonical == ""
    assert step(explanation, "Parameters, in the order of signing") == ["none"]
    assert step(explanation, "Values that hold & or =, as they are signed") == ["none"]
    assert step(explanation, "String to sign") == ["(empty)"]
    assert step(explanation, "Received signature") == ["none"]
    assert step(explanation, "Signed") == ["unknown: there is no readable timestamp"]


REFUSED: list[tuple[type[SignatureError], Mapping[str, str]]] = [
    (SignatureMissing, {"a": "1"}),
    (SignatureMismatch, SIGNED | {"to": "447700900001"}),
    (TimestampMissing, {"a": "1", "sig": SIGNER.signature({"a": "1"})}),
    (
        TimestampInvalid,
        {"timestamp": "soon", "sig": SIGNER.signature({"timestamp": "soon"})},
    ),
    (SignatureExpired, SIGNER.sign({}, NOW - 301)),
    (SignatureExpired, SIGNER.sign({}, NOW + 301)),
]


@pytest.mark.parametrize(("error", "params"), REFUSED)
def test_the_verdict_is_that_of_verify(
    error: type[SignatureError], params: Mapping[str, str]
) -> None:
    with pytest.raises(error) as raised:
        SIGNER.verify(params)
    explanation = explain(params, SIGNER)
    assert type(explanation.error) is error
    verdict = f"not authentic: {raised.value}".replace("301 s", "5 minutes 1 second")
    verdict = verdict.replace("300 s", "5 minutes")
    assert step(explanation, "Verdict") == [verdict]
    as_dict = explanation.as_dict()
    assert (as_dict["authentic"], as_dict["error"]) == (False, error.__name__)
    assert as_dict["verdict"] == verdict
    assert repr(explanation) == f"<Explanation: {error.__name__}>"


def test_the_error_keeps_no_frame_alive() -> None:
    error = explain({}, SIGNER).error
    assert error is not None
    assert error.__traceback__ is None


def test_an_authentic_request_has_no_error() -> None:
    explanation = explain(SIGNED, SIGNER)
    assert explanation.error is None
    assert repr(explanation) == "<Explanation: authentic>"


@given(text_params, secrets, methods, st.booleans())
def test_it_agrees_with_the_reference(
    params: dict[str, str], secret: str, method: SignatureMethod, altered: bool
) -> None:
    sent = Signer(secret, method).sign(params, NOW)
    received = sent | ({"timestamp": str(NOW + 1)} if altered else {})
    explanation = explain(received, Signer(secret, method), now=NOW)
    assert explanation.canonical == canonical_string(received)
    assert list(explanation.parameters) == sorted(received.keys() - {"sig"})
    assert (explanation.error is None) == (not altered)
    expected = signature(received, secret, method)
    assert explanation.as_dict(show_signature=True)["expected"] == expected
    assert explanation.as_dict(show_signature=True)["received"] == sent["sig"]


# Rotation


@pytest.mark.parametrize("position", [1, 2, 3])
def test_it_tells_which_secret_made_the_signature(position: int) -> None:
    candidates = ["first", "second", "third"]
    signed = Signer(candidates[position - 1], "md5").sign({"a": "1"}, NOW)
    explanation = explain(signed, Signer(candidates, "md5"), now=NOW)
    assert (explanation.matched_secret, explanation.secret_count) == (position, 3)
    assert step(explanation, "Expected signature") == [
        f"{signed['sig'][:8]}... with secret {position} of 3, the one that matches"
    ]


def test_it_tells_that_no_secret_did() -> None:
    signer = Signer(["first", "second"], "md5")
    explanation = explain({"a": "1", "sig": "0"}, signer)
    assert explanation.matched_secret is None
    assert explanation.as_dict()["matched_secret"] is None
    first = signature({"a": "1"}, "first", "md5")[:8]
    assert step(explanation, "Expected signature") == [
        f"{first}... with secret 1 of 2, none matches"
    ]


def test_a_secret_matches_whatever_the_age() -> None:
    assert explain(SIGNED, SIGNER, now=NOW + 10_000).matched_secret == 1


# What went wrong


NOT_SANITISED = hmac.new(b"a signature secret", b"&text=a&b", "sha256").hexdigest()


def test_what_the_sender_did_wrong_is_shown() -> None:
    explanation = explain({"text": "a&b", "sig": NOT_SANITISED}, SIGNER)
    [finding] = explanation.findings
    assert step(explanation, "What went wrong") == [f"{finding}", "  &text=a&b"]
    assert explanation.as_dict()["findings"] == [
        {
            "codes": ["not-sanitised"],
            "message": finding.message,
            "canonical": "&text=a&b",
            "charset": "utf-8",
            "method": "sha256",
            "secret_position": 1,
        }
    ]


def test_a_signature_without_findings_says_so() -> None:
    explanation = explain(SIGNED | {"to": "447700900001"}, SIGNER)
    assert explanation.findings == ()
    assert explanation.as_dict()["findings"] == []
    assert step(explanation, "What went wrong") == [
        "unknown: no mistake that signers are known to make leads to this"
    ]


@pytest.mark.parametrize("params", [SIGNED, {"a": "1"}, SIGNER.sign({}, NOW - 301)])
def test_only_a_signature_that_does_not_match_has_findings(params: Mapping[str, str]) -> None:
    explanation = explain(params, SIGNER)
    assert explanation.findings == ()
    assert "What went wrong" not in dict(explanation.steps())


@pytest.mark.parametrize("candidates", ["used", ["used"], ("another", "used")])
def test_candidates_are_counted_after_the_signers_secrets(
    candidates: str | list[str] | tuple[str, ...],
) -> None:
    signed = Signer("used", "md5").sign({}, NOW)
    signer = Signer(["first", "second"], "md5")
    explanation = explain(signed, signer, now=NOW, candidate_secrets=candidates)
    [finding] = explanation.findings
    assert finding.codes == ("wrong-secret",)
    assert finding.secret_position == 4 - (len(candidates) != 2)
    assert isinstance(explanation.error, SignatureMismatch)


def test_a_candidate_that_cannot_be_a_secret_is_refused() -> None:
    with pytest.raises(UsageError, match="secret is empty"):
        explain(SIGNED, SIGNER, candidate_secrets=[""])


def test_what_was_hashed_is_hidden_if_it_holds_a_secret() -> None:
    string = b"api_secret=hidden"
    sig = hmac.new(b"a signature secret", string, "sha256").hexdigest()
    explanation = explain({"api_secret": "hidden", "sig": sig}, SIGNER)
    [finding] = explanation.findings
    assert step(explanation, "What went wrong") == [f"{finding}", "  (hidden)"]
    assert "'canonical': '(hidden)', 'charset'" in f"{explanation.as_dict()}"


def test_what_was_hashed_is_hidden_if_it_holds_a_signature() -> None:
    former = SIGNER.signature({"text": "x"})
    string = f"&sig={former}&text=x".encode()
    sig = hmac.new(b"a signature secret", string, "sha256").hexdigest()
    explanation = explain({"text": "x", "sig": sig}, SIGNER)
    assert [finding.codes for finding in explanation.findings] == [("sig-included",)]
    assert former not in f"{explanation}{explanation.as_dict()}"
    assert former in str(explanation.as_dict(show_signature=True)["findings"])
    lines = step(explanation, "What went wrong", show_signature=True)
    assert lines[1:] == [f"  &sig={former}&text=x"]


# Time


@pytest.mark.parametrize(
    ("now", "tolerance", "line"),
    [
        (NOW + 0.4, 300, "0 seconds ago (up to 5 minutes is accepted)"),
        (NOW - 7, 0.5, "7 seconds in the future (up to 0.5 seconds is accepted)"),
        (NOW + 1, 301, "1 second ago (up to 5 minutes 1 second is accepted)"),
        (NOW + 3_600, 60, "1 hour ago (up to 1 minute is accepted)"),
        (NOW + 90_000, None, "1 day ago (any age is accepted)"),
        (NOW + 95_551_366, None, "3 years ago (any age is accepted)"),
    ],
)
def test_it_tells_the_age(now: float, tolerance: float | None, line: str) -> None:
    explanation = explain(SIGNED, SIGNER, tolerance=tolerance, now=now)
    assert explanation.age == now - NOW
    assert step(explanation, "Signed") == [f"2023-11-14 22:13:20 UTC, {line}"]


def test_the_present_is_the_signers_clocks() -> None:
    assert explain(SIGNED, SIGNER).age == 0


def test_the_age_and_the_verdict_are_of_one_moment() -> None:
    moments = iter([NOW, NOW + 1_000])
    explanation = explain(SIGNED, Signer("a signature secret", "sha256", lambda: next(moments)))
    assert (explanation.age, explanation.error) == (0, None)


def test_the_time_of_a_conversion_has_an_age() -> None:
    signed = SIGNER.sign({"timestamp": "2023-11-14 22:13:10"})
    assert explain(signed, SIGNER).age == 10


def test_the_age_is_told_even_if_the_signature_is_wrong() -> None:
    assert explain({"timestamp": str(NOW - 5), "sig": "0"}, SIGNER).age == 5


def test_parameters_that_cannot_be_verified_cannot_be_explained() -> None:
    with pytest.raises(DuplicateParameter):
        explain([("a", "1"), ("a", "2")], SIGNER)
    with pytest.raises(UsageError, match="tolerance must be 0 or more"):
        explain(SIGNED, SIGNER, tolerance=-1)


# What must not be shown


@given(text_params, texts.filter(bool), methods)
def test_no_secret_and_no_signature_is_shown(
    params: dict[str, str], api_secret: str, method: SignatureMethod
) -> None:
    signer = Signer(["7f3c9 the first secret", "7f3c9 the second secret"], method)
    sent = signer.sign(params | {"api_secret": f"7f3c9{api_secret}"}, NOW)
    right = signer.signature(sent | {"timestamp": "1"})
    for received in (sent, sent | {"timestamp": "1"}):
        explanation = explain(received, signer)
        shown = f"{explanation}{explanation.as_dict()}{explanation!r}"
        assert "7f3c9" not in shown
        assert sent["sig"] not in shown
        assert right not in shown
        assert "api_secret = (hidden)" in explanation.text()


def test_a_hidden_secret_still_says_that_it_was_sanitised() -> None:
    explanation = explain({"api_secret": "a&b"}, SIGNER)
    assert explanation.sanitized == {"api_secret": "(hidden)"}
    assert explanation.canonical == "&api_secret=(hidden)"


def test_signatures_are_shown_in_full_when_asked_for() -> None:
    explanation = explain(SIGNED | {"sig": "0" * 64}, SIGNER)
    assert explanation.text(show_signature=True).count(SIGNED["sig"]) == 1
    assert step(explanation, "Received signature", show_signature=True) == [
        f"{'0' * 64} (64 characters)"
    ]
    as_dict = explanation.as_dict(show_signature=True)
    assert (as_dict["expected"], as_dict["received"]) == (SIGNED["sig"], "0" * 64)


@pytest.mark.parametrize("sig", ["", "none", "12345678"])
def test_a_short_signature_is_shown_as_it_is(sig: str) -> None:
    explanation = explain({"sig": sig}, SIGNER)
    assert explanation.as_dict()["received"] == sig
    assert step(explanation, "Received signature") == [f"{sig} ({len(sig)} characters)"]


# Terminals


def test_a_long_value_is_shown_once() -> None:
    signed = SIGNER.sign({"text": "lorem & ipsum " * 100})
    text = str(explain(signed, SIGNER))
    assert text.count("lorem _ ipsum " * 100) == 1
    assert "text = lorem & ipsum lorem" in text
    assert "... (1,400 characters, whole in the string to sign)" in text
    assert max(map(len, text.split("\n"))) < 1_500


def test_replaced_characters_are_marked_below_them() -> None:
    """As a terminal shows them: an ideograph takes two columns, a combining mark none."""
    explanation = explain(SIGNER.sign({"text": "\n漢e\u0301&x=", "n": "a" * 200 + "&"}), SIGNER)
    lines = step(explanation, "Values that hold & or =, as they are signed")
    assert lines == [
        "n = ..." + "a" * 24 + "_",
        " " * 31 + "^",
        "text = \\n漢e\u0301_x_",
        " " * 12 + "^ ^",
    ]


@pytest.mark.parametrize(
    ("sig", "line"),
    [("a", "a (1 character)"), ("ab", "ab (2 characters)"), ("", " (0 characters)")],
)
def test_numbers_agree_with_their_nouns(sig: str, line: str) -> None:
    assert step(explain({"sig": sig}, SIGNER), "Received signature") == [line]


@given(text_params, texts)
def test_every_line_is_printable(params: dict[str, str], sig: str) -> None:
    lines = explain(params | {"sig": sig}, SIGNER).text(show_signature=True).split("\n")
    altered = [value for value in params.values() if set(value) & set("&=")]
    assert all(line.isprintable() for line in lines)
    assert len(lines) == 16 + (len(params) or 1) + (2 * len(altered) or 1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("né 𝄞 שלום ไทย", "né 𝄞 שלום ไทย"),
        ("a  b", "a  b"),
        (" a ", r"\x20a\x20"),
        ("  ", r"\x20\x20"),
        ("\\n", r"\\n"),
        ("\n\r\t\0", r"\n\r\t\x00"),
        ("\x1b[2J\x9b\x7f", r"\x1b[2J\x9b\x7f"),
        ("\u202e\u2066\u200f\u061c", r"\u202e\u2066\u200f\u061c"),
        ("\u200b\u00ad\u2028\ufeff\u00a0", r"\u200b\xad\u2028\ufeff\xa0"),
        ("\u3164\u034f\u2800\ufe0f\U000e0100", r"\u3164\u034f\u2800\ufe0f\U000e0100"),
        ("\ue000\U000e0041\uffff", r"\ue000\U000e0041\uffff"),
    ],
)
def test_what_a_terminal_would_obey_or_hide_is_escaped(text: str, shown: str) -> None:
    assert escaped(text) == shown


@given(st.lists(texts, unique=True, max_size=5), texts)
def test_what_is_shown_can_be_read_back(others: list[str], text: str) -> None:
    shown = escaped(text)
    assert shown.isprintable()
    assert not {unicodedata.category(c)[0] for c in shown} & {"C"}
    assert shown == shown.strip()
    written = shown.encode("latin-1", "backslashreplace")
    assert written.decode("unicode_escape") == text
    assert all(escaped(other) != shown for other in others if other != text)


# The object, and its names in the package


@pytest.mark.parametrize("params", [SIGNED, SIGNED | {"a": "1"}, {"text": "a&b", "sig": "0"}])
@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))]
)
def test_an_explanation_can_be_copied_and_pickled(
    params: Mapping[str, str], duplicate: Callable[[Explanation], Explanation]
) -> None:
    explanation = explain({**params, "sig": NOT_SANITISED}, SIGNER, now=NOW)
    copied = duplicate(explanation)
    assert copied.as_dict(show_signature=True) == explanation.as_dict(show_signature=True)
    assert type(copied.error) is type(explanation.error)
    with pytest.raises(TypeError):
        copied.parameters["a"] = "1"  # type: ignore[attr-defined]  # a read-only mapping
    for finding in explanation.findings:
        assert copy.copy(finding) == copy.deepcopy(finding) == finding


def test_an_explanation_never_changes() -> None:
    explanation = explain(SIGNED, SIGNER)
    with pytest.raises(AttributeError, match="cannot assign"):
        explanation.error = None  # type: ignore[misc]  # it is read-only
    with pytest.raises(TypeError):
        explanation.parameters["a"] = "1"  # type: ignore[index]  # a read-only mapping


def test_the_callers_mapping_is_untouched() -> None:
    params = {"api_secret": "a", "sig": "b"}
    explain(params, SIGNER)
    assert params == {"api_secret": "a", "sig": "b"}


def test_every_public_name_is_there_and_listed() -> None:
    for name in nexmo_sig.__all__:
        assert getattr(nexmo_sig, name) is not None
    assert set(nexmo_sig.__all__) <= set(dir(nexmo_sig))
    assert nexmo_sig.Explanation is Explanation


def test_signing_imports_no_explanation() -> None:
    script = "import sys, nexmo_sig; print('nexmo_sig.explanation' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.split() == [b"False"]


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'nexmo_sig' has no attribute 'nonsense'"):
        _ = nexmo_sig.nonsense  # type: ignore[attr-defined]  # that is the point
