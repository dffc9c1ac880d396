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
``not-hmac``               hashed string and secret plainly, without HMAC
``secret-separator``       put an ``&`` before the secret of ``md5hash``
``signature-base64``       wrote the signature in base64, not in hexadecimal
``signature-cut``          sent the beginning of the signature only
``parameter-added``        did not hash a parameter that a router or tracker added on the way
``html-entity``            had strings read or written as HTML: ``&times`` is a sign there
``value-trimmed``          hashed white space around a value that was trimmed, or the other way
``leading-zero``           hashed a number with a leading zero that was lost, or the other way
``plus-dropped``           hashed a number with a ``+`` that was lost, or the other way round
``encoded-twice``          sent values that were percent-encoded twice
=========================  ======================================================================

Of bearer tokens, :func:`nexmo_sig.explain_webhook` finds:

=========================  ======================================================================
Code                       The sender ...
=========================  ======================================================================
``wrong-secret``           used a secret of another account, or another of the given ones
``secret-whitespace``      had white space around the secret, or the receiver has
``secret-decoded``         decoded the secret from base64 or hexadecimal
``wrong-algorithm``        signed with RS256 or another algorithm than HS256
``payload-rewritten``      hashed JSON that was parsed and written again
``payload-newline``        hashed a newline or white space at the end that was not received
``payload-mark``           hashed a byte order mark that was not received, or the other way round
``payload-empty``          hashed the empty string
``payload-query``          hashed the query in place of the body
``wrong-charset``          encoded the payload in another charset than UTF-8
=========================  ======================================================================

A token that is signed with an unknown secret, or whose payload was altered, has no finding.

Nothing imports this package before somebody asks for a diagnosis: verifying does without it.
"""

from __future__ import annotations

from collections.abc import Sequence

from .._parameters import SIGNATURE, checked_strings
from .._secrets import checked_secrets
from .._signature import known_method
from ..errors import SignatureMissing
from ..signer import NO_SIG
from ..types import Params, SignatureMethod
from ._search import MAX_HASHES, findings_of
from .finding import Finding

__all__ = ["MAX_HASHES", "Finding", "diagnose"]


def diagnose(
    params: Params, secret: str | Sequence[str], method: SignatureMethod | str
) -> list[Finding]:
    """Find out what a sender did wrong whose signature does not match.

    It tries each known mistake alone, and if none of them explains the signature, each pair. The
    work is bounded: it makes at most 20,000 hashes, of which one of many parameters or of a long
    string counts as several. All that is known is tried on a usual request. With dozens of secrets,
    dozens of values that could be changed one at a time, or a long string, the last pairs are not.

    Args:
        params: what was received, as a mapping or an iterable of (name, value) pairs, with ``sig``;
            it stays as it is. Names may hold ``&`` and ``=`` here, unlike elsewhere, as that is one
            of the reasons.
        secret: the signature secret; or several: the one that should have been used, and others
            that may have been, such as the ``api_secret`` or an older secret.
        method: the :class:`~nexmo_sig.SignatureMethod` that should have been used, or its
            value as a string.

    Returns:
        The findings with the fewest mistakes, the likeliest first. There is more than one when
        different mistakes lead to the same string. Empty if nothing explains the signature, and
        also if it is right as it is.

    Raises:
        SignatureMissing: there is no ``sig``.
        DuplicateParameter: a name occurs twice.
        ParameterError: a name or a value that cannot be a parameter.
        UsageError: the method is unknown, or a secret cannot be one.
    """
    fields = checked_strings(params, allow_separators=True)
    received = fields.pop(SIGNATURE, None)
    if received is None:
        raise SignatureMissing(NO_SIG)
    secrets, known = checked_secrets(secret), known_method(method)
    return findings_of(tuple(fields.items()), received, secrets, known)
