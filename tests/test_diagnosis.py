import pickle
import time
from collections.abc import Callable, Iterator
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import methods, secrets, text_params
from wrong_signers import CODES, METHODS, OPTIONAL, hexdigest, wrong_signature

import nexmo_sig.diagnosis
from nexmo_sig import (
    DuplicateParameter,
    Finding,
    ParameterError,
    SignatureMethod,
    SignatureMissing,
    Signer,
    UsageError,
    diagnose,
)
from nexmo_sig._signature import hexdigest_with
from nexmo_sig.diagnosis import MAX_HASHES, _recipe
from nexmo_sig.diagnosis import _search as search
from nexmo_sig.diagnosis._mistakes import BASE64, CUT, MISTAKES

SECRETS = ["the signature secret", "the api_secret"]

# Every mistake makes a difference to it: the order is not that of signing, a name has a capital,
# one holds separators; values are blank, booleans, beyond ASCII, hold separators, plus and space.
RECEIVED = {
    "to": "447700900000",
    "from": "Söhne & Co",
    "text": "1 + 1 = 2",
    "api_key": "a1b2c3d4",
    "Delivered": "true",
    "title": " ",
    "x&y=z": "folded",
    "timestamp": "1461605396",
}


def signed(received: dict[str, str], string: str, secret: str, method: str) -> dict[str, str]:
    return received | {"sig": hexdigest(string.encode(), secret.encode(), method)}


def codes_of(findings: list[Finding]) -> list[tuple[str, ...]]:
    return [finding.codes for finding in findings]


def keys(finding: Finding, given_secrets: list[str]) -> Iterator[bytes]:
    """What the finding may mean by its secret: it does not show the white space around it."""
    secret = given_secrets[finding.secret_position - 1]
    yield secret.encode()
    if "secret-whitespace" in finding.codes:
        for before, after in product(("", " "), ("", "\n", "\r\n", "\r", " ", "\t")):
            yield (before + secret + after).encode()
            yield (before + secret.strip() + after).encode()


def reproduces(finding: Finding, given_secrets: list[str], sig: str) -> bool:
    string = finding.canonical.encode(finding.charset)
    return any(
        hexdigest(string, key, finding.method) == sig for key in keys(finding, given_secrets)
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("code", CODES)
def test_each_mistake_is_named_for_each_method(code: str, method: str) -> None:
    sig = wrong_signature(RECEIVED, SECRETS, method, {code})
    best, *others = diagnose(RECEIVED | {"sig": sig}, SECRETS, method)
    assert best.codes == (code,)
    assert others == []
    assert reproduces(best, SECRETS, sig)


# Of two mistakes, one may leave nothing of the other, or do the same.
ONE_OF_A_PAIR = {
    frozenset(pair): {pair[0]}
    for pair in (
        ("query-encoded", "not-sanitised"),
        ("query-encoded", "names-sanitised"),
        ("query-encoded", "percent-encoded"),
        ("query-encoded", "no-leading-ampersand"),
        ("percent-encoded", "not-sanitised"),
        ("none-as-text", "sig-included"),
    )
}


# Each mistake stands in a pair of these; the others take a minute.
SOME_PAIRS = {*zip(CODES[::2], CODES[1::2], strict=False), (CODES[0], CODES[-1])}
PAIRS = [
    pytest.param(pair, marks=() if pair in SOME_PAIRS else pytest.mark.exhaustive)
    for pair in combinations(CODES, 2)
]


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_each_pair_of_mistakes_is_named(pair: tuple[str, str]) -> None:
    sig = wrong_signature(RECEIVED, SECRETS, "sha256", pair)
    findings = diagnose(RECEIVED | {"sig": sig}, SECRETS, "sha256")
    told = [{*finding.codes} for finding in findings]
    assert ONE_OF_A_PAIR.get(frozenset(pair), {*pair}) in told
    assert all(reproduces(finding, SECRETS, sig) for finding in findings)


# Each may take thousands of hashes. The work is bounded, so that of a large request the last pairs
# of mistakes are not tried: which requests these are must not differ from run to run.
@settings(max_examples=50, derandomize=True)
@given(
    text_params,
    st.sets(st.sampled_from(CODES), min_size=1, max_size=2),
    st.lists(secrets, min_size=2, max_size=2, unique=True),
    methods,
)
def test_what_a_finding_holds_makes_the_signature(
    params: dict[str, str], codes: set[str], given_secrets: list[str], method: SignatureMethod
) -> None:
    received = params | {"timestamp": "1461605396", "api_key": "a1b2c3d4"}
    sig = wrong_signature(received, given_secrets, method, codes)
    findings = diagnose(received | {"sig": sig}, given_secrets, method)
    is_right = sig == wrong_signature(received, given_secrets, method, ())
    assert bool(findings) is not is_right
    assert is_right or len(findings[0].codes) <= len(codes)
    assert all(reproduces(finding, given_secrets, sig) for finding in findings)


@given(text_params, secrets, methods)
def test_a_right_signature_has_no_findings(
    params: dict[str, str], secret: str, method: SignatureMethod
) -> None:
    assert diagnose(Signer(secret, method).sign(params), secret, method) == []


def string_of(fields: dict[str, str]) -> str:
    return "".join(f"&{name}={value}" for name, value in sorted(fields.items()))


SMS = {"from": "Acme", "to": "447700900000", "text": "x"}

# The code, what was received, and what was hashed for it.
VARIANTS = [
    # as by encodeURIComponent, URLSearchParams, PHP's urlencode, Python's quote
    ("percent-encoded", {"text": "it's (1 + 1)*~/"}, "&text=it's%20(1%20%2B%201)*~%2F"),
    ("percent-encoded", {"text": "1 *~/"}, "&text=1+*%7E%2F"),
    ("percent-encoded", {"text": "1 *~/"}, "&text=1+%2A%7E%2F"),
    ("percent-encoded", {"text": "1 ~/"}, "&text=1%20~/"),
    ("percent-encoded", {"text": "a=b"}, "&text=a%3Db"),
    ("percent-encoded", {"text": "a=/"}, "&text=a_%2F"),
    ("query-encoded", {"a b": "c=d&"}, "a+b_c%3Dd%26"),
    ("query-encoded", {"a b": "c d"}, "a%20b_c%20d"),
    # empty; blank for Java; blank in Unicode
    ("blank-dropped", {"a": "", "b": " ", "c": "d"}, "&b= &c=d"),
    ("blank-dropped", {"a": "\x00\x1b", "b": "\u2003", "c": "d"}, "&b=\u2003&c=d"),
    ("blank-dropped", {"a": "\x00", "b": "\u2003 ", "c": "d"}, "&a=\x00&c=d"),
    # as received; without regard to case; by UTF-16 code units
    ("unsorted", {"b": "1", "C": "2", "a": "3"}, "&b=1&C=2&a=3"),
    ("unsorted", {"b": "1", "C": "2", "a": "3"}, "&a=3&b=1&C=2"),
    ("unsorted", {"\uff5e": "1", "\U0001f600": "2", "a": "3"}, "&a=3&\U0001f600=2&\uff5e=1"),
    # in all values, in a telephone number, in one value, in two of three
    ("plus-as-space", {"from": "a b", "text": "c+d e"}, "&from=a+b&text=c+d+e"),
    ("plus-as-space", {"from": " 1 2", "text": "a b"}, "&from=+1 2&text=a b"),
    ("plus-as-space", {"from": "a b", "text": "c d"}, "&from=a b&text=c+d"),
    ("plus-as-space", {"a": "1 1", "b": "2 2", "c": "3 3"}, "&a=1+1&b=2 2&c=3+3"),
    ("plus-as-space", {"from": "a+b", "text": "c+d"}, "&from=a b&text=c+d"),
    ("plus-as-space", {"from": "a+b", "text": "c+d"}, "&from=a b&text=c d"),
    # as by Python, JavaScript, PHP; all, one, and two in two ways
    ("bool-as-python", {"a": "true", "b": "false"}, "&a=True&b=False"),
    ("bool-as-python", {"a": "true", "b": "false"}, "&a=1&b=0"),
    ("bool-as-python", {"a": "True", "b": "False"}, "&a=true&b=false"),
    ("bool-as-python", {"a": "True", "b": "False"}, "&a=1&b=0"),
    ("bool-as-python", {"a": "1", "b": "0"}, "&a=true&b=false"),
    ("bool-as-python", {"a": "1", "b": "0"}, "&a=True&b=False"),
    ("bool-as-python", {"a": "1", "b": "0"}, "&a=1&b="),
    ("bool-as-python", {"a": "1", "b": "1"}, "&a=True&b=1"),
    ("bool-as-python", {"a": "1", "b": "1", "c": "true"}, "&a=True&b=1&c=1"),
    # all of an API, one, two
    ("none-as-text", SMS, string_of(dict.fromkeys(OPTIONAL, "None") | SMS)),
    ("none-as-text", SMS, string_of(dict.fromkeys(OPTIONAL[:-1], "None") | SMS)),
    ("none-as-text", SMS, string_of(dict.fromkeys(OPTIONAL[1:], "null") | SMS)),
    ("none-as-text", {"message-id": "x"}, "&delivered=None&message-id=x&timestamp=None"),
    ("none-as-text", {"x": "1"}, "&delivered=null&message-id=null&timestamp=null&x=1"),
    ("none-as-text", {"text": "x"}, "&client-ref=None&text=x"),
    ("none-as-text", {"text": "x"}, "&text=x&ttl="),
    ("none-as-text", {"text": "x"}, "&text=x&ttl=undefined"),
    ("none-as-text", {"text": "x"}, "&callback=null&client-ref=null&text=x"),
    ("sig-included", {"text": "x"}, "&sig=&text=x"),
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("code", "received", "hashed"), VARIANTS)
def test_each_form_of_a_mistake_is_named(
    code: str, received: dict[str, str], hashed: str, method: str
) -> None:
    best = diagnose(signed(received, hashed, "secret", method), "secret", method)[0]
    assert (best.codes, best.canonical, best.charset) == ((code,), hashed, "utf-8")
    assert (best.method, best.secret_position) == (method, 1)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("used", METHODS)
def test_the_method_that_was_used_is_told(used: str, method: str) -> None:
    received = signed({"text": "x"}, "&text=x", "secret", used)
    told = [(finding.codes, finding.method) for finding in diagnose(received, "secret", method)]
    assert told == ([] if used == method else [(("wrong-method",), used)])


@pytest.mark.parametrize("position", [2, 3, 4])
def test_the_secret_that_was_used_is_told_by_position(position: int) -> None:
    given_secrets = ["first", "second", "third", "fourth"]
    received = signed({"text": "x"}, "&text=x", given_secrets[position - 1], "sha256")
    [finding] = diagnose(received, given_secrets, "sha256")
    assert (finding.codes, finding.secret_position) == (("wrong-secret",), position)
    assert f"secret {position} of those given" in finding.message


@pytest.mark.parametrize("ours", ["secret", " secret", "secret\n", "\tsecret\r\n"])
@pytest.mark.parametrize(
    "theirs", ["secret", "secret\n", "secret\r\n", "secret\r", "secret ", "secret\t", " secret"]
)
def test_white_space_on_either_side_is_told(ours: str, theirs: str) -> None:
    received = signed({"text": "x"}, "&text=x", theirs, "sha256")
    told = codes_of(diagnose(received, ours, "sha256"))
    assert told == ([] if ours == theirs else [("secret-whitespace",)])


def test_more_white_space_than_ours_is_told() -> None:
    received = signed({"text": "x"}, "&text=x", "\tsecret\n", "sha256")
    assert codes_of(diagnose(received, "\tsecret", "sha256")) == [("secret-whitespace",)]


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("method", METHODS)
def test_the_charset_is_told(charset: str, method: str) -> None:
    text = "20 € für \U0001f600" if charset == "windows-1252" else "für \U0001f600"
    string = f"&text={text}".encode(charset, "replace")
    sig = hexdigest(string, "sécret".encode(), method)
    [finding] = diagnose({"text": text, "sig": sig}, "sécret", method)
    assert (finding.codes, finding.charset) == (("wrong-charset",), charset)
    assert finding.canonical.encode(finding.charset) == string


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("left_out", [(), ("timestamp",)])
def test_a_request_that_was_signed_twice_is_told(left_out: tuple[str, ...], method: str) -> None:
    received = {"text": "x", "timestamp": "1461605396"}
    fields = {name: value for name, value in received.items() if name not in left_out}
    former = signed(fields, string_of(fields), "secret", method)
    received = signed(received, string_of(former), "secret", method)
    best = diagnose(received, "secret", method)[0]
    assert {*best.codes} == {"sig-included", *(f"{name}-missing" for name in left_out)}


def test_upper_case_makes_no_difference() -> None:
    received = signed({"text": "x"}, "text=x", "secret", "sha256")
    upper = received | {"sig": received["sig"].upper()}
    assert diagnose(upper, "secret", "sha256") == diagnose(received, "secret", "sha256") != []


def test_two_single_mistakes_that_hash_the_same_are_both_told() -> None:
    findings = diagnose(signed({"text": "a b"}, "&text=a+b", "s", "sha1"), "s", "sha1")
    assert codes_of(findings) == [("percent-encoded",), ("plus-as-space",)]


def test_two_mistakes_are_left_out_where_one_does_the_same() -> None:
    sig = wrong_signature(RECEIVED, SECRETS, "sha256", {"none-as-text", "sig-included"})
    findings = diagnose(RECEIVED | {"sig": sig}, SECRETS, "sha256")
    assert codes_of(findings) == [("none-as-text",)]


@pytest.mark.parametrize("sig", ["", "0", "é" * 64, "0" * 64, "\x00" * 1000, "z" * 32])
def test_a_signature_that_nobody_made_has_no_findings(sig: str) -> None:
    assert diagnose(RECEIVED | {"sig": sig}, SECRETS, "sha256") == []


@pytest.mark.parametrize("received", [{}, {"text": "x"}, {"text": "x", "sig": None}])
def test_a_request_without_sig_is_refused(received: dict[str, str | None]) -> None:
    with pytest.raises(SignatureMissing):
        diagnose(received, "secret", "sha256")


@pytest.mark.parametrize("secret", ["", [], [""], ["secret", ""], "\ud800", [3]])
def test_a_secret_that_cannot_be_one_is_refused(secret: str | list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        diagnose({"sig": "0"}, secret, "sha256")
    assert caught.value.name == "secret"


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        diagnose({"sig": "0"}, "secret", "sha3")
    assert caught.value.name == "method"


def test_parameters_are_read_as_everywhere() -> None:
    pairs = [("b", True), ("a", 1), ("c", None)]
    sig = hexdigest(b"&b=true&a=1", b"secret", "sha256")
    findings = diagnose(iter([*pairs, ("sig", sig)]), "secret", "sha256")
    assert codes_of(findings) == [("unsorted",)]
    with pytest.raises(DuplicateParameter):
        diagnose([*pairs, ("b", "2"), ("sig", sig)], "secret", "sha256")
    with pytest.raises(ParameterError, match="empty"):
        diagnose({"": "1", "sig": sig}, "secret", "sha256")


def test_what_is_given_stays_as_it_is() -> None:
    received, given_secrets = RECEIVED | {"sig": "0" * 64}, [*SECRETS]
    diagnose(received, given_secrets, "sha256")
    assert list(received.items()) == [*RECEIVED.items(), ("sig", "0" * 64)]
    assert given_secrets == SECRETS


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The size of each string that a diagnosis hashes."""
    sizes: list[int] = []
    prepare = hexdigest_with

    def counting(method: SignatureMethod, secret: str) -> Callable[[bytes], str]:
        hexdigest = prepare(method, secret)

        def counted(canonical: bytes) -> str:
            sizes.append(len(canonical))
            return hexdigest(canonical)

        return counted

    monkeypatch.setattr(_recipe, "hexdigest_with", counting)
    return sizes


TEN_SECRETS = [f"secret {number}" for number in range(10)]


USUAL = {
    "api_key": "a1b2c3d4",
    "from": "Acme Inc",
    "to": "447700900000",
    "text": "Hello, you & me",
    "type": "unicode",
    "status-report-req": "true",
    "timestamp": "1461605396",
    "sig": "0" * 64,
}


@pytest.mark.parametrize("given_secrets", ["secret", TEN_SECRETS])
def test_a_usual_request_is_diagnosed_whole(
    given_secrets: str | list[str], hashes: list[int]
) -> None:
    assert diagnose(USUAL, given_secrets, "sha256") == []
    assert 0.4 < len(hashes) / MAX_HASHES < 1


def test_the_number_of_hashes_is_bounded(hashes: list[int]) -> None:
    many = [f"secret {number}" for number in range(1000)]
    assert diagnose(RECEIVED | {"sig": "0" * 64}, many, "sha256") == []
    assert 0.8 * MAX_HASHES < len(hashes) <= MAX_HASHES


LARGE = {
    "a thousand parameters": {f"name {n}": "1" if n % 2 else "a +b" for n in range(1_000)},
    "tiny parameters": {f"{n}": "" for n in range(1_000)},
    "a long string": {"text": "x" * 1_000_000},
    "a long string beyond ASCII": {"text": "é " * 333_333},
    "separators": {"text": "&=" * 500_000},
    "entities": {"text": "&amp;" * 200_000},
    "escapes": {"text": "%25" * 333_333},
    "a thousand long names": {f"{n}" + "x" * 1_000: "1" for n in range(1_000)},
    "numbers": {f"{n}": "0" * 1_000 for n in range(1_000)},
}


@pytest.mark.parametrize("received", LARGE.values(), ids=LARGE)
def test_no_request_within_the_limits_takes_more_than_a_second(received: dict[str, str]) -> None:
    """1,000 tiny parameters took 16 seconds, as only bytes were charged for, and not fields.

    Time is measured as that of the process: others may run beside it.
    """
    start = time.process_time()
    assert diagnose(received | {"sig": "0" * 64}, TEN_SECRETS, "sha256") == []
    assert time.process_time() - start < 1


def test_a_long_string_counts_as_several_hashes(hashes: list[int]) -> None:
    assert diagnose({"text": "x" * 2**20, "sig": "0" * 64}, "secret", "sha256") == []
    assert sum(hashes) <= MAX_HASHES * 2**14


def test_a_request_that_is_too_large_to_be_hashed_has_no_findings(
    monkeypatch: pytest.MonkeyPatch, hashes: list[int]
) -> None:
    monkeypatch.setattr(search, "MAX_HASHES", 3)
    for sig in ("0" * 64, hexdigest(b"&text=" + b"x" * 2**16, b"secret", "sha256")):
        assert diagnose({"text": "x" * 2**16, "sig": sig}, "secret", "sha256") == []
    assert hashes == []


def test_what_was_found_before_the_bound_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    received = signed({"text": "x"}, "&text=x", "secret", "md5")
    monkeypatch.setattr(search, "MAX_HASHES", 10)
    assert codes_of(diagnose(received, "secret", "sha256")) == [("wrong-method",)]


@pytest.mark.parametrize("code", CODES)
def test_a_message_says_in_one_sentence_what_happened_and_what_should(code: str) -> None:
    sig = wrong_signature(RECEIVED, SECRETS, "sha256", {code})
    [finding] = diagnose(RECEIVED | {"sig": sig}, SECRETS, "sha256")
    mistake, _, remedy = finding.message.partition(": ")
    assert mistake.startswith("The sender ")
    assert remedy.startswith("it should ")
    assert finding.message.count(".") == 1 == finding.message.endswith(".")


def test_a_message_of_two_mistakes_names_both() -> None:
    received = signed({"text": "a=b"}, "text=a=b", "secret", "sha256")
    [finding] = diagnose(received, "secret", "sha256")
    assert finding.message == (
        "The sender left & and = in values as they are, and left out the leading &: "
        "it should replace each of them by _, and put an & before every parameter."
    )


def test_the_text_of_a_finding_shows_no_secret_no_signature_and_no_value() -> None:
    former = signed({"text": "hidden"}, "&text=hidden", "a secret", "sha256")
    received = signed({"text": "hidden"}, string_of(former), "a secret", "sha256")
    [finding] = diagnose(received, ["first", "a secret"], "sha256")
    assert {*finding.codes} == {"wrong-secret", "sig-included"}
    shown = f"{finding!r} {finding} {finding.message}"
    for hidden in ("a secret", "hidden", former["sig"], received["sig"]):
        assert hidden not in shown
    assert "wrong-secret + sig-included" in repr(finding)
    assert finding.message in str(finding)
    assert "a secret" not in finding.canonical


def test_a_finding_is_a_value() -> None:
    received = signed({"text": "x"}, "text=x", SECRETS[1], "sha256")
    [finding], [again] = (diagnose(received, SECRETS, "sha256") for _ in range(2))
    [other] = diagnose(signed({"text": "y"}, "text=y", SECRETS[1], "sha256"), SECRETS, "sha256")
    assert finding == again == pickle.loads(pickle.dumps(finding))
    assert pickle.loads(pickle.dumps(finding)).as_dict() == finding.as_dict()
    assert hash(finding) == hash(again)
    assert finding != other
    assert finding.__eq__("no finding") is NotImplemented
    with pytest.raises(AttributeError):
        finding.codes = ()  # type: ignore[misc]  # it is read-only


def test_every_code_is_documented() -> None:
    table = str(nexmo_sig.diagnosis.__doc__)
    codes = {mistake.code for mistake in (*MISTAKES, BASE64, CUT)}
    assert set(CODES) < codes
    assert [code for code in codes if f"``{code}``" not in table] == []
