"""The command line, ``nexmo-sig``: files, environment, streams and exit statuses live here."""

from .program import main

__all__ = ["main"]
