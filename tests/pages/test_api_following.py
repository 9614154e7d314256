"""What changed since a number: told once, with what is gone and why."""

from datetime import timedelta

from tests.support.followers import publish, take_down

from catalog.services import remove, suspend
from pages.models import DocumentPage, PublicItem
from pages.models.following import Following
from records import jobs

from .conftest import moment

INSIDE = moment(2020, 11, 17, 10)


def changes(get_page, at, **asked):
    return get_page("/api/v1/changes", at, **asked).json()


def test_a_site_that_nobody_follows_compares_nothing(office, at):
    jobs.tick(at)
    assert not Following.objects.exists()
    assert not PublicItem.objects.exists()


def test_the_first_question_tells_everything_and_the_next_only_what_changed(
    document, get_page, product
):
    first, page = document(1), product(0)
    told = changes(get_page, INSIDE, limit=500)
    keys = {(each["type"], each["id"]) for each in told["items"]}
    assert {("document", str(first.pk)), ("product", str(page.pk)), ("site", "")} <= keys
    assert changes(get_page, INSIDE, changed_since=told["next_cursor"])["items"] == []
    suspend(page.certificate, by=None, at=INSIDE, because="核查", reason="quality_safety")
    later = INSIDE + timedelta(minutes=1)
    again = changes(get_page, later, changed_since=told["next_cursor"])["items"]
    assert {each["type"] for each in again} == {"product", "home", "statistics"}
    (row,) = [each for each in again if each["type"] == "product"]
    assert get_page(row["api_url"], later).json()["updated_at"] == row["changed_at"]
    assert "Last-Modified" in get_page(row["api_url"], later)


def test_what_is_gone_is_told_with_its_reason(document, product, get_page, certificate):
    taken, timed = document(1), document(2)
    timed.expire_at = INSIDE + timedelta(hours=1)
    timed.save()
    ended, removed = product(0), product(1)
    since = changes(get_page, INSIDE, limit=500)["next_cursor"]
    take_down(taken)
    remove(
        removed.certificate,
        by=None,
        at=INSIDE,
        because="虚构",
        reason="quality_safety",
        basis_doc_no="省测扶办字〔2020〕88号",
    )
    late = moment(2021, 11, 17)
    gone = [
        (each["type"], each["id"], each["because"])
        for each in changes(get_page, late, changed_since=since)["items"]
        if each["change"] == "gone"
    ]
    assert sorted(gone) == sorted(
        [
            ("document", str(taken.pk), "taken_down"),
            ("document", str(timed.pk), "expired"),
            ("product", str(ended.pk), "expired"),
            ("product", str(removed.pk), "removed"),
        ]
    )


def test_what_comes_back_is_told_again(document, get_page):
    page = document(1)
    since = changes(get_page, INSIDE, limit=500)["next_cursor"]
    take_down(page)
    at = INSIDE + timedelta(minutes=1)
    assert changes(get_page, at, changed_since=since, type="document")["items"][0]["because"]
    publish(DocumentPage.objects.get().get_latest_revision())
    (row,) = changes(get_page, at + timedelta(minutes=1), type="document")["items"]
    assert (row["change"], row["because"]) == ("changed", "")


def test_the_clock_goes_on_comparing_once_somebody_follows(document, get_page):
    changes(get_page, INSIDE)
    document(1)
    later = INSIDE + timedelta(minutes=1)
    assert jobs.JOBS["following"](later) > 0
    assert jobs.JOBS["following"](later + timedelta(minutes=1)) == 0


def test_what_waits_for_its_hour_is_not_told_before_it(document, get_page):
    changes(get_page, moment(2020, 4, 2, 9))
    document(1, published_at=moment(2020, 4, 2, 9, 30), at=moment(2020, 4, 2, 9))
    assert not changes(get_page, moment(2020, 4, 2, 9, 29), type="document")["items"]
    assert changes(get_page, moment(2020, 4, 2, 9, 30), type="document")["items"]


def test_a_misspelt_question_is_refused(office, get_page):
    assert get_page("/api/v1/changes", INSIDE, since=1).status_code == 422
    assert get_page("/api/v1/changes", INSIDE, changed_since=-1).status_code == 422
    assert get_page("/api/v1/changes", INSIDE, type="nosuch").status_code == 422
