"""Why a request is authentic or not, step by step, for people and for programs.

Nothing imports this package before somebody asks for an explanation: verifying does without it.
"""

from .base import Explanation
from .signature import SignatureExplanation, explain
from .webhook import WebhookExplanation, explain_webhook

__all__ = [
    "Explanation",
    "SignatureExplanation",
    "WebhookExplanation",
    "explain",
    "explain_webhook",
]
