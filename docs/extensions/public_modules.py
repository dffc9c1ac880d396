"""The modules that users import names from; the others that have no underscore define these names.

The reference, the promise about versions and the tests use this list.
"""

MODULES = (
    "nexmo_sig",
    "nexmo_sig.conformance",
    "nexmo_sig.conversion",
    "nexmo_sig.integrations.aiohttp",
    "nexmo_sig.integrations.httpx",
    "nexmo_sig.integrations.redis",
    "nexmo_sig.integrations.requests",
    "nexmo_sig.testing",
    "nexmo_sig.types",
)
