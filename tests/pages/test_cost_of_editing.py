"""Opening the edit page asks for the review of a text once, whatever is drawn of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from .hands import write

REVIEWS = '"wagtailcore_workflowstate" LEFT OUTER JOIN "wagtailcore_taskstate"'


@pytest.mark.parametrize(("action", "most"), [("save", 1), ("submit", 2)])
def test_no_button_of_the_edit_page_asks_for_the_review_again(hands, action, most):
    """A text in review is read once more, for whether it may be withdrawn."""
    url = reverse("wagtailadmin_pages:edit", args=[write(hands("editor"), action=action).pk])
    with CaptureQueriesContext(connection) as queries:
        assert hands("chief").get(url).status_code == 200
    assert sum(REVIEWS in each["sql"] for each in queries) <= most
