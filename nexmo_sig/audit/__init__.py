"""Audit recorded traffic: verdicts in bulk, from one access log to a billion records.

Needs the extra ``audit``.
"""

from .._extras import missing

try:
    from .kernel import Auditor
    from .replays import with_replays
except ModuleNotFoundError as _error:  # pragma: no cover  (a test runs without the extra)
    raise ModuleNotFoundError(missing(_error.name, "audit"), name=_error.name) from None

__all__ = ["Auditor", "with_replays"]
