"""Recordings in the formats in which they are found, read into batches of records."""

from .recording import Recording
from .sources import Source, sources_of

__all__ = ["Recording", "Source", "sources_of"]
