"""The tables of the docs about the vendor's own SDKs are what these SDKs do."""

from datetime import date

import official_sdks
import pytest

MEASURED, *TABLES = official_sdks.PAGE.read_text(encoding="utf-8").split("## ")
DAY = MEASURED.partition("Measured on ")[2].partition(".")[0]
SIGNING, VERIFYING, TOKENS = (
    official_sdks.columns_of(part.partition("\n\n")[2].strip()) for part in TABLES
)


@pytest.mark.parametrize("name", official_sdks.PYTHON_SIGNERS)
def test_a_signer_in_python_does_what_the_table_says(name: str) -> None:
    signer = {name: official_sdks.PYTHON_SIGNERS[name]}
    assert official_sdks.signing(signer)[name] == SIGNING[name]


@pytest.mark.parametrize("name", official_sdks.PYTHON_RECEIVERS)
def test_a_receiver_in_python_does_what_the_table_says(name: str) -> None:
    receiver = {name: official_sdks.PYTHON_RECEIVERS[name]}
    assert official_sdks.receiving(receiver)[name] == VERIFYING[name]


@pytest.mark.parametrize("name", official_sdks.PYTHON_VERIFIERS)
def test_a_verifier_of_tokens_in_python_does_what_the_table_says(name: str) -> None:
    verifier = {name: official_sdks.PYTHON_VERIFIERS[name]}
    assert official_sdks.verifying(verifier)[name] == TOKENS[name]


def test_the_tables_are_dated() -> None:
    assert date.fromisoformat(DAY) <= date.today()


@pytest.mark.program
def test_all_of_them_do_what_the_tables_say() -> None:
    assert official_sdks.page(DAY) == official_sdks.PAGE.read_text(encoding="utf-8")


def test_what_is_built_here_is_right_in_every_row() -> None:
    assert {*SIGNING["nexmo_sig"].values()} == {"right"}
    for table in (VERIFYING, TOKENS):
        assert not any(cell.startswith("**") for cell in table["nexmo_sig"].values())
