"""A small SDK that embeds nexmo_sig: what it is given and what it gets back has these types."""

from .callbacks import receive
from .conversions import ConversionClient

__all__ = ["ConversionClient", "receive"]
