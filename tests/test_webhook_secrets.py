"""The secrets of a verifier of webhooks, one, several or by account, and all other arguments."""

from __future__ import annotations

import copy
import dataclasses
import hmac
import pickle
import warnings
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
import tokens
from tokens import ABSENT, API_KEY, APPLICATION, NOW, OTHER_SECRET, SECRET

from nexmo_sig import (
    InsecureSecretWarning,
    Request,
    RequestError,
    SignatureMismatch,
    TokenInvalid,
    UsageError,
    WebhookVerifier,
)

ROUTER_HEADER = "X-Vonage-Webhook-Auth-Token"
VERIFIER = WebhookVerifier(SECRET, clock=lambda: NOW)
Members = dict[str, Any]


# Secrets


def test_any_of_several_secrets_may_have_signed() -> None:
    verifier = WebhookVerifier([OTHER_SECRET, SECRET], lambda: NOW)
    for secret in (OTHER_SECRET, SECRET):
        verifier.verify(tokens.webhook(tokens.token(secret=secret)))
    with pytest.raises(SignatureMismatch):
        verifier.verify(tokens.webhook(tokens.token(secret=SECRET + "x")))


BY_ACCOUNT = WebhookVerifier({"b2": (SECRET[::-1], OTHER_SECRET), API_KEY: SECRET}, lambda: NOW)


def test_the_account_that_the_token_names_says_whose_secret_is_used() -> None:
    assert BY_ACCOUNT.verify(tokens.webhook()).api_key == API_KEY
    for secret in (SECRET[::-1], OTHER_SECRET):
        theirs = tokens.webhook(tokens.token({"api_key": "b2"}, secret=secret))
        assert BY_ACCOUNT.verify(theirs).api_key == "b2"


@pytest.mark.parametrize(
    ("api_key", "secret"), [("b2", SECRET), (API_KEY, OTHER_SECRET), ("c3", SECRET), ("", SECRET)]
)
def test_the_secret_of_another_account_does_not_do(api_key: str, secret: str) -> None:
    with pytest.raises(SignatureMismatch):
        BY_ACCOUNT.verify(tokens.webhook(tokens.token({"api_key": api_key}, secret=secret)))


@pytest.mark.parametrize("api_key", [None, 5, True, [API_KEY], {"a": 1}, ABSENT])
def test_an_account_that_is_not_a_string_is_rejected(api_key: object) -> None:
    for secret in (SECRET, "forged"):
        text = tokens.token({"api_key": api_key}, secret=secret)
        with pytest.raises(TokenInvalid, match="api_key"):
            BY_ACCOUNT.verify(tokens.webhook(text))


@pytest.mark.parametrize(
    ("api_key", "secret", "count"),
    [
        (API_KEY, SECRET, 1),
        (API_KEY, OTHER_SECRET, 1),
        ("unknown", SECRET, 1),
        ("b2", SECRET[::-1], 1),
        ("b2", OTHER_SECRET, 2),
        ("b2", SECRET, 2),
    ],
)
def test_an_unknown_account_costs_one_hmac_all_the_same(
    api_key: str, secret: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tokens.token({"api_key": api_key}, secret=secret)
    made = []
    hexdigest = hmac.HMAC.hexdigest

    def counted(self: hmac.HMAC) -> str:
        made.append(self)
        return hexdigest(self)

    monkeypatch.setattr(hmac.HMAC, "hexdigest", counted)
    with suppress(SignatureMismatch):
        BY_ACCOUNT.verify(tokens.webhook(text))
    assert len(made) == count


WRONG_SECRETS: list[Any] = ["", " ", None, 5, b"bytes", [], (), {}, "\ud800"]
WRONG_HEADERS = ["", None, 5, "X Token", "X-Token:", "X-Tok\u00e9n", "Token\n"]
WRONG: list[tuple[str, Members]] = [
    *[("secret", {"secret": secret}) for secret in WRONG_SECRETS],
    *[("secret", {"secret": {API_KEY: secret}}) for secret in WRONG_SECRETS],
    *[("api_key", {"secret": {key: SECRET}}) for key in ["", None, 5, "\ufeffkey"]],
    ("clock", {"secret": SECRET, "clock": NOW}),
    *[("application_id", {"secret": SECRET, "application_id": given}) for given in ["", " ", 5]],
    *[("header", {"secret": SECRET, "header": header}) for header in WRONG_HEADERS],
]


@pytest.mark.parametrize(("name", "arguments"), WRONG)
def test_a_wrong_argument_of_the_constructor_is_a_usage_error(
    name: str, arguments: Members
) -> None:
    with pytest.raises(UsageError) as caught:
        WebhookVerifier(**arguments)
    assert caught.value.name == name
    assert caught.value.response_status == 500
    assert name.removeprefix("api_").split("_")[0] in str(caught.value)


@pytest.mark.parametrize(
    "secret", ["x" * 31, ["short", "x" * 40], {"a": "short", "b": ["also", "short"]}]
)
def test_a_short_secret_works_and_is_warned_of_once(secret: Any) -> None:
    with pytest.warns(InsecureSecretWarning, match="fewer than 32 bytes") as caught:
        WebhookVerifier(secret)
    assert len(caught) == 1


def test_the_warning_points_at_the_line_that_makes_the_verifier() -> None:
    with pytest.warns(InsecureSecretWarning) as caught:
        WebhookVerifier("short")
    assert [warning.filename for warning in caught] == [__file__]


def test_a_secret_is_measured_in_bytes() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        WebhookVerifier("\u2603" * 11)
        WebhookVerifier("x" * 32)


def test_a_short_secret_verifies() -> None:
    with pytest.warns(InsecureSecretWarning):
        verifier = WebhookVerifier("short", lambda: NOW)
    assert verifier.verify(tokens.webhook(tokens.token(secret="short"))).api_key == API_KEY


def test_a_verifier_shows_no_secret_and_cannot_be_changed() -> None:
    assert repr(VERIFIER) == "<WebhookVerifier of Authorization, 1 secret>"
    assert repr(BY_ACCOUNT) == "<WebhookVerifier of Authorization, 3 secrets>"
    with pytest.raises(dataclasses.FrozenInstanceError):
        VERIFIER.header = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        VERIFIER.secrets[None] = ()  # type: ignore[index]


def test_a_verifier_tells_its_arguments() -> None:
    verifier = WebhookVerifier(SECRET, application_id=APPLICATION, header=ROUTER_HEADER)
    assert verifier.secrets == {None: (SECRET,)}
    assert BY_ACCOUNT.secrets == {API_KEY: (SECRET,), "b2": (SECRET[::-1], OTHER_SECRET)}
    assert (verifier.application_id, verifier.header) == (APPLICATION, ROUTER_HEADER)
    assert VERIFIER.clock() == NOW


def clock_of_the_pickle() -> float:
    return NOW


@pytest.mark.parametrize("secret", [SECRET, [OTHER_SECRET, SECRET], {API_KEY: [SECRET]}])
def test_a_verifier_can_be_copied_and_pickled(secret: Any) -> None:
    given = WebhookVerifier(
        secret, clock_of_the_pickle, application_id=APPLICATION, header=ROUTER_HEADER
    )
    request = tokens.webhook(headers={ROUTER_HEADER: tokens.token()})
    for made in (copy.copy(given), copy.deepcopy(given), pickle.loads(pickle.dumps(given))):
        assert made.verify(request) == given.verify(request)
        assert made.secrets == given.secrets
        assert made.application_id == APPLICATION


# What verify is given


class NoGuard:
    def remember(self, key: str, seconds: int) -> bool:
        raise AssertionError("the guard was asked")


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"tolerance": -1}, "tolerance"),
        ({"tolerance": "300"}, "tolerance"),
        ({"tolerance": float("nan")}, "tolerance"),
        ({"tolerance": None, "replay_guard": NoGuard()}, "tolerance"),
        ({"replay_guard": object()}, "replay_guard"),
        ({"now": float("inf")}, "now"),
        ({"now": datetime(2023, 11, 14)}, "now"),
        ({"now": str(NOW)}, "now"),
    ],
)
def test_a_wrong_argument_shows_before_the_request_is_looked_at(
    arguments: Members, name: str
) -> None:
    for request in (tokens.webhook(), tokens.webhook(headers={}), Request("POST", "/")):
        with pytest.raises(UsageError) as caught:
            VERIFIER.verify(request, **arguments)
        assert caught.value.name == name


@pytest.mark.parametrize("tolerance", [300, None])
def test_a_wrong_clock_shows_at_any_tolerance(tolerance: float | None) -> None:
    verifier = WebhookVerifier(SECRET, clock=lambda: "now")  # type: ignore[arg-type, return-value]
    with pytest.raises(UsageError, match="clock"):
        verifier.verify(tokens.webhook(headers={}), tolerance)


@pytest.mark.parametrize("request_", [None, {}, "POST /", b""])
def test_something_else_than_a_request_is_rejected(request_: Any) -> None:
    with pytest.raises(RequestError, match="give a Request"):
        VERIFIER.verify(request_)
