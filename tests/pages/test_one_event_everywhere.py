"""One event of an entry is told everywhere at once.

Page, check, code on paper, lists, API, feed, static copy, batch for the platform, venue.
"""

import re
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.support.listed import listed
from tests.support.standing import stands

from catalog.services import leave
from demo.acts import agent, holder
from demo.certificate_changes import REMOVED_BY
from demo.timetables import moment
from exchange.contents import iter_records
from exchange.services import export_dataset
from ledger.ledgers import LEDGERS
from ledger.models import VenueNotice
from ledger.services import entries, venues
from pages.addresses import verify_url
from pages.machines.exporting import Copy
from pages.notices.services import open_product_page
from printing.drawings import qr_svg
from registry.models import Organisation
from workflow.models import ChangeReport
from workflow.services import case_notes, changes, findings
from workflow.services.clock import tick

DAY = date(2020, 6, 3)
BEFORE = moment(DAY, 8, 30)
LATER = date(2020, 6, 10)
#: When it was asked, which differs without any event.
MOMENTS = re.compile(r'"checked_at": ?"[^"]*"|\d{4}年\d+月\d+日\d+时\d+分|\d{2}:\d{2}')
TEXT = "经核查，情况属实，已书面告知。"


@pytest.fixture
@stands
def entry(office, clock):
    """In force, with its page, on the shelf of a venue, and reported to the platform."""
    entry, at = listed(), moment(DAY, 8)
    clock(at)
    open_product_page(entry, by=None, at=moment(entry.listed_on, 10))
    venue = entries.record_entry(
        LEDGERS["venues"],
        Organisation.objects.get(code="swj"),
        number="1",
        kind="counter",
        name="示例专柜",
        address="示例路1号",
        operator="示例商超（虚构）",
        opened_on=date(2020, 6, 1),
        by=holder("unit_reporter@swj"),
        at=at,
    )
    venues.put_on_shelf(venue, entry, by=holder("unit_reporter@swj"), at=at)
    export_dataset("catalog", at=at)
    return entry


@pytest.fixture
@stands
def before(entry, client, clock):
    """``(address, said)``: where the code on paper leads, and all surfaces before any event."""
    with TemporaryDirectory() as folder:
        surfaces = Surfaces(entry, client, clock, Path(folder))
        surfaces.scan()
        return surfaces.printed, surfaces.at(BEFORE)


@pytest.fixture
def surfaces(entry, before, client, clock, tmp_path):
    clock(BEFORE)
    return Surfaces(entry, client, clock, tmp_path, printed=before[0])


def officer(role):
    return holder(f"{role}@fpb")


def suspend(entry, day=DAY):
    [case] = findings.confirm_finding(
        entry,
        reason_code="quality_safety",
        text=TEXT,
        found_on=day,
        asks_removal=False,
        by=officer("complaint_officer"),
        at=moment(day, 9),
    )
    report_up(case, day)
    return case


def report_up(case, day):
    changes.send_up(
        case,
        report_no=f"章测扶办报〔2020〕{case.pk}号",
        reported_up_on=day,
        by=officer("fpb_clerk"),
        at=moment(day, 10),
    )


def resume(entry):
    case = ChangeReport.objects.get(certificate=entry)
    case_notes.recheck(
        case,
        conclusion="resume",
        text=TEXT,
        rechecked_on=LATER,
        by=officer("fpb_reviewer"),
        at=moment(LATER, 9),
    )


def remove(entry):
    [case] = findings.confirm_finding(
        entry,
        reason_code="quality_safety",
        text=TEXT,
        found_on=DAY,
        by=officer("complaint_officer"),
        at=moment(DAY, 9),
    )
    report_up(case, DAY)
    changes.record_ruling(
        case,
        ruling="remove",
        ruling_no=REMOVED_BY,
        ruled_on=LATER,
        by=officer("upper_recorder"),
        at=moment(LATER, 9),
    )


def adjust(entry):
    price = entry.version.reference_price_fen
    case = changes.report_change(
        entry,
        kinds=["price"],
        after={"reference_price_fen": price * 5 // 4},
        text="包装和运输成本上涨，参考价格上调百分之二十五。",
        changed_on=DAY,
        by=agent(entry.applicant_id),
        at=moment(DAY, 9),
    )
    changes.register_change(case, is_accepted=True, by=officer("fpb_clerk"), at=moment(DAY, 10))
    changes.assess_change(
        case, decision="adjust", assessment=TEXT, by=officer("fpb_reviewer"), at=moment(DAY, 11)
    )


def exit_(entry):
    leave(entry, by=agent(entry.applicant_id), at=moment(DAY, 9), because="不再生产该产品。")


class Surfaces:
    """What the world outside reads of an entry at a moment."""

    def __init__(self, entry, client, clock, folder, printed=None):
        self.entry, self.client, self.clock, self.folder = entry, client, clock, folder
        self.slug, self.printed = entry.page.slug, printed

    def at(self, moment_):
        """``{surface: what it says}``."""
        self.clock(moment_)
        tick(moment_)
        number = self.entry.number
        pages = {
            "page": f"/cpml/{self.slug}/",
            "check": f"/verify/{number}/",
            "api_product": f"/api/v1/products/{self.slug}",
            "api_check": f"/api/v1/verify/{number}",
            "api_statistics": "/api/v1/statistics",
            "feed": "/feeds/catalogue.rss",
            "qr": self.printed,
        }
        said = {name: self._read(url) for name, url in pages.items()}
        more = {"changes": self._changes(), "batch": self._batch(moment_)}
        more["venue"] = self._notices_of_the_venue()
        return said | more | {"copy": self._copy(f"{moment_:%m%d%H%M}")}

    def _notices_of_the_venue(self):
        """The events of which the venue was told that has it on its shelf."""
        return list(VenueNotice.objects.order_by("pk").values_list("event__op", flat=True))

    def scan(self):
        """Where the code leads that was printed with the certificate and stays on paper."""
        self.clock(BEFORE)
        page = self.client.get(f"/cpml/{self.slug}/")
        self.printed = verify_url(page.wsgi_request, self.entry)
        assert qr_svg(self.printed) in page.content.decode()

    def _copy(self, name):
        """What a static copy, made now, says of the entry: every file that names it."""
        written = Copy(self._answer, self.folder / name).make()
        words = {file.relative_to(self.folder / name): file.read_bytes() for file in written}
        called = (self.slug.encode(), self.entry.number.encode())
        return {file: text for file, text in words.items() if any(map(text.__contains__, called))}

    def _answer(self, url):
        answer = self.client.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        where = answer.headers.get("Location", "").encode()
        return answer.status_code, answer.headers.get("Content-Type", ""), where or body

    def _read(self, url):
        answer = self.client.get(url)
        return answer.status_code, MOMENTS.sub("", answer.content.decode())

    def _changes(self):
        items = self.client.get("/api/v1/changes?type=product").json()["items"]
        return [each for each in items if self.slug in str(each)]

    def _batch(self, moment_):
        batch = export_dataset("catalog", at=moment_)
        own = [each for each in iter_records(batch) if each["certificate_no"] == self.entry.number]
        return own[-1:]


#: Suspending is looked at where it ends, below.
EVENTS = {"remove": remove, "adjust": adjust, "exit": exit_}
#: What a new price leaves as it was: the entry stands as before, and stays on its shelf.
OF_STANDING = {"check", "api_check", "api_statistics", "qr", "venue"}


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_changes_every_surface(event, entry, surfaces, before):
    _printed, before = before
    EVENTS[event](entry)
    after = surfaces.at(moment(LATER, 12))
    changed = {name for name in before if before[name] != after[name]}
    assert changed >= set(before) - (OF_STANDING if event == "adjust" else set())
    assert (after["venue"] == []) is (event == "adjust")


def test_what_resumes_is_in_force_everywhere_again(entry, surfaces, before):
    _printed, before = before
    suspend(entry)
    suspended = surfaces.at(moment(DAY, 12))
    resume(entry)
    after = surfaces.at(moment(LATER, 12))
    assert set(before) > OF_STANDING
    for name in before:
        assert suspended[name] not in (before[name], after[name]), name
    assert after["venue"] == ["suspend", "resume"]
    assert after["api_statistics"] == before["api_statistics"]


def test_what_ends_by_its_day_has_ended_everywhere(entry, surfaces, before):
    _printed, before = before
    after = surfaces.at(moment(entry.valid_until + timedelta(days=2), 12))
    assert {name for name in before if before[name] == after[name]} == set()
