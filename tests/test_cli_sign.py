"""``nexmo-sig sign``."""

import json
from urllib.parse import parse_qsl

import pytest
from command_line import METHOD, SECRET, SETTINGS, SIGNER, call, run
from hypothesis import given
from reference import signature
from strategies import text_params


def test_the_signed_parameters_are_a_query_string() -> None:
    status, out, err = run("sign", "to=447700900000", "text=a & b", "timestamp=1700000000")
    assert (status, err) == (0, "")
    params = dict(parse_qsl(out.removesuffix("\n"), strict_parsing=True))
    sent = {"to": "447700900000", "text": "a & b", "timestamp": "1700000000"}
    assert params == sent | {"sig": signature(sent, SECRET, METHOD)}


def test_they_can_be_json() -> None:
    status, out, err = call("sign", "--json", "text=é", "timestamp=1700000000")
    assert (status, err) == (0, "")
    assert json.loads(out) == SIGNER.sign({"text": "é", "timestamp": "1700000000"})


def test_the_timestamp_is_added() -> None:
    params = dict(parse_qsl(call("sign", "a=1").out.strip()))
    assert params["timestamp"].isdigit()
    assert SIGNER.verify(params) == {"a": "1", "timestamp": params["timestamp"]}


@given(text_params)
def test_whatever_is_signed_is_what_was_given(params: dict[str, str]) -> None:
    arguments = [f"{name}={value}" for name, value in params.items()]
    status, out, err = call("sign", "--json", "--", *arguments, "timestamp=1")
    assert (status, err) == (0, "")
    assert SIGNER.verify(json.loads(out), now=1) == params | {"timestamp": "1"}


@pytest.mark.parametrize("argument", ["text=-5", "text=--json", "text=-", "text==", "text="])
def test_a_value_may_look_like_something_else(argument: str) -> None:
    outcome = call("sign", "--json", argument)
    assert json.loads(outcome.out)["text"] == argument.removeprefix("text=")


def test_a_name_may_start_with_a_dash_behind_two() -> None:
    assert json.loads(call("sign", "--json", "--", "-n=1").out)["-n"] == "1"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a=1", "b"], "parameter 2 has no '=': write it as NAME=VALUE"),
        (["a=1", "a=1"], "parameter 'a' occurs more than once: send each name once"),
        (["=1"], "a parameter's name is empty: give it one"),
        (["timestamp=soon"], "timestamp must be Unix seconds"),
    ],
)
def test_parameters_that_cannot_be_signed(arguments: list[str], message: str) -> None:
    status, out, err = call("sign", *arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"nexmo-sig: {message}")


def test_each_method_signs() -> None:
    for method in ("md5hash", "md5", "sha1", "sha256", "sha512"):
        settings = SETTINGS | {"NEXMO_SIGNATURE_METHOD": method}
        sig = json.loads(call("sign", "--json", "timestamp=1", settings=settings).out)["sig"]
        assert sig == signature({"timestamp": "1"}, SECRET, method)
