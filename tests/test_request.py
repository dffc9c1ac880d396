import copy
import pickle
from types import MappingProxyType
from typing import Any

import pytest
import strategies
from common import post
from hypothesis import given
from hypothesis import strategies as st

from nexmo_sig import (
    FORM,
    JSON,
    DuplicateParameter,
    EncodingError,
    InsecureURL,
    NexmoSigError,
    ParameterError,
    Request,
    RequestError,
    RequestTooLarge,
    SecretAuth,
    SignatureAuth,
    Signer,
    UnsupportedMediaType,
    build_request,
    read_request,
)
from nexmo_sig._wire.urls import is_loopback

URL = "https://rest.nexmo.com/sms/json"
AUTH = SecretAuth("key", "hunter2")


def build(method: str = "POST", url: str = URL, **options: object) -> Request:
    return build_request(method, url, {"to": "1 2"}, auth=AUTH, **options)  # type: ignore[arg-type]  # any, to be refused


# Building


def test_a_post_carries_a_form_by_default() -> None:
    request = build()
    assert request.method == "POST"
    assert request.url == URL
    assert request.body == b"to=1+2&api_key=key&api_secret=hunter2"
    assert request.headers == {"Content-Type": FORM, "Content-Length": str(len(request.body))}


def test_a_post_carries_json_when_told_so() -> None:
    request = build(media_type="text/json; charset=UTF-8")
    assert request.body == b'{"to":"1 2","api_key":"key","api_secret":"hunter2"}'
    assert request.headers == {
        "Content-Type": "text/json; charset=UTF-8",
        "Content-Length": str(len(request.body)),
    }


@pytest.mark.parametrize(
    ("method", "placement"), [("POST", "query"), ("GET", "query"), ("GET", "body")]
)
def test_a_query_goes_with_an_empty_body_and_its_length(method: Any, placement: Any) -> None:
    request = build(method, placement=placement)
    assert request.url == URL + "?to=1+2&api_key=key&api_secret=hunter2"
    assert request.body == b""
    assert request.headers == {"Content-Length": "0"}


def test_an_empty_path_becomes_a_slash() -> None:
    assert build("GET", "https://api.nexmo.com").url.startswith("https://api.nexmo.com/?to=")
    assert build("POST", "https://api.nexmo.com").url == "https://api.nexmo.com/"


@pytest.mark.parametrize("method", ["get", "PUT", "HEAD", "", "GET\r\n", None, b"GET"])
def test_only_get_and_post_are_built(method: Any) -> None:
    with pytest.raises(RequestError, match="GET, POST"):
        build(method)


@pytest.mark.parametrize("placement", ["header", "", None, b"body"])
def test_only_the_two_placements_are_built(placement: Any) -> None:
    with pytest.raises(RequestError, match="placement"):
        build(placement=placement)


@pytest.mark.parametrize("placement", ["body", "query"])
def test_only_documented_media_types_are_built(placement: Any) -> None:
    with pytest.raises(UnsupportedMediaType):
        build(media_type="text/xml", placement=placement)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "http://localhost:8080/conversions",
        "http://LOCALHOST/",
        "http://127.0.0.1:5000/",
        "http://127.1.2.3/",
        "http://[::1]:5000/",
        "https://anything.example/",
        "HTTPS://anything.example/",
    ],
)
def test_https_and_loopback_hosts_may_be_sent_to(url: Any) -> None:
    assert build(url=url).url.startswith(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.nexmo.com/",
        "HTTP://api.nexmo.com/",
        "http://localhost.example.com/",
        "http://api.localhost/",
        "http://[::ffff:127.0.0.1]/",
        "http://notlocalhost/",
        "http://127.0.0.1.example.com/",
        "http://128.0.0.1/",
        "http://0.0.0.0/",
        "http://[::2]/",
        "http://[::ffff:10.0.0.1]/",
    ],
)
def test_plain_http_to_another_host_is_refused(url: Any) -> None:
    with pytest.raises(InsecureURL, match="https://"):
        build(url=url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/path",
        "api.nexmo.com",
        "ftp://localhost/",
        "file:///etc/passwd",
        "javascript://localhost/",
        "https://",
        "https:///path",
        "https://:443/",
        "https://host:99999/",
        "https://host:x/",
        "https://[::1/",
        "https://user:hunter2@host/",
        "http://127.0.0.1@evil.example/",
        "http://evil.example\\@127.0.0.1/",
        "https://host/?a=1",
        "https://host/?",
        "https://host/#a",
        "https://host/a b",
        "https://host/\r\nX-Evil: 1",
        "https://host/\tpath",
        " https://host/",
        "https://host/ü",
        "https://ho\u200bst/",
        'https://host/"',
        None,
        b"https://host/",
    ],
)
def test_a_url_that_clients_read_in_different_ways_is_refused(url: Any) -> None:
    with pytest.raises(RequestError) as caught:
        build(url=url)
    assert "hunter2" not in str(caught.value)


@given(st.text(max_size=30) | st.from_regex(r"https?://[\x00-\x7f]{0,20}", fullmatch=True))
def test_whatever_the_url_only_our_errors_leave(url: Any) -> None:
    try:
        build(url=url)
    except RequestError:
        return


def test_loopback_is_decided_by_address_and_not_by_spelling() -> None:
    assert is_loopback("127.255.255.255")
    assert not is_loopback("127.0.0.1.nip.example")
    assert not is_loopback("")


def test_nothing_is_built_from_bad_parameters() -> None:
    with pytest.raises(ParameterError):
        build_request("POST", URL, {"a": 1.5}, auth=AUTH)  # type: ignore[dict-item]  # the point


def test_an_auth_of_ones_own_will_do() -> None:
    class TokenAuth:
        def apply(self, params: object) -> dict[str, str]:
            return {"token": "t"}

    request = build_request("GET", URL, {"a": "1"}, auth=TokenAuth())
    assert read_request(request) == {"token": "t"}


# Reading


@pytest.mark.parametrize(
    "request_",
    [
        Request("GET", "/hook?to=1+2&text=%C3%A9"),
        Request("GET", "https://example.com/hook?to=1+2&text=%C3%A9", {"Content-Length": "0"}),
        Request("GET", "?to=1%202&text=é"),
        Request("POST", "/hook?to=1+2&text=%C3%A9"),
        Request("POST", "/hook?to=1+2&text=%C3%A9", {"Content-Type": JSON}),
        post(b"to=1+2&text=%C3%A9"),
        post(b"to=1+2&text=%C3%A9", url="/hook?"),
        post(b"to=1+2&text=%C3%A9", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"),
        post('{"to": "1 2", "text": "é"}'.encode(), JSON),
    ],
)
def test_a_query_a_form_and_json_are_read(request_: Request) -> None:
    assert read_request(request_) == {"to": "1 2", "text": "é"}


def test_a_request_without_parameters_is_read_as_none() -> None:
    assert read_request(Request("GET", "/hook")) == {}
    assert read_request(Request("POST", "/hook?", {"Content-Type": FORM})) == {}


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (Request("PUT", "/?a=1"), RequestError),
        (Request("get", "/?a=1"), RequestError),
        (Request("GET", "/?a=1#b"), RequestError),
        (Request("GET", "/#?a=1"), RequestError),
        (Request("GET", "/", {"Content-Type": FORM}, b"a=1"), RequestError),
        (post(b"a=1", url="/?b=1"), RequestError),
        (post(b"a=1", url="/?a=1"), RequestError),
        (post(b"a=1", None), UnsupportedMediaType),
        (post(b"a=1", "text/plain"), UnsupportedMediaType),
        (post(b"a=1", "multipart/form-data; boundary=x"), UnsupportedMediaType),
        (post(b"a=1", FORM + "; charset=latin-1"), UnsupportedMediaType),
        (post(b"a=1", JSON), EncodingError),
        (post(b'{"a": "1"}'), EncodingError),
        (Request("GET", "/?a=1&a=2"), DuplicateParameter),
        (post(b"a=1&a=2"), DuplicateParameter),
        (post(b'{"a": "1", "a": "2"}', JSON), DuplicateParameter),
        (Request("GET", "/?a=%"), EncodingError),
        (Request("GET", "/?a=%FF"), EncodingError),
        (Request("GET", "/?a?"), EncodingError),
        (Request("GET", "/?a=\ud800"), ParameterError),
        (Request("GET", "/?a%20=%\ud800"), EncodingError),
        (Request("GET", "/?a%26b=1"), ParameterError),
    ],
)
def test_what_receivers_read_in_different_ways_is_refused(
    request_: Request, error: type[Exception]
) -> None:
    with pytest.raises(error):
        read_request(request_)


def test_two_content_types_are_refused() -> None:
    request = Request("POST", "/", [("Content-Type", JSON), ("content-type", FORM)], b"a=1")
    with pytest.raises(UnsupportedMediaType):
        read_request(request)


@pytest.mark.parametrize("over", [0, 1])
def test_the_default_limits_are_one_mebibyte_and_a_thousand_parameters(over: int) -> None:
    long = "a=" + "x" * (1_048_576 - 2 + over)
    many = "&".join(f"{number}=" for number in range(1_000 + over))
    for form in (long, many):
        for request in (Request("GET", "/?" + form), post(form.encode())):
            if over:
                with pytest.raises(RequestTooLarge):
                    read_request(request)
            else:
                read_request(request)


def test_the_limits_can_be_changed() -> None:
    request = post(b"a=1&b=2")
    assert read_request(request, max_bytes=7, max_parameters=2) == {"a": "1", "b": "2"}
    with pytest.raises(RequestTooLarge):
        read_request(request, max_bytes=6)
    with pytest.raises(RequestTooLarge):
        read_request(request, max_parameters=1)


@given(
    st.sampled_from(["GET", "POST"]),
    st.just("/")
    | st.text("ab=&%+?#é\0\ud800 1", max_size=12)
    | strategies.forms.map("/?{}".format),
    strategies.headers,
    st.just(b"") | st.binary(max_size=30) | strategies.bodies,
)
def test_whatever_arrives_only_our_errors_leave(
    method: Any, url: Any, headers: dict[str, str], body: Any
) -> None:
    try:
        read_request(Request(method, url, headers, body))
    except NexmoSigError:
        return


# The object


def test_a_request_never_changes() -> None:
    headers = {"A": "1"}
    request = Request("GET", "/", headers)
    headers["A"] = "2"
    assert request.headers == {"A": "1"}
    assert isinstance(request.headers, MappingProxyType)
    with pytest.raises(AttributeError, match="cannot assign"):
        request.body = b""  # type: ignore[misc]  # it is read-only


def test_equal_requests_compare_equal() -> None:
    assert Request("GET", "/") == Request("GET", "/", {}, b"")
    assert hash(Request("GET", "/")) == hash(Request("GET", "/", {}, b""))
    assert Request("GET", "/") != Request("GET", "/", {"A": "1"})
    assert Request("GET", "/").__eq__("GET /") is NotImplemented


@given(strategies.params)
def test_a_request_can_be_pickled_and_copied(params: dict[str, Any]) -> None:
    request = build_request("POST", URL, params, auth=AUTH)
    assert pickle.loads(pickle.dumps(request)) == request
    assert copy.deepcopy(request) == request


def test_headers_are_found_without_regard_to_case() -> None:
    request = Request("GET", "/", {"X-Thing": "1"})
    assert request.header("x-thing") == "1"
    assert request.header("other") is None


def test_repeated_headers_are_joined() -> None:
    request = Request("GET", "/", [("Via", "a"), ("X", "1"), ("via", "b")])
    assert request.headers == {"Via": "a, b", "X": "1"}


@pytest.mark.parametrize(
    "arguments",
    [
        (b"GET", "/"),
        ("GET", b"/"),
        ("GET", "/", {b"a": "1"}),
        ("GET", "/", {"a": 1}),
        ("GET", "/", {}, "text"),
        ("GET", "/", {}, None),
    ],
)
def test_a_request_of_other_types_is_refused(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(RequestError, match="must be"):
        Request(*arguments)


@given(strategies.params, strategies.placements, strategies.media_types)
def test_the_text_of_a_request_shows_no_credentials(
    params: dict[str, Any], placement: Any, media_type: Any
) -> None:
    secret = "hunter2-" * 4
    signer = Signer(secret, "md5")
    for auth in (SecretAuth("key", secret), SignatureAuth("key", signer)):
        request = build_request(
            "POST", URL, params, auth=auth, placement=placement, media_type=media_type
        )
        sig = read_request(request).get("sig", secret)
        for text in (str(request), repr(request), f"{request}"):
            assert secret not in text
            assert sig not in text


def test_the_text_of_a_request_says_what_it_is() -> None:
    assert repr(build()) == f"<Request POST {URL}, a body of 37 bytes>"
    assert repr(build("GET")) == f"<Request GET {URL}?...>"
    assert repr(Request("GET", "/é//a@b?x=1")) == "<Request GET /é//a@b?...>"


def test_the_text_of_a_request_cannot_command_a_terminal() -> None:
    """A client chooses method and path, so it could forge a line of a log or command a terminal."""
    hostile = Request("GE\x1b[31mT", "/\x1b]0;x\x07\n\u202e\x9b?a=1")
    assert repr(hostile) == r"<Request GE\x1b[31mT /\x1b]0;x\x07\n\u202e\x9b?...>"


@pytest.mark.parametrize("user", ["user:PASSWORD", "PASSWORD", "user:PASS@WORD", ":PASSWORD"])
def test_the_text_of_a_request_shows_no_password_of_a_url(user: str) -> None:
    """It was shown in each log and traceback that showed the request."""
    assert repr(Request("GET", f"https://{user}@x/cb?a=@")) == "<Request GET https://x/cb?...>"
    assert repr(Request("GET", f"HTTPS://{user}@x:1")) == "<Request GET HTTPS://x:1>"
    assert repr(Request("GET", f"//{user}@x/a@b")) == "<Request GET //x/a@b>"
