"""What stands for a series of tests goes whole when it ends."""

import pytest
from django.db import connection
from tests.support.standing import stands


@pytest.fixture
def depth(db):
    return len(connection.savepoint_ids)


@pytest.fixture
@stands
def depths(depth, office):
    return depth, len(connection.savepoint_ids)


def test_what_it_asks_for_is_made_within_it(depths):
    """Else what that wrote would stay for tests that never asked."""
    of_what_it_asks_for, of_itself = depths
    assert of_what_it_asks_for == of_itself > 0
