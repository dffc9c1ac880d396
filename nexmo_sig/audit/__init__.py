"""Audit recorded traffic: verdicts in bulk, from one access log to a billion records.

Needs the extra ``audit``.
"""

from .kernel import Auditor

__all__ = ["Auditor"]
