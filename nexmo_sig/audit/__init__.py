"""Audit recorded traffic: verdicts in bulk, from one access log to a billion records.

Needs the extra ``audit``.
"""

try:
    from .kernel import Auditor
    from .replays import with_replays
except ModuleNotFoundError as _error:  # pragma: no cover  (a test runs without the extra)
    raise ModuleNotFoundError(
        f"nexmo_sig.audit needs {_error.name}: install nexmo-sig[audit]", name=_error.name
    ) from None

__all__ = ["Auditor", "with_replays"]
