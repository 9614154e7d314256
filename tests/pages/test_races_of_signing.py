"""Two signers at the same instant, in processes of their own: numbers have no gap and no double."""

import pytest
from django.db import transaction
from django.utils import timezone
from tests.support.race import Meanwhile, race
from wagtail.models import Page, PageLogEntry, TaskState

from pages.documents.drafting import draft_document, hand_in
from pages.documents.official_numbers import wait_for_others
from pages.documents.timed import publish_due, sign
from pages.models import DocumentPage, DocumentSeries
from records.models import Counter
from registry.models import User
from rules.periods import local_day

from .conftest import moment
from .hands import appoint

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(office, django_user_model):
    """``waiting(count, **fields)``: notices that only the last signature is missing of."""

    def make(count, **fields):
        appoint(django_user_model)
        people = {each.username: each for each in django_user_model.objects.all()}
        now, pages = timezone.now(), []
        for number in range(count):
            words = {"issuer": "章贡区扶贫办", "topic": "扶贫", "paragraphs": [f"第{number}件"]}
            page = draft_document(
                by=people["editor"], at=now, kind="notice", title=f"通知{number}", **words, **fields
            )
            hand_in(page, by=people["editor"], at=now)
            state = TaskState.objects.get(
                status=TaskState.STATUS_IN_PROGRESS, revision__object_id=page.pk
            )
            state.task.specific.on_action(state, people["checker"], "approve")
            pages.append(page)
        second = django_user_model.objects.create(username="deputy")
        second.groups.set(people["chief"].groups.all())
        return pages

    return make


def test_two_signers_at_the_same_instant_share_a_series_without_gap_or_double(waiting):
    series = DocumentSeries.objects.create(agency="章测扶办字")
    pages = waiting(4, doc_series=series)
    year, given = local_day(timezone.now()).year, []
    for one, other in (pages[:2], pages[2:]):
        answers = race(
            ("sign_words", {"page": one.pk, "login": "chief"}),
            ("sign_words", {"page": other.pk, "login": "deputy"}),
        )
        given += [answer["ok"] for answer in answers]
    assert sorted(given) == [f"章测扶办字〔{year}〕{number}号" for number in range(1, 5)]
    assert Counter.objects.get(series="doc_no:章测扶办字", year=year).last == 4


def test_of_two_documents_with_one_number_one_is_signed(waiting):
    pages = waiting(2, doc_no="章测扶办字〔2020〕1号")
    answers = race(
        ("sign_words", {"page": pages[0].pk, "login": "chief"}),
        ("sign_words", {"page": pages[1].pk, "login": "deputy"}),
    )
    assert sorted(answer["ok"] for answer in answers) == ["", "章测扶办字〔2020〕1号"]
    assert DocumentPage.objects.filter(live=True).count() == 1


def test_of_two_signers_of_one_page_one_comes_too_late(waiting):
    [page] = waiting(1)
    signer = Meanwhile("sign_words", {"page": page.pk, "login": "deputy"})
    with transaction.atomic():
        state = page.current_workflow_task_state
        state.task.specific.on_action(state, User.objects.get(username="chief"), "approve")
        signer.go()
    assert signer.answer() == {"ok": "too late"}
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").count() == 1


def test_who_signs_waits_for_the_clock_that_brings_in_a_timed_correction(document):
    page, hour = document(), moment(2020, 12, 1, 9)
    timed, at_once = (_correction(page, title, at) for title, at in (("甲", hour), ("乙", None)))
    sign(timed, by=None, at=moment(2020, 11, 30))
    signer = Meanwhile("sign_revision", {"revision": at_once.pk, "at": hour.isoformat()})
    with transaction.atomic():
        publish_due(hour)
        signer.go()
    assert signer.answer() == {"ok": [1, 2, 3]}
    page = DocumentPage.objects.get(pk=page.pk)
    assert page.title == "乙"
    assert [each.note for each in page.versions.all()] == ["", "改为甲", "改为乙"]


def test_who_signs_in_the_review_and_who_publishes_do_not_wait_for_each_other(waiting):
    (page,) = waiting(1, doc_no="章测扶办字〔2020〕1号")
    signer = Meanwhile("sign_words", {"page": page.pk, "login": "chief"})
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=page.pk)
        signer.go()
        wait_for_others()
    assert signer.answer() == {"ok": "章测扶办字〔2020〕1号"}


def _correction(page, title, go_live_at):
    page.title, page.go_live_at, page.correction_note = title, go_live_at, f"改为{title}"
    return page.save_revision()
