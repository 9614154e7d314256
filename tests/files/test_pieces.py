"""A long file at rest is sealed in pieces, of which none can be changed, moved or left out."""

import tracemalloc

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.files.base import ContentFile

from files import vault
from files.pieces import PIECE, joined_pieces, sealed_pieces

KEY = Fernet.generate_key()
LONG = bytes(range(256)) * (3 * PIECE // 256) + b"end"


@pytest.fixture(scope="module")
def lines():
    return list(sealed_pieces(KEY, LONG))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_every_length_comes_back(size):
    data = LONG[:size]
    assert vault.opened(vault.sealed(data)) == data
    assert joined_pieces(KEY, sealed_pieces(KEY, data)) == data


def test_short_things_are_sealed_as_ever():
    assert vault.sealed(b"x" * PIECE).read().startswith(vault.MARK)
    assert vault.sealed(b"x" * (PIECE + 1)).read().startswith(vault.IN_PIECES)


def test_beside_a_release_that_cannot_open_pieces_none_are_made(settings):
    settings.FILES_IN_PIECES = False
    stored = vault.sealed(LONG)
    assert stored.read().startswith(vault.MARK)
    assert vault.opened(stored) == LONG


def test_a_long_file_that_was_sealed_as_one_token_still_opens():
    assert vault.opened(ContentFile(vault.seal(LONG))) == LONG


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda lines: lines[:-1],
        lambda lines: lines[1:],
        lambda lines: [],
        lambda lines: [lines[0], *lines],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: [lines[0][:-6] + b"xxxxx\n", *lines[1:]],
    ],
    ids=["cut", "headless", "empty", "told twice", "longer", "moved", "changed"],
)
def test_what_was_tampered_with_does_not_open(lines, spoilt):
    assert joined_pieces(KEY, lines) == LONG
    with pytest.raises(InvalidToken):
        joined_pieces(KEY, spoilt(lines))


def test_a_piece_of_another_file_does_not_fit(lines):
    other = list(sealed_pieces(KEY, LONG))
    with pytest.raises(InvalidToken):
        joined_pieces(KEY, [lines[0], other[1], *lines[2:]])


def test_a_piece_cannot_be_shown_as_a_whole_sealed_thing(settings):
    sealed = vault.sealed(LONG).read()
    first = sealed.splitlines()[1]
    with pytest.raises(InvalidToken):
        vault.unseal(vault.MARK + vault.key_id(settings.MATERIAL_KEY) + b":" + first)


def test_the_key_of_a_long_file_is_named_and_can_be_changed(settings):
    sealed = vault.sealed(LONG).read()
    assert vault.is_current(sealed)
    assert vault.is_known(sealed[:24])
    settings.MATERIAL_KEYS_RETIRED = [settings.MATERIAL_KEY]
    settings.MATERIAL_KEY = Fernet.generate_key().decode()
    assert not vault.is_current(sealed)
    assert vault.unseal(sealed) == LONG
    settings.MATERIAL_KEYS_RETIRED = []
    assert not vault.is_known(sealed[:24])
    with pytest.raises(InvalidToken):
        vault.unseal(sealed)


def test_sealing_and_opening_need_little_beside_the_file():
    """One token of all of it would need seven times the file."""
    data = LONG * 3
    tracemalloc.start()
    stored = vault.sealed(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    assert vault.opened(stored) == data
    opening = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert most < 2.5 * len(data)
    assert opening < 3 * len(data)
