"""Between hour and clock a page is public and whole; with dates gone by it can be edited."""

import pytest
from django.urls import reverse
from tests.support.forms import filled
from tests.support.standing import stands

from pages.models import DocumentPage
from pages.notices.services import publish_due
from records.models import AuditEvent, JobFailure

from .conftest import HANDS_AT, moment
from .hands import act, edit, fresh, sign, write

HOUR = moment(2020, 6, 1, 9)
WAITING = moment(2020, 6, 1, 12)


@pytest.fixture
@stands
def timed(hands):
    """A document that was signed for 1 June, 9:00."""
    page = write(hands("editor"), go_live_at="2020-06-01 09:00")
    for login in ("checker", "chief"):
        act(hands(login), page)
    return fresh(page)


PUBLIC = (
    "/api/v1/documents",
    "/api/v1/documents/{slug}",
    "/api/v1/search?q=示例指南",
    "/bszn/{slug}/",
    "/bszn/",
    "/feeds/documents.rss",
    "/feeds/documents.atom",
    "/sitemap.xml",
    "/bszn/{slug}/document.docx",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_whose_hour_has_come_is_whole_before_the_clock_runs(
    timed, get_page, client, address
):
    client.logout()
    url = address.format(slug=timed.slug)
    late = get_page(url, WAITING)
    assert late.status_code == 200
    publish_due(WAITING)
    after = get_page(url, WAITING)
    assert (late.status_code, late.content) == (after.status_code, after.content)


def test_the_number_is_given_with_the_signature(timed, get_page, client):
    assert (timed.live, timed.index_no) == (False, "ZG360702FPB/2020-00001")
    client.logout()
    assert get_page(f"/api/v1/documents/{timed.slug}", HANDS_AT).status_code == 404
    publish_due(HOUR)
    assert fresh(timed).index_no == "ZG360702FPB/2020-00001"


def test_a_page_whose_dates_have_passed_is_saved_and_signed_again(hands, clock, django_user_model):
    page = write(hands("editor"), go_live_at="2020-05-02 09:00", expire_at="2020-05-20 09:00")
    sign(django_user_model)
    for now in (moment(2020, 5, 10), moment(2020, 6, 10)):
        publish_due(now)
        clock(now)
        note = {"correction_note": f"改于{now:%m}月", "action-submit": "1"}
        edit(hands("editor"), page, title=f"改于{now:%m}月", **note)
        draft = fresh(page).get_latest_revision_as_object()
        assert draft.title == f"改于{now:%m}月"
        sign(django_user_model)
    assert not fresh(page).live, "its time is over"
    edit(hands("editor"), page, expire_at="2020-12-31 09:00", correction_note="延期")
    assert fresh(page).get_latest_revision_as_object().expire_at == moment(2020, 12, 31, 9)


def test_a_new_expiry_lies_in_the_future(hands, guide_draft):
    answer = edit(hands("editor"), guide_draft, expire_at="2020-04-01 09:00")
    assert "到期" in answer.content.decode() or "过期" in answer.content.decode()
    assert fresh(guide_draft).get_latest_revision_as_object().expire_at is None


@pytest.fixture
@stands
def corrected(document, hands, django_user_model, client):
    """A public document with a correction that was signed for 1 June, 9:00."""
    page = document()
    words = {"title": "更正后的标题", "correction_note": "标题有误", "action-submit": "1"}
    edit(hands("editor"), page, go_live_at="2020-06-01 09:00", **words)
    sign(django_user_model)
    client.logout()
    return page


ASKED = ("/zcwj/", "/api/v1/documents", "/feeds/documents.rss", "{url}")


@pytest.mark.parametrize("address", ASKED)
def test_a_correction_is_public_from_its_hour_while_the_clock_stands(corrected, get_page, address):
    url = address.format(url=corrected.url)
    assert "更正后的标题" not in get_page(url, HANDS_AT).content.decode()
    assert "更正后的标题" in get_page(url, WAITING).content.decode()
    assert fresh(corrected).versions.last().note == "标题有误"
    found = get_page("/api/v1/search", WAITING, q="更正后").json()
    assert [each["title"] for each in found["items"]] == ["更正后的标题"]


def test_the_clock_and_a_reader_bring_a_correction_in_once(corrected, get_page):
    for _ in range(2):
        get_page(corrected.url, WAITING)
        publish_due(WAITING)
    assert fresh(corrected).versions.count() == 2
    acts = AuditEvent.objects.filter(subject_id=str(corrected.pk), action="pages.publish")
    assert acts.count() == 2


@pytest.mark.parametrize("reads_at", [WAITING, moment(2020, 6, 20, 9)])
def test_a_correction_that_nobody_read_at_its_hour_bears_its_hour(corrected, get_page, reads_at):
    get_page(corrected.url, reads_at)
    page = fresh(corrected)
    assert (page.versions.last().published_at, page.last_published_at) == (HOUR, HOUR)
    told = get_page(f"/api/v1/documents/{page.slug}", reads_at).json()
    assert told["versions"][-1]["published_at"].startswith("2020-06-01T09:00")


def test_a_correction_that_was_kept_back_bears_the_hour_when_it_went_out(corrected, get_page):
    revision = fresh(corrected).scheduled_revision
    words = dict(revision.content)
    revision.content["title"] = "联系15400000001"
    type(revision).objects.filter(pk=revision.pk).update(content=revision.content)
    get_page(corrected.url, WAITING)
    type(revision).objects.filter(pk=revision.pk).update(content=words)
    late = moment(2020, 6, 2, 9)
    publish_due(late)
    assert fresh(corrected).versions.last().published_at == late


def test_a_correction_that_may_not_go_out_breaks_no_page_and_is_not_tried_by_every_reader(
    corrected, get_page
):
    revision = fresh(corrected).scheduled_revision
    revision.content["title"] = "联系15400000001"
    type(revision).objects.filter(pk=revision.pk).update(content=revision.content)
    for _ in range(3):
        answer = get_page(corrected.url, WAITING)
        assert (answer.status_code, "15400000001" in answer.content.decode()) == (200, False)
    assert JobFailure.objects.get(job="pages").times == 1
    get_page(corrected.url, moment(2020, 6, 1, 13))
    assert JobFailure.objects.get(job="pages").times == 2


def test_before_the_clock_runs_the_signed_words_are_read_and_not_the_first_draft(hands, get_page):
    page = write(hands("editor"), title="初稿的标题", go_live_at="2020-06-01 09:00")
    act(hands("checker"), page, "reject", "请改标题")
    edit(hands("editor"), page, title="签发的标题", **{"action-submit": "1"})
    for login in ("checker", "chief"):
        act(hands(login), page)
    assert fresh(page).title == "签发的标题"
    assert "签发的标题" in get_page(page.url, WAITING).content.decode()


def test_a_signer_takes_an_hour_back(timed, hands):
    url = reverse(
        "wagtailadmin_pages:revisions_unschedule", args=[timed.pk, timed.latest_revision_id]
    )
    hands("editor").post(url)
    assert fresh(timed).scheduled_revision
    hands("chief").post(url)
    assert fresh(timed).scheduled_revision is None
    assert not DocumentPage.objects.visible(WAITING).filter(pk=timed.pk).exists()


def test_nothing_to_read_is_not_handed_in(hands):
    empty = {"body-count": "0"}
    page = write(hands("editor"), action="save", **empty)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client = hands("editor")
    given = filled(client.get(url), **empty, **{"action-submit": "1"})
    errors = client.post(url, given).context["form"].errors
    assert errors["body"] == ["正文、组成部分、附件不能都空着"]
    assert not fresh(page).workflow_in_progress
    assert 'for="id_title"' in client.get(url).content.decode()
