"""Pages are created once, in the caller's transaction, and brought to their hour exactly once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Page, PageLogEntry, Site

from pages.models import DocumentPage, HomePage, NoticePage, ProductPage
from pages.notices.services import (
    SiteTreeMissing,
    ensure_site_tree,
    open_district_notice,
    open_product_page,
    publish_document,
    publish_due,
)
from pages.placing import add_last
from pages.site_tree import COLUMNS, SECTIONS

from .conftest import PUBLISHED, moment

BEFORE = PUBLISHED - timedelta(days=1)


def published(page):
    return PageLogEntry.objects.filter(
        page=page.pk, action__in=["wagtail.publish", "wagtail.publish.scheduled"]
    ).count()


def test_a_publicity_gets_one_notice_however_often_asked(publicity):
    opened = publicity()
    first = open_district_notice(opened, by=None, at=PUBLISHED)
    assert open_district_notice(opened, by=None, at=PUBLISHED) == first
    assert NoticePage.objects.count() == 1
    assert published(first) == 1


def test_a_certificate_gets_one_page_however_often_asked(certificate):
    listed = certificate()
    at = moment(2020, 11, 16, 10)
    assert open_product_page(listed, by=None, at=at) == open_product_page(listed, by=None, at=at)
    assert ProductPage.objects.count() == 1


def test_a_notice_vanishes_with_the_transaction_that_made_it(publicity):
    opened = publicity()
    with transaction.atomic():
        open_district_notice(opened, by=None, at=PUBLISHED)
        transaction.set_rollback(True)
    assert not NoticePage.objects.exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_page_that_is_refused_leaves_its_column_as_it_was(publicity):
    notice = open_district_notice(publicity(), by=None, at=PUBLISHED)
    column = notice.get_parent()
    with transaction.atomic():
        with pytest.raises(ValidationError):
            add_last(column, NoticePage(title="另一份", slug=notice.slug, locale=notice.locale))
        assert column.get_children().count() == Page.objects.get(pk=column.pk).numchild == 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_without_a_site_tree_the_reason_is_said_in_chinese(publicity):
    opened = publicity()
    HomePage.objects.get().delete()
    with pytest.raises(SiteTreeMissing, match="网站栏目“公示栏目”尚未建立"):
        open_district_notice(opened, by=None, at=PUBLISHED)


def test_a_scheduled_page_goes_live_once_however_late_and_often_it_is_asked(notice):
    page = notice(at=BEFORE)
    assert not page.live
    assert publish_due(PUBLISHED - timedelta(seconds=1)) == {"expired": 0, "live": 0, "failed": 0}
    late = PUBLISHED + timedelta(days=3)
    assert publish_due(late) == {"expired": 0, "live": 1, "failed": 0}
    assert publish_due(late) == {"expired": 0, "live": 0, "failed": 0}
    page.refresh_from_db()
    assert page.live
    assert page.first_published_at == PUBLISHED
    assert page.last_published_at == PUBLISHED
    assert published(page) == 1


def test_a_product_leaves_once_when_its_validity_ends(product):
    page = product()
    assert publish_due(moment(2021, 11, 16, 23, 59)) == {"expired": 0, "live": 0, "failed": 0}
    assert publish_due(moment(2021, 11, 17)) == {"expired": 1, "live": 0, "failed": 0}
    assert publish_due(moment(2021, 11, 18)) == {"expired": 0, "live": 0, "failed": 0}
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


def test_a_window_that_was_missed_as_a_whole_is_never_shown(certificate):
    page = open_product_page(certificate(), by=None, at=moment(2020, 11, 1))
    publish_due(moment(2022, 1, 1))
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)
    assert published(page) == 0
    assert publish_due(moment(2022, 1, 2)) == {"expired": 0, "live": 0, "failed": 0}


def test_one_page_that_fails_stays_due_and_does_not_stop_the_others(notice, monkeypatch, caplog):
    from pages.documents import timed

    bad, good = notice(at=BEFORE), notice(at=BEFORE, serial=2)
    publish = timed._go_live

    def breaks(revision, **given):
        if revision.object_id == str(bad.pk):
            raise RuntimeError("broken")
        return publish(revision, **given)

    monkeypatch.setattr(timed, "_go_live", breaks)
    assert publish_due(PUBLISHED) == {"expired": 0, "live": 1, "failed": 1}
    monkeypatch.undo()
    assert publish_due(PUBLISHED) == {"expired": 0, "live": 1, "failed": 0}
    good.refresh_from_db()
    assert good.live


def test_the_site_tree_is_made_once_and_kept(office):
    home = ensure_site_tree()
    home.title = "改过的标题"
    home.save()
    assert ensure_site_tree().title == "改过的标题"
    assert [page_type.objects.count() for page_type, _, _ in COLUMNS] == [1, 1, len(SECTIONS)]
    assert Site.objects.get().root_page_id == home.pk


def test_the_site_tree_comes_back_after_everything_was_taken_away(db, client):
    Site.objects.all().delete()
    Page.objects.all().delete()
    Locale.objects.all().delete()
    ensure_site_tree()
    assert client.get("/").status_code == 200
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_document_loaded_twice_is_one_document_and_one_publication(document):
    page = document()
    assert page.first_published_at == moment(2020, 4, 2, 9, 30)
    assert document() == page
    assert published(page) == 1


def test_a_corrected_document_keeps_its_day_of_publication(document):
    document()
    page = document(title="关于示例事项的更正通知", at=moment(2020, 6, 1), because="标题有误")
    assert page.title == "关于示例事项的更正通知"
    assert page.first_published_at == moment(2020, 4, 2, 9, 30)
    assert DocumentPage.objects.count() == 1


def test_markup_in_a_paragraph_is_shown_and_never_run(document, get_page):
    page = document(paragraphs=["<script>alert(1)</script>一、内容"])
    html = get_page(page.url, moment(2020, 5, 1)).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_personal_numbers_keep_a_document_from_being_published(document):
    with pytest.raises(ValidationError, match="含有个人信息"):
        document(paragraphs=["联系人电话15400000001"])
    assert not DocumentPage.objects.exists()


def test_a_document_that_refers_to_an_unknown_one_is_refused(document):
    with pytest.raises(DocumentPage.DoesNotExist):
        document(repeals=["NOT/THERE"])


def test_dates_out_of_order_are_refused(document):
    with pytest.raises(ValidationError, match="有效期止不得早于施行日期"):
        document(effective_from=date(2020, 5, 1), expires_on=date(2020, 4, 1))


def test_publish_document_says_whether_it_wrote(office):
    fields = {
        "index_no": "TEST/1",
        "kind": "guide",
        "title": "示例指南",
        "issuer": "章贡区扶贫办",
        "written_on": date(2020, 4, 1),
        "topic": "扶贫",
        "paragraphs": ["内容"],
        "published_at": moment(2020, 4, 1, 9),
        "by": None,
        "at": moment(2020, 4, 1, 9),
    }
    assert publish_document(**fields)[1] is True
    assert publish_document(**fields)[1] is False
