"""Notices seen from outside: each look is kept, whatever it saw; none is kept twice."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from tests.pages.conftest import PUBLISHED, clock, notice, publicity
from tests.support.stand_in import closed_port
from tests.support.watched import look, page, place
from warcio.archiveiterator import ArchiveIterator

from exchange import fetching, watching
from files.delivery import read
from publicity.models import Observation
from publicity.services import hold, object_to
from registry.calendars import calendar
from rules.notice_words import digest, words_of

__all__ = ["clock", "look", "notice", "page", "place", "publicity"]
pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def outcomes(rows):
    return [(row.occasion, row.outcome) for row in rows]


def test_the_opening_is_seen_with_its_words_its_table_and_an_archive(look, place, page):
    [row] = look(PUBLISHED + MINUTE)
    assert outcomes([row]) == [("opening", "good")]
    assert (row.status, row.address) == (200, f"{place.url}{page.url}")
    body = place.answers[page.url][2]
    assert row.words_sha256 == digest(words_of(body.decode()))
    assert [(each["address"], each["status"]) for each in row.files] == [
        (f"{place.url}{page.url}table/", 200)
    ]
    archived = [
        (
            record.rec_type,
            record.http_headers.get_header("User-Agent"),
            record.content_stream().read(),
        )
        for record in ArchiveIterator(BytesIO(read(row.archive)))
    ]
    assert ("response", None, body) in archived
    assert [each[:2] for each in archived].count(("request", "Gongshi-Watch/1")) == 2


def test_looks_come_at_intervals_at_a_change_and_in_the_last_minute(look, page):
    look(PUBLISHED)
    assert look(PUBLISHED + 4 * MINUTE) == []
    assert outcomes(look(PUBLISHED + 5 * MINUTE)) == [("interval", "good")]
    assert look(PUBLISHED + 6 * MINUTE) == []
    entry = page.publicity.entries.first()
    object_to(entry, channel="phone", content="数量与实际不符，请核查", at=PUBLISHED + 7 * MINUTE)
    hold(entry, calendar=calendar(), at=PUBLISHED + 7 * MINUTE)
    assert outcomes(look(PUBLISHED + 8 * MINUTE)) == [("change", "good")]
    end = page.publicity.ends_at
    look(end - 4 * MINUTE)
    [last] = look(end - MINUTE / 2)
    assert outcomes([last]) == [("closing", "good")]
    assert last.archive is not None
    assert look(end - MINUTE / 3) == []


def test_an_ended_notice_is_looked_at_no_more(look, page):
    look(PUBLISHED)
    end = page.publicity.ends_at
    page.publicity.entries.update(closed_at=end, ending="passed")
    assert look(end + MINUTE) == []


def test_the_words_alone_count_and_the_days_left_do_not(look):
    [first] = look(PUBLISHED)
    [later] = look(PUBLISHED + timedelta(days=1))
    assert later.words_sha256 == first.words_sha256


def test_a_page_with_other_words_is_seen_as_such(look, place, page):
    look(PUBLISHED)
    name = page.publicity.entries.first().product_name.encode()
    place.change(page.url, lambda body: body.replace(name, "他物".encode()))
    assert outcomes(look(PUBLISHED + 5 * MINUTE, show=False)) == [("interval", "wrong_words")]


def test_a_table_that_is_gone_is_seen_as_such(look, place, page):
    look(PUBLISHED)
    del place.answers[f"{page.url}table/"]
    [row] = look(PUBLISHED + 5 * MINUTE, show=False)
    assert (row.outcome, row.files[0]["status"]) == ("file_missing", 404)


@pytest.mark.parametrize(
    ("answer", "outcome", "status"),
    [
        ((503, {}, b"busy"), "status", 503),
        ((404, {}, b""), "status", 404),
        ((302, {"Location": "http://elsewhere.test/"}, b""), "moved", 302),
        ((200, {}, b"x" * 3000), "too_large", 200),
        ((200, {"Content-Type": "text/html"}, b"\xff\xfe"), "wrong_words", 200),
    ],
)
def test_whatever_the_site_answers_is_an_observation(
    look, place, page, monkeypatch, answer, outcome, status
):
    monkeypatch.setattr(fetching, "MOST_BYTES", 2000)
    place.answers[page.url] = answer
    [row] = look(PUBLISHED, show=False)
    assert (row.outcome, row.status) == (outcome, status)
    assert [path for _, path in place.asked] == [page.url]


def test_a_dead_server_a_silent_one_and_a_cut_answer_are_observations(
    look, place, page, settings, monkeypatch
):
    monkeypatch.setattr(fetching, "READ_SECONDS", 0.1)
    look(PUBLISHED)
    place.cut = 5
    assert outcomes(look(PUBLISHED + 5 * MINUTE, show=False)) == [("interval", "broken")]
    place.cut, place.seconds = 0, 0.4
    assert outcomes(look(PUBLISHED + 10 * MINUTE, show=False)) == [("interval", "timeout")]
    settings.SITE_URL = f"http://127.0.0.1:{closed_port()}"
    [row] = look(PUBLISHED + 15 * MINUTE, show=False)
    assert (row.outcome, row.status, row.archive) == ("no_answer", None, None)


@pytest.mark.filterwarnings("ignore:System time")  # urllib3 doubts a clock that shows 2020
def test_a_name_that_leads_nowhere_and_a_server_without_tls_are_observations(look, place, settings):
    settings.SITE_URL = "http://gongshi.invalid"
    assert outcomes(look(PUBLISHED, show=False)) == [("opening", "name")]
    settings.SITE_URL = place.url.replace("http:", "https:")
    assert outcomes(look(PUBLISHED + 5 * MINUTE, show=False)) == [("interval", "tls")]


def test_another_address_is_connected_to_under_the_public_name(look, place, page, settings):
    settings.SITE_URL = "http://gongshi.example"
    settings.WATCH_ADDRESS = f"127.0.0.1:{place.port}"
    [row] = look(PUBLISHED)
    assert (row.outcome, row.address) == ("good", f"http://gongshi.example{page.url}")
    assert place.asked[0] == ("gongshi.example", page.url)


def test_nothing_outside_the_notice_is_ever_asked_for(look, place, page, client, clock):
    clock(PUBLISHED)
    place.show(client, page.url, f"{page.url}table/")
    links = (
        '<a href="http://169.254.169.254/x">a</a><a href="//elsewhere.test/y">b</a>'
        f'<a href="/admin/">c</a><a href="{page.url}../../admin/">d</a>'
        f'<a href="{page.url}objection/">e</a><img src="file:///etc/passwd">'
    )
    place.change(page.url, lambda body: body.replace(b"</article>", f"{links}</article>".encode()))
    look(PUBLISHED, show=False)
    assert {path for _, path in place.asked} == {page.url, f"{page.url}table/"}


def test_a_watch_that_slept_for_a_week_looks_once_and_its_rows_show_the_gap(look):
    look(PUBLISHED)
    [row] = look(PUBLISHED + timedelta(days=7))
    assert row.observed_at - row.due_at < 5 * MINUTE


def test_a_second_watcher_keeps_nothing_twice(look, page, clock):
    [row] = look(PUBLISHED)
    with pytest.raises(watching.Quicker):
        watching.look(page, row.occasion, row.due_at, at=PUBLISHED)
    assert Observation.objects.count() == 1


def test_a_crash_before_the_row_leaves_no_leaf_and_the_look_is_still_due(look, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Observation, "save", lambda self: 1 / 0)
        assert look(PUBLISHED) == []
    assert outcomes(look(PUBLISHED + MINUTE)) == [("opening", "good")]
    assert Observation.objects.get().leaf.number == 0


def test_a_pass_that_lasts_too_long_leaves_the_rest_to_the_next(look, page, monkeypatch):
    monkeypatch.setattr(watching, "BUDGET", timedelta(0))
    assert look(PUBLISHED) == []
    monkeypatch.undo()
    assert len(look(PUBLISHED + MINUTE)) == 1


def test_where_nobody_watches_nothing_is_asked(look, settings, place):
    settings.WATCH_MINUTES = 0
    assert look(PUBLISHED) == []
    assert place.asked == []


def test_neither_python_nor_the_database_changes_what_was_seen(look):
    [row] = look(PUBLISHED)
    with pytest.raises(ValueError, match="只能追加"):
        row.save()
    with pytest.raises(ValueError, match="只能追加"):
        row.delete()
    for table in ("publicity_observation", "records_evidenceleaf"):
        for statement in (f"UPDATE {table} SET id = id + 1", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError, match="只能追加"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


def test_a_pass_asks_the_database_as_much_for_ten_open_notices_as_for_one(
    look, notice, django_assert_max_num_queries
):
    for serial in range(2, 5):
        notice(1, serial=serial)
    assert len(look(PUBLISHED, show=False)) == 4
    with django_assert_max_num_queries(40):
        watching.watch(PUBLISHED)


def test_a_notice_whose_words_cannot_be_told_hides_no_other(look, notice, page, monkeypatch):
    other = notice(1, serial=2)
    promised = watching.promised_digest

    def one_fails(one, *, at):
        return 1 / 0 if one == page else promised(one, at=at)

    monkeypatch.setattr(watching, "promised_digest", one_fails)
    [row] = look(PUBLISHED, show=False)
    assert row.publicity == other.publicity
