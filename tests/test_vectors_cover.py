"""The test vectors hold cases of every signature method, endpoint and media type of the package."""

import pytest
from vector_files import cases

from nexmo_sig import MEDIA_TYPES, SignatureMethod, conversion


@pytest.mark.parametrize("method", SignatureMethod)
def test_there_are_signatures_by_the_method(method: SignatureMethod) -> None:
    expected = [case["expected"] for case in cases("signatures") if case["result"] == "valid"]
    assert expected
    assert [signatures for signatures in expected if method not in signatures] == []


@pytest.mark.parametrize("endpoint", conversion.Endpoint)
def test_there_are_requests_to_the_endpoint(endpoint: conversion.Endpoint) -> None:
    built = [case["expected"]["url"] for case in cases("build") if case["result"] == "valid"]
    assert any(url.partition("?")[0].endswith(f"/conversions/{endpoint}") for url in built)


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_there_are_bodies_of_the_media_type(media_type: str) -> None:
    for kind in ("encode", "decode"):
        assert any(case.get("media_type") == media_type for case in cases(kind))
