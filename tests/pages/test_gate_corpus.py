"""The gate held to a corpus: every secret is found in every carrier, and no decoy is."""

from functools import partial
from pathlib import Path

import pytest
from tests.support import gate_corners, gate_corpus

from files.inspection import masked_file
from pages.privacy.answers import Answer, examine
from pages.privacy.file_types import Unreadable


@pytest.fixture(scope="module")
def answers():
    """``{"harmful" | "harmless": [(name, Examination)]}``."""
    kinds = {"harmful": gate_corpus.harmful(), "harmless": gate_corpus.harmless()}
    return {
        kind: [(name, examine(name, data)) for name, data in files] for kind, files in kinds.items()
    }


def test_the_corpus_is_large_enough(answers):
    assert min(map(len, answers.values())) >= 150


def test_no_harmful_file_passes(answers):
    assert [name for name, answer in answers["harmful"] if answer.answer != Answer.PRIVATE] == []


def test_no_harmless_file_is_refused(answers):
    refused = [(name, answer.reasons) for name, answer in answers["harmless"] if answer.reasons]
    assert refused == []


def test_no_corner_of_a_file_hides_a_number_or_a_list():
    files = gate_corners.harmful().items()
    answers = {name: examine(name, data).answer for name, data in files}
    assert [name for name, answer in answers.items() if answer != Answer.PRIVATE] == []


def test_the_same_corners_may_hold_what_is_nobodys():
    files = gate_corners.harmless().items()
    answers = {name: examine(name, data).reasons for name, data in files}
    assert {name: reasons for name, reasons in answers.items() if reasons} == {}


@pytest.mark.parametrize("read", [partial(examine, "说明.txt"), masked_file])
def test_a_text_with_a_quote_that_never_ends_is_refused_with_what_to_do(read):
    with pytest.raises(Unreadable, match="引号"):
        read(('通知,"' + "字" * 140_000).encode())


# Files as offices make them; all people and numbers in them are invented.

FILES = Path(__file__).with_name("gate_files")
EXPECTED = {
    "control_plain.pdf": Answer.PRIVATE,
    "gbk_euc_h_no_tounicode.pdf": Answer.PRIVATE,
    "resources_inherited_from_pages.pdf": Answer.PRIVATE,
    "freetext_annotation.pdf": Answer.PRIVATE,
    "scan_no_words.pdf": Answer.NOT_READ_WHOLE,
    "id_numbers_as_numbers.xlsx": Answer.PRIVATE,
    "pivot_cache_keeps_records.xlsx": Answer.PRIVATE,
    "one_digit_per_box.docx": Answer.PRIVATE,
    "roster_control.xlsx": Answer.PRIVATE,
    "roster_bullet_names.xlsx": Answer.PRIVATE,
    "roster_no_heading_surname_not_in_list.xlsx": Answer.PRIVATE,
    "report_with_owner_password_only.pdf": Answer.NOT_READ_WHOLE,
    "leading_group_members.xlsx": Answer.NOTHING_FOUND,
}


def test_every_file_has_its_expected_answer():
    assert {path.name for path in FILES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_files_as_offices_make_them_have_the_right_answer(name):
    assert examine(name, (FILES / name).read_bytes()).answer == EXPECTED[name]
