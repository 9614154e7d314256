"""Wagtail's own lists are narrowed by days, too: a year that no record has is told at the day."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page

pytestmark = pytest.mark.django_db
WILD_DAYS = ("0001-01-01", "9999-12-31")
OF_NO_RECORD = "年份应在1990至2200之间"


@pytest.fixture
def admin(office, signed_in):
    client = signed_in(get_user_model().objects.get(username="admin"))
    client.raise_request_exception = False
    return client


@pytest.fixture
def leaf(office):
    return Page.objects.filter(depth=3, live=True).first()


def lists(leaf):
    """Wagtail's lists that are narrowed by days, with the names of their days."""
    names = "wagtailadmin_reports"
    yield reverse("wagtailadmin_explore", args=[leaf.get_parent().pk]), "latest_revision_created_at"
    yield reverse("wagtailadmin_pages:history", args=[leaf.pk]), "timestamp"
    yield reverse(f"{names}:site_history"), "timestamp"
    yield reverse(f"{names}:locked_pages"), "locked_at"
    yield reverse(f"{names}:workflow"), "created_at"
    yield reverse(f"{names}:workflow_tasks"), "started_at"
    yield reverse(f"{names}:workflow_tasks"), "finished_at"
    yield reverse("wagtailusers_users:index"), "last_login"


def test_a_list_between_days_of_no_record_says_so_at_the_day(admin, leaf):
    for address, name in lists(leaf):
        for day in WILD_DAYS:
            for end in ("from", "to"):
                answer = admin.get(address, {f"{name}_{end}": day})
                assert answer.status_code == 200, (address, name, end, day)
                assert OF_NO_RECORD in answer.content.decode(), (address, name, end, day)
        assert admin.get(address, {f"{name}_from": "2020-01-01"}).status_code == 200
        assert OF_NO_RECORD not in admin.get(address).content.decode()
