"""Published sums: no row, and no difference of rows, tells of fewer than three units."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from rules.suppression import LEAST_UNITS, Cell, fold


def cell(key, fen, units):
    return Cell(key, 1, fen, frozenset(units))


def test_a_row_of_few_units_hides_with_the_smallest_open_one():
    cells = [cell("a", 900, "wxyz"), cell("b", 500, "xyz"), cell("c", 100, "w")]
    assert [(each.key, each.fen) for each in fold(cells, rest="其他")] == [
        ("a", 900),
        ("其他", 600),
    ]


def test_of_two_units_altogether_nothing_is_told():
    assert fold([cell("a", 900, "w"), cell("b", 500, "x")], rest="其他") == []


def test_rows_of_enough_units_stay_as_they_are():
    cells = [cell("a", 100, "xyz"), cell("b", 500, "xyw")]
    assert [each.key for each in fold(cells, rest="其他")] == ["b", "a"]


@given(
    st.lists(
        st.tuples(st.integers(0, 10**6), st.sets(st.integers(1, 6), min_size=1)),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_is_told_adds_up_and_every_part_of_it_covers_enough_units(rows):
    cells = [Cell(f"{place}", 1, fen, frozenset(units)) for place, (fen, units) in enumerate(rows)]
    told_of = fold(cells, rest="其他")
    if not told_of:
        assert len(frozenset().union(*(each.units for each in cells))) < LEAST_UNITS
        return
    assert sum(each.fen for each in told_of) == sum(each.fen for each in cells)
    assert sum(each.count for each in told_of) == len(cells)
    for size in range(1, len(told_of)):  # the total without any other rows
        for left_out in combinations(told_of, size):
            rest = [each for each in told_of if each not in left_out]
            assert len(frozenset().union(*(each.units for each in rest))) >= LEAST_UNITS
