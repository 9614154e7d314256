"""The fictional district's whole story: two historic batches, what happened to them, and today.

Everything is walked through the real services on the days of the story; running it again does
nothing to papers that were already submitted.
"""

from datetime import date
from uuid import UUID

from applications.models import Application, Item
from applications.services import drafts
from catalog import services as catalog
from catalog.models import Certificate
from desk.loading.district import load_sales
from desk.loading.report import LoadReport, read_records
from publicity.services import object_to
from publicity.states import running_entry
from registry.models import User
from rules.periods import local_day
from workflow.services import submissions
from workflow.services.notices import hold

from .acts import agent, perform
from .certificate_changes import remove_entry, report_changes, suspend_entry
from .dishonesty_cases import create_dishonesty_cases
from .papers import pdf
from .pictures import draw
from .preparing import sign_again
from .public_cases import create_public_cases
from .public_voice import let_the_public_speak
from .quarter import tell_quarter
from .strict_clock import tick
from .timetables import BATCHES, backwards, moment
from .walking import walk

#: A product's state in the story → the last phase walked, and how it was decided.
UNDER_WAY = {
    "station_review": ("submit", "pass"),
    "submitted": ("endorse", "pass"),
    "district_review": ("endorse", "pass"),
    "withdrawn": ("endorse", "pass"),
    "rejected_quality": ("review", "refuse"),
    "publicity": ("notice", "pass"),
    "objection_suspended": ("notice", "pass"),
    "city_review": ("report", "pass"),
    "city_returned": ("city", "return"),
    "province_review": ("city", "pass"),
    "province_rejected": ("province", "refuse"),
    "national_publicity": ("national", "pass"),
}
RENEWED = 36
#: Marks the draft of the story, so that telling it again begins no other.
BEGUN = UUID("0a1b2c3d-0000-4000-8000-000000000001")


class History:
    """Walks the products of ``directory``; ``at`` is the present moment of the story."""

    def __init__(self, directory, *, at, progress=lambda: None):
        self.records = read_records(directory, "products.json", LoadReport())
        self.codes = {
            record["id"]: record["uscc"]
            for record in read_records(directory, "applicants.json", LoadReport())
        }
        self.directory, self.at, self.progress = directory, at, progress

    def walk(self):
        """The story from the first batch to the present moment."""
        for batch in BATCHES:
            self._walk_batch(batch)
        self._suspend_and_remove()
        tick(self.at)
        self._renew()
        self._walk_under_way()
        load_sales(self.directory, LoadReport())
        tell_quarter()
        report_changes(self.at)
        self._begin_a_draft()
        tick(self.at)
        self._photograph()
        create_public_cases(self.at)
        create_dishonesty_cases(self.at)
        let_the_public_speak(self.at)

    def _items(self, records):
        """The drafted items of ``records``, in their order; submitted ones are left out."""
        items = (self._item(record) for record in records)
        return [item for item in items if item is not None and item.process_id is None]

    def _item(self, record):
        return Item.objects.filter(
            application__applicant__credit_code=self.codes.get(record["applicant_id"]),
            name=record["name"],
            sales_spec=record["sales_spec"],
            renewal_of__isnull=True,
        ).first()

    def _walk_batch(self, batch):
        """One historic batch; listed in the order of its certificate numbers."""
        records = [each for each in self.records if (each["catalog"] or {}).get("batch") == batch]
        records.sort(key=lambda record: record["catalog"]["certificate_no"])
        items = self._items(records)
        if items:
            walk(items, BATCHES[batch], until="list", progress=self.progress)

    def _suspend_and_remove(self):
        """What the story's announcements of December 2020 say, by the cases that lead there."""
        for record in self.records:
            entry = record["catalog"] or {}
            certificate = Certificate.objects.filter(
                number=entry.get("certificate_no"), status="active"
            ).first()
            if certificate is None:
                continue
            if entry.get("suspended_on"):
                suspend_entry(certificate, date.fromisoformat(entry["suspended_on"]))
            elif entry.get("removed_on"):
                day = date.fromisoformat(entry["removed_on"])
                remove_entry(certificate, day, reason_code=entry["removal_reason"])

    def _renew(self):
        """Some expired products are certified again, so that today's catalogue is not empty."""
        expired = Certificate.objects.filter(status="expired", renewals__isnull=True)
        by_applicant = {}
        for certificate in expired.order_by("number")[:RENEWED]:
            by_applicant.setdefault(certificate.applicant, []).append(certificate)
        renewing = Item.objects.filter(renewal_of__isnull=False)
        if renewing.exists():
            return
        items = []
        for applicant, certificates in by_applicant.items():
            by = agent(applicant.pk)
            drafted = drafts.start(applicant, by=by, at=self.at, renewal_of=certificates)
            items += drafted.items.all()
        if items:
            days = backwards("list", local_day(self.at))
            walk(items, days, until="list", progress=self.progress)

    def _photograph(self):
        """A drawn picture for four of five certified products; the rest show how none looks."""
        by = User.objects.get(username="clerk")
        bare = Certificate.objects.live().filter(product__photos__isnull=True)
        for certificate in bare.select_related("version", "product"):
            facts = certificate.version
            if certificate.product_id % 5:
                catalog.add_photo(
                    certificate.product,
                    name="示例图.jpg",
                    content=draw(facts.category, facts.name),
                    alt_text=f"{facts.name}示例图（虚构）",
                    by=by,
                    at=self.at,
                )
                self.progress()

    def _walk_under_way(self):
        """One product in every other state, as if the office had worked until yesterday."""
        for record in self.records:
            state = record["application_state"]
            if state in UNDER_WAY:
                for item in self._items([record]):
                    self._bring_to(item, state)

    def _bring_to(self, item, state):
        until, choice = UNDER_WAY[state]
        days = backwards(until, local_day(self.at))
        [item] = walk([item], days, until=until, choice=choice, progress=self.progress)
        later = moment(days[until], 15)
        if state == "district_review":
            perform(item, "review_benefit", at=later)
        elif state == "submitted":
            self._mend(item, later)
        elif state == "withdrawn":
            by = agent(item.application.applicant_id)
            submissions.withdraw(item, by=by, at=later, because="市场计划调整，自愿撤回（虚构）")
        elif state == "objection_suspended":
            self._object(item, later)

    def _begin_a_draft(self):
        """The first applicant has begun another paper: one product ready, one half filled."""
        old = self._item(self.records[0]) if self.records else None
        if old is None or Application.objects.filter(start_token=BEGUN).exists():
            return
        applicant = old.application.applicant
        by = agent(applicant.pk)
        paper = drafts.start(applicant, by=by, at=self.at, token=BEGUN)
        drafts.save_header(paper, by=by, at=self.at, label="示例：填写中的申请")
        facts = {**old.facts(), "name": "脐橙果酱（示例）", "sales_spec": "300克/瓶"}
        drafts.add_item(paper, by=by, at=self.at, **facts)
        drafts.add_item(paper, by=by, at=self.at, name="橙皮茶（示例）", category="tea_drink")

    def _mend(self, item, at):
        """Sent back once and mended the same day, so that there is something to compare."""
        perform(item, "review_benefit", at=at, choice="return")
        perform(item, "review_quality", at=at)
        by = agent(item.application.applicant_id)
        benefit_text = f"{item.benefit_text}（已按补正要求补充收购台账和用工记录，虚构）"
        more = {"households": item.households + 2, "persons": item.persons + 5}
        drafts.save_item(item, by=by, at=at, benefit_text=benefit_text, **more)
        sign_again(item.application, by=by, at=at)
        perform(Item.objects.get(pk=item.pk), "mend_for_district", at=at)

    def _object(self, item, at):
        entry = running_entry(item)
        object_to(
            entry,
            channel="web",
            content="公示的带动户数与实际不符（虚构）",
            person_name="示例异议人",
            person_contact="0797-0000000",
            evidence=[("收购凭证（虚构）.pdf", pdf("收购凭证（虚构）"))],
            at=at,
        )
        hold(item, at=at)
