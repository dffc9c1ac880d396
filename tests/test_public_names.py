"""The public names, of the modules that the reference documents, and what they promise."""

import importlib
import inspect
import pickle
import runpy
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from typing_extensions import get_protocol_members, is_protocol

import nexmo_sig

EXTENSIONS = Path(__file__).parent.parent / "docs" / "extensions"
MODULES: tuple[str, ...] = runpy.run_path(str(EXTENSIONS / "public_modules.py"))["MODULES"]


def public_in(module: ModuleType) -> Iterator[object]:
    """Yield the public classes and functions of a module, and of each class what it defines."""
    own = [name for name, value in vars(module).items() if _module_of(value) == module.__name__]
    for name in getattr(module, "__all__", own):
        value = getattr(module, name)
        if inspect.isclass(value):
            yield value
            yield from methods_of(value)
        elif inspect.isfunction(value):
            yield value


def _module_of(value: object) -> str | None:
    return getattr(value, "__module__", None)


def methods_of(cls: type) -> Iterator[object]:
    for name, member in vars(cls).items():
        if not name.startswith("_") or name in ("__init__", "__call__"):
            if isinstance(member, classmethod | staticmethod):
                yield member.__func__
            elif isinstance(member, property):
                yield member.fget
            elif inspect.isfunction(member):
                yield member


@pytest.mark.parametrize("name", MODULES)
def test_type_hints_can_be_read_at_run_time(name: str) -> None:
    """As frameworks do that build forms, commands or documentation from them."""
    for value in public_in(importlib.import_module(name)):
        typing.get_type_hints(value)


def test_there_are_type_hints_to_read() -> None:
    assert sum(len(list(public_in(importlib.import_module(name)))) for name in MODULES) > 120


def test_what_an_own_auth_or_replay_guard_must_have_is_one_method() -> None:
    """An object of an application that has it works; a further member would break them all."""
    assert is_protocol(nexmo_sig.Auth)
    assert get_protocol_members(nexmo_sig.Auth) == {"apply"}
    assert is_protocol(nexmo_sig.ReplayGuard)
    assert get_protocol_members(nexmo_sig.ReplayGuard) == {"remember"}


@pytest.mark.parametrize("name", MODULES)
def test_no_public_module_has_a_private_path(name: str) -> None:
    assert "._" not in name
    for value in public_in(importlib.import_module(name)):
        assert "._" not in str(_module_of(value))


@pytest.mark.parametrize("name", sorted(set(nexmo_sig.__all__) - {"__version__"}))
def test_a_public_name_can_be_pickled_without_a_private_path(name: str) -> None:
    value = getattr(nexmo_sig, name)
    if inspect.isclass(value) or inspect.isfunction(value):
        assert b"nexmo_sig._" not in pickle.dumps(value)


@pytest.mark.parametrize("method", nexmo_sig.SignatureMethod)
def test_the_pickle_of_a_signer_holds_no_private_path(method: nexmo_sig.SignatureMethod) -> None:
    signer = nexmo_sig.Signer(["the first secret", "the second secret"], method)
    for value in (method, signer, nexmo_sig.SignatureAuth("key", signer)):
        assert b"nexmo_sig._" not in pickle.dumps(value)
