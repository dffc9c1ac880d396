"""Why a signature does not match: the known ways in which signers go wrong, tried one by one.

=========================  ======================================================================
Code                       The sender ...
=========================  ======================================================================
``wrong-method``           used another of the five methods
``wrong-secret``           used another of the given secrets
``secret-whitespace``      had white space around the secret, or the receiver has
``timestamp-missing``      did not hash ``timestamp``
``api-key-missing``        did not hash ``api_key``
``blank-dropped``          left out blank values, as the Java SDK does
``not-sanitised``          left ``&`` and ``=`` in values as they are
``names-sanitised``        replaced them in names as well, as the Java and .NET SDKs do
``unsorted``               did not sort, or sorted without regard to case, or by UTF-16
``no-leading-ampersand``   left out the leading ``&``
``percent-encoded``        hashed percent-encoded values
``query-encoded``          hashed the encoded query, as the current Node SDK does
``wrong-charset``          encoded the text as ISO-8859-1 or windows-1252
``plus-as-space``          hashed a ``+`` where a space was received, or the other way round
``bool-as-python``         hashed another spelling of a boolean than was sent
``none-as-text``           hashed parameters that were not sent, as the Python SDK does
``sig-included``           hashed an empty or old ``sig`` as well
=========================  ======================================================================

Nothing imports this package before somebody asks for a diagnosis: verifying does without it.
"""

from .finding import Finding
from .search import MAX_HASHES, diagnose

__all__ = ["MAX_HASHES", "Finding", "diagnose"]
