"""Two signers at the same instant, in processes of their own: numbers have no gap and no double."""

import pytest
from django.utils import timezone
from tests.support.race import race
from wagtail.models import TaskState

from pages.documents.drafting import draft_document, hand_in
from pages.models import DocumentPage, DocumentSeries
from records.models import Counter
from rules.periods import local_day

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
