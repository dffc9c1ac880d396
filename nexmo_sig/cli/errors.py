"""The errors that only the command line raises."""

from __future__ import annotations

from ..errors import NexmoSigError


class SendingError(NexmoSigError):
    """A request that was not answered: exit status 3."""
