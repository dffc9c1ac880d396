"""Where the command line finds keys, secrets and methods."""

from pathlib import Path

import pytest
from command_line import METHOD, SECRET, SETTINGS, as_passed, call, run
from reference import signature

from nexmo_sig import Signer, encode

SIGNED = encode(Signer(SECRET, METHOD).sign({"timestamp": "1"})).decode()
METHOD_ONLY = {"NEXMO_SIGNATURE_METHOD": METHOD}
REQUEST = ("request", "sms", "--message-id", "1", "--delivered", "true")


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    return tmp_path / "secret.txt"


@pytest.mark.parametrize(
    ("arguments", "missing", "option"),
    [
        (("sign", "a=1"), "NEXMO_SIGNATURE_SECRET", "--secret-file FILE"),
        (("sign", "a=1"), "NEXMO_SIGNATURE_METHOD", "--method METHOD"),
        (("verify", SIGNED), "NEXMO_SIGNATURE_SECRET", "--secret-file FILE"),
        (("explain", SIGNED), "NEXMO_SIGNATURE_SECRET", "--secret-file FILE"),
        (REQUEST, "NEXMO_API_KEY", "--api-key KEY"),
        (REQUEST, "NEXMO_SIGNATURE_SECRET", "--secret-file FILE"),
        ((*REQUEST, "--auth", "secret"), "NEXMO_API_SECRET", "--secret-file FILE"),
    ],
)
@pytest.mark.parametrize("how", ["unset", "empty"])
def test_a_missing_setting_says_which_variable_to_set(
    arguments: tuple[str, ...], missing: str, option: str, how: str
) -> None:
    settings = {name: value for name, value in SETTINGS.items() if name != missing}
    status, out, err = call(
        *arguments, settings=settings if how == "unset" else settings | {missing: ""}
    )
    assert (status, out) == (2, "")
    assert f"set {missing}, or give {option}" in err


def test_options_win_over_the_environment(secret_file: Path) -> None:
    secret_file.write_text("another secret")
    outcome = call("sign", "timestamp=1", "--method", "md5", "--secret-file", str(secret_file))
    sig = signature({"timestamp": "1"}, "another secret", "md5")
    assert outcome.out == f"timestamp=1&sig={sig}\n"


@pytest.mark.parametrize("content", [SECRET, SECRET + "\n", SECRET + "\r\n"])
def test_one_newline_at_the_end_of_a_secret_file_is_left_out(
    secret_file: Path, content: str
) -> None:
    secret_file.write_bytes(content.encode())
    outcome = call(
        "verify", SIGNED, "--any-age", "--secret-file", str(secret_file), settings=METHOD_ONLY
    )
    assert outcome == (0, "authentic\n", "")


@pytest.mark.parametrize("content", [SECRET + "\n\n", SECRET + " ", SECRET + "\r", "\n" + SECRET])
def test_all_other_white_space_belongs_to_the_secret(secret_file: Path, content: str) -> None:
    secret_file.write_bytes(content.encode())
    assert call("verify", SIGNED, "--any-age", "--secret-file", str(secret_file)).status == 1


def test_the_first_of_several_secret_files_signs_and_any_verifies(tmp_path: Path) -> None:
    options: list[str] = []
    for name in ("new secret", SECRET):
        (tmp_path / name).write_text(name)
        options += ["--secret-file", str(tmp_path / name)]
    signed = call("sign", "timestamp=1", *options, settings=METHOD_ONLY).out
    assert signature({"timestamp": "1"}, "new secret", METHOD) in signed
    for query in (signed.strip(), SIGNED):
        assert call("verify", query, "--any-age", *options, settings=METHOD_ONLY).status == 0


def test_a_secret_file_has_any_name_and_any_characters(tmp_path: Path) -> None:
    path = str(tmp_path / "clé")
    Path(as_passed(path)).write_text("né", encoding="utf-8")
    settings = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", **METHOD_ONLY}
    outcome = run("sign", "timestamp=1", "--secret-file", path, settings=settings)
    assert signature({"timestamp": "1"}, "né", METHOD) in outcome.out


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty: write the secret into it"),
        (b"\n", "is empty: write the secret into it"),
        (b"s\xff", "is not UTF-8 at byte 1"),
        (b"\xef\xbb\xbfs", "begins with a byte order mark (UTF-8): save it as UTF-8 without one"),
        (b"s" * 65_537, "is larger than 65536 bytes: give another one"),
    ],
)
def test_a_secret_file_that_holds_none(secret_file: Path, content: bytes, problem: str) -> None:
    secret_file.write_bytes(content)
    outcome = call("sign", "a=1", "--secret-file", str(secret_file))
    assert outcome == (2, "", f"nexmo-sig: secret file 1 {problem}\n")


def test_a_secret_file_may_be_as_large_as_the_limit(secret_file: Path) -> None:
    secret_file.write_bytes(b"s" * 65_536)
    assert call("sign", "a=1", "--secret-file", str(secret_file)).status == 0


@pytest.mark.posix
@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("no such file", "No such file or directory"),
        (".", "Is a directory"),
        ("\0", "not the name of a file"),
    ],
)
def test_a_secret_file_that_cannot_be_read(path: str, problem: str) -> None:
    outcome = call("sign", "a=1", "--secret-file", __file__, "--secret-file", path)
    assert outcome == (2, "", f"nexmo-sig: secret file 2 cannot be read: {problem}\n")


def test_an_unknown_method_lists_those_that_there_are() -> None:
    outcome = call("sign", "a=1", "--method", "sha3")
    assert outcome.status == 2
    assert outcome.err == (
        "nexmo-sig: unknown signature method: use one of md5hash, md5, sha1, sha256, sha512\n"
    )


def test_an_api_secret_comes_from_one_file(secret_file: Path) -> None:
    secret_file.write_text("from a file")
    option = ("--secret-file", str(secret_file))
    assert "api_secret=from+a+file" in call(*REQUEST, "--auth", "secret", *option).out
    twice = call(*REQUEST, "--auth", "secret", *option, *option)
    assert twice == (2, "", "nexmo-sig: several secret files: give the one of the API secret\n")


@pytest.mark.posix
def test_a_variable_that_is_not_utf8_is_refused() -> None:
    settings = SETTINGS | {"NEXMO_SIGNATURE_SECRET": "s\udcff"}
    outcome = run("sign", "a=1", settings=settings)
    assert outcome == (2, "", "nexmo-sig: NEXMO_SIGNATURE_SECRET is not UTF-8 at byte 1\n")
