"""Against the vendor's own packages: what we sign they verify, and what they sign we verify."""

from typing import Any

import nexmo
import strategies
from hypothesis import given
from hypothesis import strategies as st
from vonage_http_client.auth import Auth

from nexmo_sig import Signer

params = st.dictionaries(strategies.names, strategies.texts, min_size=1, max_size=8)
hmac_methods = st.sampled_from(["md5", "sha1", "sha256", "sha512"])


def nexmo_client(secret: str, method: str | None) -> nexmo.Client:
    return nexmo.Client(
        key="key", secret="api secret", signature_secret=secret, signature_method=method
    )


def vonage_auth(secret: str, method: str) -> Auth:
    return Auth(api_key="key", signature_secret=secret, signature_method=method)


@given(params, strategies.secrets)
def test_nexmo_verifies_what_we_sign_with_md5hash(params: dict[str, Any], secret: Any) -> None:
    assert nexmo_client(secret, None).check_signature(Signer(secret, "md5hash").sign(params))


@given(params, strategies.secrets)
def test_we_verify_what_nexmo_signs_with_md5hash(params: dict[str, Any], secret: Any) -> None:
    theirs = dict(params)
    theirs["sig"] = nexmo_client(secret, None).signature(theirs)  # adds the timestamp
    assert Signer(secret, "md5hash").verify(theirs)["timestamp"] == str(theirs["timestamp"])


@given(params, strategies.secrets, hmac_methods)
def test_nexmo_verifies_what_we_sign_with_hmac(
    params: dict[str, Any], secret: Any, method: Any
) -> None:
    assert nexmo_client(secret, method).check_signature(Signer(secret, method).sign(params))


@given(params, strategies.secrets, hmac_methods)
def test_vonage_http_client_verifies_what_we_sign(
    params: dict[str, Any], secret: Any, method: Any
) -> None:
    assert vonage_auth(secret, method).check_signature(Signer(secret, method).sign(params))


@given(params, strategies.secrets, hmac_methods)
def test_we_verify_what_vonage_http_client_signs(
    params: dict[str, Any], secret: Any, method: Any
) -> None:
    theirs = dict(params)
    theirs["sig"] = vonage_auth(secret, method).sign_params(theirs)  # adds the timestamp
    assert Signer(secret, method).verify(theirs)["timestamp"] == str(theirs["timestamp"])
