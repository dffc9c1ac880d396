"""What the command line adds to the tree of errors."""

from __future__ import annotations

from ..errors import NexmoSigError


class SendingError(NexmoSigError):
    """A request that was not answered: exit status 3."""
