"""Keys and secrets: from the environment or from files, never from arguments that ``ps`` shows."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace

from .._parameters import SIGNATURE
from .._signature import canonical_string, hexdigest_with, matching_secret
from ..auth import SecretAuth, SignatureAuth
from ..errors import UsageError
from ..signer import Signer
from ..types import Auth, SignatureMethod
from ..webhook import WebhookVerifier
from .parser import File, Files, Suggestions
from .text import from_system, read_file, utf8, without_mark, without_newline

ENVIRONMENT = """\
environment:
  NEXMO_SIGNATURE_SECRET  the signature secret of the account (not its API secret)
  NEXMO_SIGNATURE_METHOD  the signature method of the account; without it, verify and explain
                          detect the method of a sig
  NEXMO_API_KEY           the API key, for request
  NEXMO_API_SECRET        the API secret, for request --auth secret
"""

_ACCOUNTS = "accounts file"
_LARGEST_SECRET_FILE = 65_536  # bytes


def add_signer_options(parser: ArgumentParser) -> None:
    """Add what :func:`signer_of` reads."""
    group = parser.add_argument_group("credentials")
    group.add_argument(
        "--method",
        choices=Suggestions(SignatureMethod),
        metavar="METHOD",
        help=f"the signature method: {', '.join(SignatureMethod)} (else: NEXMO_SIGNATURE_METHOD)",
    )
    group.add_argument(
        "--secret-file",
        action=Files,
        default=[],
        metavar="FILE",
        help="a file that holds the secret; a newline at its end is left out. Given several times, "
        "the first secret signs and any verifies (else: NEXMO_SIGNATURE_SECRET)",
    )


def add_account_option(parser: ArgumentParser) -> None:
    """Add what :func:`verifier_of` reads beside the options of a signer."""
    parser.add_argument(
        "--accounts-file",
        action=File,
        metavar="FILE",
        help="a file with a line API_KEY=SECRET for each account, in place of --secret-file; an API "
        "key on several lines has several secrets",
    )


def add_candidate_option(parser: ArgumentParser) -> None:
    """Add what :func:`candidate_secrets_of` reads."""
    parser.add_argument(
        "--candidate-secret-file",
        action=Files,
        default=[],
        metavar="FILE",
        help="a file that holds another secret that may have been used by mistake, such as the API "
        "secret or an old one; it is never used to verify (can be given several times)",
    )


def add_auth_options(parser: ArgumentParser) -> None:
    """Add what :func:`auth_of` reads."""
    add_signer_options(parser)
    group = parser.add_argument_group("authentication")
    group.add_argument(
        "--auth",
        choices=("signature", "secret"),
        default="signature",
        help="with a signature (the default), or with the API secret, which is then sent and shown: "
        "from NEXMO_API_SECRET or --secret-file",
    )
    group.add_argument("--api-key", metavar="KEY", help="the API key (else: NEXMO_API_KEY)")


def signer_of(args: Namespace) -> Signer:
    """Return the signer that the options and the environment describe.

    Raises:
        UsageError: something is missing, cannot be read, or cannot be used.
    """
    return Signer(secrets_of(args), method_of(args))


def secrets_of(args: Namespace) -> list[str]:
    """Return the signature secrets.

    Raises:
        UsageError: there is none, or a file cannot be read.
    """
    return _secrets(args.secret_file, "NEXMO_SIGNATURE_SECRET", "signature secret")


def method_of(args: Namespace) -> str:
    """Return the name of the signature method.

    Raises:
        UsageError: there is none.
    """
    method: str | None = args.method
    return method or _variable("NEXMO_SIGNATURE_METHOD", "signature method", "--method METHOD")


def verifying_signer_of(args: Namespace, params: dict[str, str]) -> Signer:
    """Return a signer that verifies with the secrets of every account.

    Without a signature method, it is the one that made the ``sig``, or one whose signatures are as
    long.

    Raises:
        UsageError: something is missing, cannot be read, or cannot be used.
        ParameterError: a name or a value that cannot be a parameter.
    """
    if args.accounts_file is None:
        secrets = secrets_of(args)
    else:
        secrets = [secret for several in _accounts(args).values() for secret in several]
    is_set = args.method or os.environ.get("NEXMO_SIGNATURE_METHOD")
    return Signer(secrets, method_of(args) if is_set else _likeliest_method(secrets, params))


def _likeliest_method(secrets: list[str], params: dict[str, str]) -> SignatureMethod:
    canonical, sig = canonical_string(params), params.get(SIGNATURE, "")
    as_long = []
    for method in SignatureMethod:
        hexdigests = [hexdigest_with(method, secret) for secret in secrets]
        if matching_secret(hexdigests, canonical, sig) is not None:
            return method
        as_long += [method] * (len(hexdigests[0](canonical)) == len(sig))
    return as_long[0] if as_long else SignatureMethod.SHA256


def verifier_of(args: Namespace, header: str) -> WebhookVerifier:
    """Return the verifier of signed webhooks that the options and the environment describe.

    Args:
        args: the options.
        header: the name of the header that holds the token.

    Raises:
        UsageError: something is missing, or cannot be read or used.
    """
    if args.accounts_file is not None:
        return WebhookVerifier(_accounts(args), header=header)
    return WebhookVerifier(secrets_of(args), header=header)


def _accounts(args: Namespace) -> dict[str, list[str]]:
    if args.secret_file:
        raise UsageError("give either --accounts-file or --secret-file")
    accounts: dict[str, list[str]] = {}
    for number, line in enumerate(_file_content(args.accounts_file, _ACCOUNTS).splitlines(), 1):
        api_key, equals, secret = line.partition("=")
        if line and not (equals and api_key and secret):
            raise UsageError(f"line {number} of the {_ACCOUNTS} is not API_KEY=SECRET")
        if line:
            accounts.setdefault(api_key, []).append(secret)
    return accounts


def candidate_secrets_of(args: Namespace) -> list[str]:
    """Return the secrets that may have been used by mistake.

    Raises:
        UsageError: a file cannot be read.
    """
    return _file_contents(args.candidate_secret_file, "candidate secret file")


def auth_of(args: Namespace) -> Auth:
    """Return what authenticates a request; raises the errors of :func:`signer_of`."""
    api_key = args.api_key or _variable("NEXMO_API_KEY", "API key", "--api-key KEY")
    if args.auth == "signature":
        return SignatureAuth(api_key, signer_of(args))
    secret, *others = _secrets(args.secret_file, "NEXMO_API_SECRET", "API secret")
    if others:
        raise UsageError("several secret files: give the one of the API secret")
    return SecretAuth(api_key, secret)


def _secrets(files: list[str], variable: str, kind: str) -> list[str]:
    if not files:
        return [_variable(variable, kind, "--secret-file FILE")]
    return _file_contents(files, "secret file")


def _file_contents(files: list[str], kind: str) -> list[str]:
    return [_file_content(path, f"{kind} {n}") for n, path in enumerate(files, 1)]


def _variable(variable: str, kind: str, option: str) -> str:
    text = os.environ.get(variable)
    if not text:
        raise UsageError(f"no {kind}: set {variable}, or give {option}")
    return from_system(text, variable)


def _file_content(path: str, source: str) -> str:
    data = read_file(path, _LARGEST_SECRET_FILE, source)
    if len(data) > _LARGEST_SECRET_FILE:
        raise UsageError(f"{source} is larger than {_LARGEST_SECRET_FILE} bytes: give another one")
    text = without_newline(utf8(without_mark(data, source), source))
    if not text:
        raise UsageError(f"{source} is empty: write the secret into it")
    return text
