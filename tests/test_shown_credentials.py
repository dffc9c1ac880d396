"""That no error shows a credential is held by every test: here, that such a test would fail."""

import json

import pytest
import shown_credentials

from nexmo_sig import EncodingError, Signer

SECRET = "the secret that must not be shown"


def test_a_credential_in_a_message_is_noticed() -> None:
    Signer(SECRET, "sha256")
    EncodingError(f"{SECRET} is not JSON")
    assert len(shown_credentials.shown()) == 1
    shown_credentials.begin()


def careless(body: str) -> None:
    try:
        json.loads(body)
    except ValueError:
        raise EncodingError("the body is not JSON") from None


def test_a_credential_behind_an_error_is_noticed() -> None:
    Signer(SECRET, "sha256")
    with pytest.raises(EncodingError):
        careless(f"[{SECRET}]")
    assert len(shown_credentials.shown()) == 1
    shown_credentials.begin()
