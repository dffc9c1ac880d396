"""What the command line adds to the tree of errors."""

from __future__ import annotations

from ..errors import NexmoSigError


class UsageError(NexmoSigError):
    """Options, input or settings that cannot be used: exit status 2."""


class SendingError(NexmoSigError):
    """A request that was sent, or was to be, and got no answer: exit status 3."""
