"""The gate held to a corpus: every secret is found in every carrier, and no decoy is."""

import pytest
from tests.support import gate_corpus

from pages.privacy.answers import Answer, examine


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
