"""A draw that anybody can repeat."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.draws import digest_of_list, draw

NAMES = st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=30)


def test_a_stranger_with_a_sha256_tool_draws_the_same():
    names = [f"ZG-360702-2020-{n:04}-X" for n in range(1, 51)]
    ranked = sorted((hashlib.sha256(f"2020040 7 12 19|{n}".encode()).hexdigest(), n) for n in names)
    assert draw("2020040 7 12 19", names, 5) == [name for _, name in ranked[:5]]


@given(NAMES, st.integers(1, 40), st.text(min_size=1).filter(str.strip))
def test_the_order_of_the_list_means_nothing_and_nobody_is_drawn_twice(names, count, seed):
    drawn = draw(seed, names, count)
    assert drawn == draw(seed, reversed(names), count)
    assert len(drawn) == len(set(drawn)) == min(count, len(names))
    assert set(drawn) <= set(names)


@given(NAMES, st.text(min_size=1).filter(str.strip))
def test_drawing_more_only_adds(names, seed):
    assert draw(seed, names, 3) == draw(seed, names, 5)[:3]


def test_over_many_seeds_everybody_is_drawn_about_as_often():
    names = [str(n) for n in range(10)]
    drawn = [name for seed in range(2000) for name in draw(str(seed), names, 2)]
    assert all(300 < drawn.count(name) < 500 for name in names)


@pytest.mark.parametrize(
    ("seed", "names", "count"), [(" ", ["a"], 1), ("s", ["a"], 0), ("s", ["a", "a"], 1)]
)
def test_what_is_no_draw_is_refused(seed, names, count):
    with pytest.raises(ValueError, match=r"种子|至少|重复"):
        draw(seed, names, count)


def test_the_digest_of_a_list_does_not_depend_on_its_order():
    assert digest_of_list(["b", "a"]) == digest_of_list(["a", "b"])
    assert digest_of_list(["a", "b"]) == hashlib.sha256(b"a\nb").hexdigest()
