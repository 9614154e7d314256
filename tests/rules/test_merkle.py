"""The tree over evidence: the same roots and proofs as an independent library, no forged ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from rules import merkle

SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 33]
entries = st.lists(st.binary(max_size=12), min_size=1, max_size=40)


def both(data):
    tree = InmemoryTree(algorithm="sha256")
    for each in data:
        tree.append_entry(each)
    return [merkle.leaf_hash(each) for each in data], tree


@given(entries)
def test_roots_are_those_of_an_independent_library(data):
    leaves, tree = both(data)
    assert merkle.root(leaves) == tree.get_root()


@given(entries, st.data())
def test_each_side_believes_the_others_inclusion_proofs(data, choose):
    leaves, tree = both(data)
    index = choose.draw(st.integers(0, len(data) - 1))
    theirs = tree.prove_inclusion(index + 1)
    ours = merkle.inclusion_proof(index, leaves)
    assert theirs.path[1:] == ours
    verify_inclusion(leaves[index], tree.get_root(), theirs)
    assert merkle.is_included(leaves[index], index, len(leaves), ours, tree.get_root())


@given(entries, st.data())
def test_each_side_believes_the_others_consistency_proofs(data, choose):
    leaves, tree = both(data)
    size = choose.draw(st.integers(1, len(data)))
    old, new = merkle.root(leaves[:size]), merkle.root(leaves)
    verify_consistency(old, new, tree.prove_consistency(size, len(data)))
    ours = merkle.consistency_proof(size, leaves)
    assert merkle.is_consistent(size, len(leaves), old, new, ours)


@pytest.mark.parametrize("size", SIZES)
def test_a_changed_leaf_place_size_root_or_proof_is_noticed(size):
    leaves = [merkle.leaf_hash(bytes([each])) for each in range(size)]
    head, strange = merkle.root(leaves), merkle.leaf_hash(b"strange")
    for index, leaf in enumerate(leaves):
        proof = merkle.inclusion_proof(index, leaves)
        assert merkle.is_included(leaf, index, size, proof, head)
        assert not merkle.is_included(strange, index, size, proof, head)
        assert not merkle.is_included(leaf, index, size, proof, strange)
        assert not merkle.is_included(leaf, index, size, [*proof, strange], head)
        assert not merkle.is_included(leaf, size, size, proof, head)
        for place in range(len(proof)):
            forged = [*proof[:place], strange, *proof[place + 1 :]]
            assert not merkle.is_included(leaf, index, size, forged, head)


@pytest.mark.parametrize("size", SIZES)
def test_a_tree_whose_past_was_rewritten_is_not_consistent(size):
    leaves = [merkle.leaf_hash(bytes([each])) for each in range(size + 3)]
    old = merkle.root(leaves[:size])
    forged = [merkle.leaf_hash(b"strange"), *leaves[1:]]
    proof = merkle.consistency_proof(size, forged)
    assert not merkle.is_consistent(size, size + 3, old, merkle.root(forged), proof)
    assert not merkle.is_consistent(size, size + 3, old, merkle.root(leaves), [])


def test_a_root_grows_from_what_is_remembered_of_yesterday():
    leaves = [merkle.leaf_hash(bytes([each])) for each in range(100)]
    peaks = merkle.grow(merkle.grow([], leaves[:37]), leaves[37:])
    assert merkle.bag(peaks) == merkle.root(leaves)


def test_of_nothing_there_is_no_proof():
    with pytest.raises(ValueError, match="leaf"):
        merkle.inclusion_proof(0, [])
    with pytest.raises(ValueError, match="size"):
        merkle.consistency_proof(0, [])
    assert not merkle.is_consistent(0, 1, b"", b"", [])
    assert not merkle.is_consistent(2, 2, b"a", b"b", [])
