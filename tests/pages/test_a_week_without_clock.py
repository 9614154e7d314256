"""The clock stands for a week: who reads finds everything as it is at that hour, and once only."""

from datetime import timedelta

import pytest
from tests.support.standing import stands

from pages.models import DocumentPage
from pages.notices.services import publish_due
from records.models import AuditEvent

from .conftest import moment
from .hands import edit, fresh, sign, write

SECOND = timedelta(seconds=1)
#: Monday; nothing of what follows is done by the clock.
OPENS = moment(2020, 6, 1, 9)
CHANGES = moment(2020, 6, 3, 9)
ENDS = moment(2020, 6, 5, 9)
WEEK_LATER = moment(2020, 6, 8, 12)
BEFORE = "关于示例事项的通知"
AFTER = "关于示例事项的通知（更正）"


@pytest.fixture
@stands
def planned(hands, document, django_user_model, client):
    """Signed before the clock died: an opening with its end, and a correction of a public text."""
    opening = write(
        hands("editor"),
        title="到时公开的指南",
        go_live_at="2020-06-01 09:00",
        expire_at="2020-06-05 09:00",
    )
    sign(django_user_model)
    page = document(title=BEFORE)
    words = {"title": AFTER, "correction_note": "标题有误", "action-submit": "1"}
    edit(hands("editor"), page, go_live_at="2020-06-03 09:00", **words)
    sign(django_user_model)
    client.logout()
    return fresh(opening), fresh(page)


def test_each_opens_changes_and_ends_in_its_second_for_who_reads(planned, get_page):
    opening, page = planned
    url = f"/bszn/{opening.slug}/"
    assert [get_page(url, at).status_code for at in (OPENS - SECOND, OPENS)] == [404, 200]
    assert AFTER not in get_page(page.url, CHANGES - SECOND).content.decode()
    assert AFTER in get_page(page.url, CHANGES).content.decode()
    assert [get_page(url, at).status_code for at in (ENDS - SECOND, ENDS)] == [200, 404]


LISTS = ("/bszn/", "/api/v1/documents", "/feeds/documents.rss", "/sitemap.xml", "/search/?q=指南")


@pytest.mark.parametrize("address", LISTS)
def test_lists_and_machines_follow_the_hours_too(planned, get_page, address):
    opening, _ = planned
    seen = [
        opening.slug in get_page(address, at).content.decode()
        for at in (OPENS - SECOND, OPENS, ENDS - SECOND, ENDS)
    ]
    assert seen == [False, True, True, False]


def test_a_number_that_readers_met_is_the_same_when_the_clock_lives_again(planned, get_page):
    opening, _ = planned
    numbers = {DocumentPage.objects.get(pk=opening.pk).index_no}
    get_page(f"/bszn/{opening.slug}/", OPENS)
    publish_due(WEEK_LATER)
    numbers.add(DocumentPage.objects.get(pk=opening.pk).index_no)
    assert numbers == {"ZG360702FPB/2020-00001"}


@pytest.mark.parametrize("is_read", [True, False], ids=["readers came", "nobody came"])
def test_when_it_lives_again_each_has_happened_once(planned, get_page, is_read):
    opening, page = planned
    for at in (OPENS, CHANGES, ENDS) if is_read else ():
        get_page(page.url, at)
        get_page(f"/bszn/{opening.slug}/", at)
    for _ in range(2):
        publish_due(WEEK_LATER)
    assert not fresh(opening).live
    assert (fresh(page).title, fresh(page).versions.count()) == (AFTER, 2)
    corrections = AuditEvent.objects.filter(action="pages.publish", subject_id=str(page.pk))
    assert corrections.count() == 2
    assert get_page(f"/bszn/{opening.slug}/", WEEK_LATER).status_code == 404


def test_an_opening_that_passed_whole_while_it_stood_is_never_shown_late(planned, get_page):
    opening, _ = planned
    publish_due(WEEK_LATER)
    assert get_page(f"/bszn/{opening.slug}/", WEEK_LATER).status_code == 404
    assert opening.slug not in get_page("/api/v1/documents", WEEK_LATER).content.decode()
