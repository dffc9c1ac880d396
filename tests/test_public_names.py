"""The public modules and names: those without a leading underscore, and what they promise."""

import importlib
import inspect
import pickle
import pkgutil
import typing
from collections.abc import Iterator
from types import ModuleType

import pytest

import nexmo_sig

MODULES = [
    name
    for _, name, _ in pkgutil.walk_packages(nexmo_sig.__path__, "nexmo_sig.")
    if not any(part.startswith("_") for part in name.split("."))
    and not name.startswith("nexmo_sig.cli")
]


def defined_in(module: ModuleType) -> Iterator[object]:
    """Yield the public classes and functions of a module, and of each class what it defines."""
    for name, value in vars(module).items():
        is_own = getattr(value, "__module__", None) == module.__name__
        if not is_own or name.startswith("_"):
            continue
        if inspect.isclass(value):
            yield value
            yield from methods_of(value)
        elif inspect.isfunction(value):
            yield value


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
    for value in defined_in(importlib.import_module(name)):
        typing.get_type_hints(value)


def test_there_are_type_hints_to_read() -> None:
    assert sum(len(list(defined_in(importlib.import_module(name)))) for name in MODULES) > 120


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
