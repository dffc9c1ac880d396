"""A webhook URL may have a query of its own, which nobody signs."""

from typing import Any

import pytest
from common import post

from nexmo_sig import (
    FORM,
    DuplicateParameter,
    EncodingError,
    Request,
    RequestError,
    RequestTooLarge,
    Signer,
    UsageError,
    encode,
    read_request,
)

SIGNER = Signer("a signature secret", "sha256", clock=lambda: 1_700_000_000)
SENT = {"messageId": "00A0B0C0", "timestamp": "1700000000"}
SIGNED = SIGNER.sign(SENT)
QUERY = encode(SIGNED).decode()


REQUESTS = pytest.mark.parametrize(
    "request_",
    [
        Request("GET", f"/cb?tenant=5&{QUERY}"),
        Request("GET", f"/cb?{QUERY}&tenant=5"),
        Request("GET", f"/cb?{QUERY}"),
        Request("POST", f"/cb?{QUERY}&tenant=5"),
        post(QUERY, url="/cb?tenant=5"),
        post(QUERY, url="/cb?tenant="),
        post(QUERY, url="/cb"),
    ],
)


@REQUESTS
@pytest.mark.parametrize("names", [["tenant"], ("tenant",), {"tenant"}, {"tenant", "other"}])
def test_the_parameters_of_the_url_are_removed_before_verification(
    request_: Request, names: Any
) -> None:
    params = read_request(request_, url_parameters=names)
    assert params == SIGNED
    assert SIGNER.verify(params) == SENT


def test_without_their_names_they_are_parameters_like_any_other() -> None:
    assert read_request(Request("GET", f"/cb?tenant=5&{QUERY}"))["tenant"] == "5"
    with pytest.raises(RequestError, match="both the query and the body"):
        read_request(post(QUERY, url="/cb?tenant=5"))


def test_a_parameter_of_the_body_is_not_removed() -> None:
    body = encode({"tenant": "5"})
    request = Request("POST", "/cb?tenant=6", {"Content-Type": FORM}, body)
    assert read_request(request, url_parameters=["tenant"]) == {"tenant": "5"}


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("/cb?tenant=5&other=6", RequestError),
        ("/cb?tenant=5&tenant=6", DuplicateParameter),
        ("/cb?tenant=%zz", EncodingError),
        ("/cb?tenant=" + "5" * 1_048_576, RequestTooLarge),
    ],
)
def test_a_query_beside_a_body_holds_nothing_else(url: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_request(post(QUERY, url=url), url_parameters=["tenant"])


def test_a_get_with_a_body_is_rejected_all_the_same() -> None:
    request = Request("GET", "/cb?tenant=5", {"Content-Type": FORM}, QUERY.encode())
    with pytest.raises(RequestError, match="a GET with a body"):
        read_request(request, url_parameters=["tenant"])


@pytest.mark.parametrize("names", ["tenant", b"tenant", 5, None, [b"tenant"], [5]])
def test_names_that_cannot_be_used_are_an_error_of_the_program(names: Any) -> None:
    with pytest.raises(UsageError, match="url_parameters") as caught:
        read_request(Request("GET", f"/cb?{QUERY}"), url_parameters=names)
    assert caught.value.name == "url_parameters"
