from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import strategies
from common import NOW
from hypothesis import given
from hypothesis import strategies as st

from nexmo_sig import (
    MEDIA_TYPES,
    ConversionError,
    InsecureURL,
    InvalidParameters,
    NotEnabled,
    ParameterError,
    Request,
    RequestError,
    SecretAuth,
    SignatureAuth,
    Signer,
    UnexpectedStatus,
    WrongCredentials,
    conversion,
    read_request,
)

SECRET_AUTH = SecretAuth("key", "hunter2")
SIGNER = Signer("signature secret", "sha256", clock=lambda: NOW)
SIGNATURE_AUTH = SignatureAuth("key", SIGNER)


def build(endpoint: str = "sms", **options: object) -> Request:
    defaults = {"message_id": "00A0B0C0", "delivered": True, "auth": SECRET_AUTH}
    return conversion.build_request(endpoint, **defaults | options)  # type: ignore[arg-type]  # any, to be refused


@pytest.mark.parametrize(
    ("endpoint", "url"),
    [
        ("sms", "https://api.nexmo.com/conversions/sms"),
        ("voice", "https://api.nexmo.com/conversions/voice"),
        (conversion.Endpoint.SMS, "https://api.nexmo.com/conversions/sms"),
        (conversion.Endpoint.VOICE, "https://api.nexmo.com/conversions/voice"),
    ],
)
def test_each_endpoint_has_its_url_and_is_posted_to(endpoint: Any, url: Any) -> None:
    request = build(endpoint)
    assert (request.method, request.url) == ("POST", url)


@pytest.mark.parametrize("placement", ["body", "query"])
@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_key_and_secret_authenticate_in_every_media_type_and_placement(
    media_type: Any, placement: Any
) -> None:
    request = build(media_type=media_type, placement=placement)
    assert read_request(request) == {
        "message-id": "00A0B0C0",
        "delivered": "true",
        "api_key": "key",
        "api_secret": "hunter2",
    }


@pytest.mark.parametrize("placement", ["body", "query"])
@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_key_and_signature_authenticate_in_every_media_type_and_placement(
    media_type: Any, placement: Any
) -> None:
    request = build(auth=SIGNATURE_AUTH, media_type=media_type, placement=placement)
    assert SIGNER.verify(read_request(request)) == {
        "message-id": "00A0B0C0",
        "delivered": "true",
        "api_key": "key",
        "timestamp": str(NOW),
    }


@pytest.mark.parametrize(
    ("delivered", "text"),
    [(True, "true"), (False, "false")] + [(text, text) for text in ("true", "false", "1", "0")],
)
def test_delivered_is_a_bool_or_one_of_four_texts(delivered: Any, text: str) -> None:
    assert read_request(build(delivered=delivered))["delivered"] == text


@pytest.mark.parametrize("delivered", ["True", "yes", "", " 1", 2, None, 1.0])
def test_any_other_delivered_is_refused(delivered: Any) -> None:
    with pytest.raises(ParameterError) as caught:
        build(delivered=delivered)
    assert caught.value.name == "delivered"


@pytest.mark.parametrize(
    "timestamp",
    [
        "2023-11-14 22:12:32",
        datetime(2023, 11, 14, 22, 12, 32, tzinfo=UTC),
        datetime(2023, 11, 14, 17, 12, 32, 5, timezone(timedelta(hours=-5))),
    ],
)
@pytest.mark.parametrize("auth", [SECRET_AUTH, SIGNATURE_AUTH])
def test_the_time_of_the_conversion_is_sent_and_signed_in_its_documented_form(
    timestamp: Any, auth: Any
) -> None:
    params = read_request(build(timestamp=timestamp, auth=auth))
    assert params["timestamp"] == "2023-11-14 22:12:32"
    if auth is SIGNATURE_AUTH:
        SIGNER.verify(params)


@pytest.mark.parametrize(
    "timestamp",
    [
        "2013-02-29 00:00:00",
        "2013-11-21 25:00:00",
        "2013-11-21T15:27:30",
        "2013-11-21",
        str(NOW),
        NOW,
        "",
        datetime(2013, 11, 21),
        1.5,
    ],
)
def test_a_timestamp_that_is_no_real_date_in_that_form_is_refused(timestamp: Any) -> None:
    with pytest.raises(ParameterError) as caught:
        build(timestamp=timestamp)
    assert caught.value.name == "timestamp"


@pytest.mark.parametrize("message_id", ["", " ", "\n", None, b"id", "\ud800"])
def test_a_message_id_that_is_empty_or_no_text_is_refused(message_id: Any) -> None:
    with pytest.raises(ParameterError) as caught:
        build(message_id=message_id)
    assert caught.value.name == "message-id"


@pytest.mark.parametrize("endpoint", ["", "SMS", "mms", None, b"sms"])
def test_an_unknown_endpoint_is_refused(endpoint: Any) -> None:
    with pytest.raises(ParameterError) as caught:
        build(endpoint)
    assert caught.value.name == "endpoint"


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x/"])
def test_another_base_url_can_be_given(base_url: str) -> None:
    assert build(base_url=base_url).url == "http://127.0.0.1:8000/x/sms"


@pytest.mark.parametrize("base_url", [None, b"https://api.nexmo.com", "", "api.nexmo.com"])
def test_a_base_url_that_is_none_is_refused(base_url: Any) -> None:
    with pytest.raises(RequestError):
        build(base_url=base_url)


def test_credentials_do_not_go_over_plain_http() -> None:
    with pytest.raises(InsecureURL):
        build(base_url="http://api.nexmo.com/conversions")


@given(strategies.texts.filter(str.strip), st.booleans(), strategies.aware_datetimes)
def test_every_message_id_and_time_arrives(message_id: Any, delivered: Any, timestamp: Any) -> None:
    request = build(
        message_id=message_id, delivered=delivered, timestamp=timestamp, auth=SIGNATURE_AUTH
    )
    params = SIGNER.verify(read_request(request), tolerance=None)
    assert params["message-id"] == message_id
    assert params["delivered"] == str(delivered).lower()
    cut_off = timestamp - datetime.fromisoformat(params["timestamp"] + "+00:00")
    assert timedelta(0) <= cut_off < timedelta(seconds=1)


def test_the_status_200_is_success() -> None:
    conversion.check_status(200)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, WrongCredentials),
        (402, NotEnabled),
        (420, InvalidParameters),
        (422, InvalidParameters),
        (423, InvalidParameters),
        (204, UnexpectedStatus),
        (301, UnexpectedStatus),
        (404, UnexpectedStatus),
        (500, UnexpectedStatus),
    ],
)
def test_every_other_status_is_an_error_that_carries_it(
    status: int, error: type[Exception]
) -> None:
    with pytest.raises(error, match=str(status)) as caught:
        conversion.check_status(status)
    assert isinstance(caught.value, ConversionError)
    assert caught.value.status == status


def test_the_docstring_says_which_api_calls_its_id_what() -> None:
    table = conversion.__doc__ or ""
    for api, name in (
        ("Verify", "event_id"),
        ("SMS", "message-id"),
        ("Text-To-Speech", "call-id"),
        ("Text-To-Speech-Prompt", "call-id"),
    ):
        assert any(
            line.startswith(api + " ") and f"``{name}``" in line for line in table.splitlines()
        )
