import copy
import pickle
from typing import Any

import pytest
import strategies
from common import NOW
from hypothesis import given

from nexmo_sig import ParameterError, SecretAuth, SignatureAuth, Signer, UsageError
from nexmo_sig._parameters import checked_strings as texts

SIGNER = Signer("signature secret", "sha256")


def signature_auth() -> SignatureAuth:
    return SignatureAuth("key", Signer("signature secret", "sha256", clock=lambda: NOW))


def test_key_and_secret_are_added() -> None:
    params = {"to": "1"}
    sent = SecretAuth("key", "hunter2").apply(params)
    assert sent == {"to": "1", "api_key": "key", "api_secret": "hunter2"}
    assert params == {"to": "1"}


def test_key_timestamp_and_signature_are_added_and_the_secret_is_not() -> None:
    sent = signature_auth().apply({"to": "1"})
    assert SIGNER.verify(sent, now=NOW) == {"to": "1", "api_key": "key", "timestamp": str(NOW)}
    assert "signature secret" not in sent.values()


class Hashed(str):
    """A string that compares as any other, but is kept in another place of a dict."""

    __slots__ = ()
    __eq__ = str.__eq__

    def __hash__(self) -> int:
        return 7


@pytest.mark.parametrize("auth", [SecretAuth("key", "hunter2"), SignatureAuth("key", SIGNER)])
def test_a_name_that_a_dict_does_not_find_is_looked_at(auth: Any) -> None:
    """A secret of this name was signed and sent, as no lookup found it."""
    forbidden = "sig" if isinstance(auth, SecretAuth) else "api_secret"
    with pytest.raises(ParameterError) as caught:
        auth.apply({Hashed(forbidden): "hunter3"})
    assert caught.value.name == forbidden
    assert auth.apply({Hashed("api_key"): "key"})["api_key"] == "key"


@pytest.mark.parametrize("auth", [SecretAuth("key", "hunter2"), SignatureAuth("key", SIGNER)])
def test_the_same_key_may_be_among_the_parameters_but_no_other(auth: Any) -> None:
    assert auth.apply({"api_key": "key"})["api_key"] == "key"
    with pytest.raises(ParameterError, match="api_key differs") as caught:
        auth.apply({"api_key": "other"})
    assert caught.value.name == "api_key"


def test_another_secret_among_the_parameters_is_refused_and_not_shown() -> None:
    with pytest.raises(ParameterError, match="api_secret differs") as caught:
        SecretAuth("key", "hunter2").apply({"api_secret": "hunter3"})
    assert "hunter" not in str(caught.value)


def test_the_two_schemes_are_never_mixed() -> None:
    with pytest.raises(ParameterError, match="api_secret must not be sent") as caught:
        signature_auth().apply({"api_secret": "hunter2"})
    assert caught.value.name == "api_secret"
    assert "hunter2" not in str(caught.value)
    with pytest.raises(ParameterError, match="sig must not be sent") as caught:
        SecretAuth("key", "hunter2").apply({"sig": "00"})
    assert caught.value.name == "sig"


@pytest.mark.parametrize("missing", ["", None, 5, b"key", "\udc80"])
def test_a_credential_that_was_never_set_is_refused(missing: Any) -> None:
    for make, name in (
        (lambda: SecretAuth(missing, "secret"), "api_key"),
        (lambda: SecretAuth("key", missing), "api_secret"),
        (lambda: SignatureAuth(missing, SIGNER), "api_key"),
    ):
        with pytest.raises(UsageError) as caught:
            make()
        assert caught.value.name == name


@pytest.mark.parametrize("auth", [SecretAuth("key", "hunter2"), SignatureAuth("key", SIGNER)])
def test_credentials_never_change_and_can_be_pickled_and_copied(auth: Any) -> None:
    with pytest.raises(AttributeError, match="cannot assign"):
        auth.api_key = "other"
    params = {"to": "1", "timestamp": NOW}
    for twin in (pickle.loads(pickle.dumps(auth)), copy.deepcopy(auth)):
        assert twin.apply(params) == auth.apply(params)


def test_credentials_tell_their_key_and_nothing_else() -> None:
    assert repr(SecretAuth("key", "hunter2")) == "<SecretAuth of 'key'>"
    assert repr(SignatureAuth("key", SIGNER)) == (
        "<SignatureAuth of 'key', <Signer by sha256, 1 secret>>"
    )


@given(strategies.params)
def test_everything_else_is_sent_as_its_text(params: dict[str, Any]) -> None:
    sent = SecretAuth("key", "hunter2").apply(params)
    assert {name: sent[name] for name in sent if name not in ("api_key", "api_secret")} == texts(
        params
    )
