"""Front ends that follow the public site, and an office that changes it in any order."""

import json
import random
from datetime import timedelta

from tests.pages.conftest import moment

from catalog.services import leave, resume, suspend
from exchange.addresses import Unavailable
from exchange.services import webhooks
from pages.models import DocumentPage
from pages.public_change import public_change
from publicity import services
from records import jobs
from registry.calendars import calendar
from rules.periods import day_ends
from rules.refusal import Refused

#: What the record itself says of a row.
OWN = ("updated_at",)


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


def take_down(page):
    with public_change():
        page.unpublish()


def publish(revision):
    with public_change():
        revision.publish()


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
