"""Who only reads what changed always ends with what a fresh full read gives."""

import json
import os
import random
from contextlib import suppress
from datetime import timedelta

import pytest

from catalog.services import leave, remove, resume, suspend
from demo.acts import holder
from exchange.addresses import Unavailable
from exchange.models import WebhookNotice
from exchange.services import webhooks
from exchange.services.sending import LADDER
from exchange.transports.https import Hook
from pages.models import DocumentPage, PublicItem
from pages.models.following import Following
from pages.public_change import public_change
from publicity import services
from records import jobs
from registry.calendars import calendar
from rules.periods import day_ends
from rules.refusal import Refused

from .conftest import moment

INSIDE = moment(2020, 11, 17, 10)
LISTS = {
    "document": "documents",
    "notice": "notices",
    "result": "results",
    "removal": "removals",
    "product": "products",
    "bulletin": "bulletins",
}
OWN = ("updated_at",)
#: How many acts of the long walk; the whole two thousand are asked for by hand.
ACTS = int(os.environ.get("FOLLOWED_ACTS", "200"))


class Follower:
    """A front end that keeps what it has read, and asks for what changed since."""

    def __init__(self, get):
        self.get, self.cursor, self.rows = get, 0, {}

    def follow(self, at):
        has_more = True
        while has_more:
            told = self.get("/api/v1/changes", at, changed_since=self.cursor, limit=500).json()
            self.cursor, has_more = told["next_cursor"], told["has_more"]
            for each in told["items"]:
                self._take(each, at)

    def _take(self, told, at):
        key = (told["type"], told["id"])
        answer = None if told["change"] == "gone" else self.get(told["api_url"], at)
        if answer is not None and answer.status_code == 200:
            self.rows[key] = stripped(answer.json())
        else:
            self.rows.pop(key, None)


def stripped(value):
    """Without what the record itself says of a row."""
    if isinstance(value, list):
        return [stripped(each) for each in value]
    if isinstance(value, dict):
        return {name: stripped(each) for name, each in value.items() if name not in OWN}
    return value


@pytest.fixture
def fresh(get_page):
    """``fresh(at)``: all that the API tells at that moment, list by list."""

    def read(at):
        rows = {}
        for kind, name in LISTS.items():
            cursor = 0
            while cursor is not None:
                answer = get_page(f"/api/v1/{name}", at, cursor=cursor, include="all").json()
                cursor = answer["next_cursor"]
                rows |= {(kind, str(each["id"])): stripped(each) for each in answer["items"]}
        for each in get_page("/api/v1/columns", at).json()["items"]:
            answer = get_page(each["api_url"], at).json()
            rows["column", str(each["id"])] = stripped(answer)
        for name in ("site", "home", "statistics", "sales", "redirects"):
            rows[name, ""] = stripped(get_page(f"/api/v1/{name}", at).json())
        return rows

    return read


@pytest.fixture
def follower(get_page):
    return Follower(get_page)


def take_down(page):
    with public_change():
        page.unpublish()


def publish(revision):
    with public_change():
        revision.publish()


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


class Office:
    """Everything that changes what the public reads, in any order."""

    def __init__(self, seed, make, waits=(1, 30, 600, 1500, 9000), most=10_000):
        self.chance, self.make, self.at = random.Random(seed), make, moment(2020, 11, 16, 9)
        self.waits, self.most = waits, most
        self.documents, self.certificates, self.publicities = [], [], []

    def act(self):
        acts = [self.write, self.write, self.correct, self.take_down, self.put_back, self.end]
        acts += [self.list, self.suspend, self.resume, self.leave, self.publish, self.object]
        acts += [self.wait, self.wait]
        try:
            self.chance.choice(acts)()
        except Refused:
            self.wait()

    def wait(self):
        self.at += timedelta(minutes=self.chance.choice(self.waits))
        if self.chance.random() < 0.3:
            self.at = day_ends(self.at.date()) + timedelta(seconds=self.chance.choice((-1, 0)))
        if self.chance.random() < 0.5:
            jobs.tick(self.at)

    def write(self):
        serial = len(self.documents) + 1
        if serial > self.most:
            return self.correct()
        later = self.at + timedelta(minutes=self.chance.choice((0, 0, 700)))
        repealed = [self._document().index_no] if self.documents and serial % 3 == 0 else []
        kind = self.chance.choice(("notice", "announcement", "measure"))
        values = {"written_on": self.at.date(), "published_at": later, "at": self.at}
        page = self.make["document"](serial, kind=kind, repeals=repealed, **values)
        return self.documents.append(page.pk)

    def _document(self):
        return DocumentPage.objects.get(pk=self.chance.choice(self.documents))

    def correct(self):
        page = self._document() if self.documents else None
        if page and page.live:
            page.summary, page.correction_note = f"摘要{self.at}", f"更正{self.at}"
            publish(page.save_revision())

    def take_down(self):
        if self.documents:
            take_down(self._document())

    def put_back(self):
        page = self._document() if self.documents else None
        if page and not page.live and page.first_published_at:
            publish(page.get_latest_revision())

    def end(self):
        page = self._document() if self.documents else None
        if page and page.live:
            page.expire_at = self.at + timedelta(minutes=self.chance.choice((5, 800)))
            publish(page.save_revision())

    def list(self):
        number = len(self.certificates)
        if number < 6:
            page = self.make["product"](
                number % 3, serial=1 + number // 3, listed_on=self.at.date()
            )
            self.certificates.append(page.certificate)

    def _certificate(self):
        certificate = self.chance.choice(self.certificates)
        certificate.refresh_from_db()
        return certificate

    def suspend(self):
        if self.certificates:
            values = {"by": None, "at": self.at, "because": "核查", "reason": "quality_safety"}
            suspend(self._certificate(), **values)

    def resume(self):
        if self.certificates:
            values = {"by": None, "at": self.at, "because": "复查", "reason": "annual_review"}
            resume(self._certificate(), **values)

    def leave(self):
        if self.certificates and self.chance.random() < 0.3:
            leave(self._certificate(), by=None, at=self.at, because="申请")

    def publish(self):
        serial = len(self.publicities) + 1
        if serial < 5:
            notice = self.make["notice"](2, serial=serial, published_at=self.at)
            self.publicities.append(notice.publicity)

    def object(self):
        if self.publicities:
            entry = self.chance.choice(self.publicities).entries.first()
            services.object_to(entry, channel="web", content="带动户数不属实", at=self.at)
            services.hold(entry, calendar=calendar(), at=self.at)


@pytest.mark.parametrize(("seed", "steps"), [(1, 40)])
@pytest.mark.walk
def test_a_follower_ends_equal_to_a_fresh_read_whatever_happens(
    seed, steps, follower, fresh, document, product, notice, clock
):
    doing = Office(seed, {"document": document, "product": product, "notice": notice})
    doing.write(), doing.list(), doing.publish()
    for number in range(steps):
        clock(doing.at)
        doing.act()
        if number % 5 == 4:
            doing.at += timedelta(seconds=10)
            follower.follow(doing.at)
            assert follower.rows == fresh(doing.at), f"step {number} at {doing.at}"
    told = PublicItem.objects.all()
    assert {"document", "product", "notice"} <= {row.kind for row in told}
    assert any(row.is_gone for row in told)


class Hooked(Follower):
    """A front end that is told: it reads what each notice names, and sometimes does not answer."""

    def __init__(self, get, doing):
        super().__init__(get)
        self.doing, self.is_ill = doing, False

    def post(self, hook, body, headers):
        """What ``exchange.transports.https.Hook`` calls; the status of the answer."""
        if self.is_ill and self.doing.chance.random() < 0.6:
            raise Unavailable("连接接收方失败")
        self._take(json.loads(body)["data"], self.doing.at)
        return 503 if self.is_ill and self.doing.chance.random() < 0.3 else 204

    def hear(self, *, is_ill):
        self.is_ill = is_ill
        webhooks.tell(self.doing.at)


def again(at):
    """What failed for a whole day is sent again by a person."""
    with suppress(Refused):
        subscriber = WebhookNotice.objects.first().subscriber
        webhooks.send_failed_again(subscriber, by=None, at=at)


def told_of(keys):
    """Every notice about one of ``keys``, for whoever reads why a follower missed it."""
    return [
        (each.kind, each.key, each.state, each.attempts, f"{each.due_at:%m-%d %H:%M}")
        for each in WebhookNotice.objects.order_by("pk")
        if (each.kind, each.key) in keys
    ]


@pytest.fixture
def hooked(get_page, clock, monkeypatch):
    """``hooked(doing)``: a front end that is told of everything from now on."""

    def subscribe(doing):
        clock(doing.at)
        front = Hooked(get_page, doing)
        monkeypatch.setattr(Hook, "post", lambda *args: front.post(*args))
        webhooks.subscribe(
            title="示例前端",
            address="https://front.example.com/",
            kinds=[],
            by=holder("export_officer@fpb"),
            at=doing.at,
        )
        front.follow(doing.at)
        return front

    return subscribe


def settle(doing, front, fresh):
    """Let every notice arrive, those of a whole day's failures too; then nothing is missed."""
    again(doing.at)
    for _ in range(2):
        doing.at += LADDER[-1]
        front.hear(is_ill=False)
    rows = fresh(doing.at)
    missed = {key for key in rows | front.rows if rows.get(key) != front.rows.get(key)}
    assert missed == set(), told_of(missed)
    return rows


@pytest.mark.walk
def test_who_is_only_told_by_notices_ends_equal_to_a_fresh_read(
    hooked, fresh, document, product, notice, clock
):
    doing = Office(2, {"document": document, "product": product, "notice": notice})
    doing.write(), doing.list()
    front = hooked(doing)
    doing.publish()
    for number in range(24):
        clock(doing.at)
        doing.act()
        front.hear(is_ill=True)
        if number % 6 == 5:
            settle(doing, front, fresh)
    assert {"delivered", "replaced"} <= set(WebhookNotice.objects.values_list("state", flat=True))


@pytest.mark.walk
@pytest.mark.timeout(1800)
def test_of_many_acts_neither_who_asks_nor_who_is_told_misses_one(
    hooked, follower, fresh, document, product, notice, clock
):
    """Edits, publications, take-downs and steps of time in any order, on a site of some size."""
    make = {"document": document, "product": product, "notice": notice}
    doing = Office(3, make, waits=(1, 30, 600), most=20)
    doing.write(), doing.list()
    front = hooked(doing)
    doing.publish()
    for number in range(ACTS):
        clock(doing.at)
        doing.act()
        if number % 20 == 19:
            front.hear(is_ill=True)
        if number % 50 == 49:
            doing.at += timedelta(seconds=10)
            follower.follow(doing.at)
            assert follower.rows == fresh(doing.at), f"step {number} at {doing.at}"
        if number % 200 == 199:
            settle(doing, front, fresh)
    assert PublicItem.objects.filter(is_gone=True).exists()
