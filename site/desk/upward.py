"""The batches of the way up and down: station, notice, city, province, nation, catalogue."""

from applications.models import Item
from files.kinds import plain_name
from registry.roles import Permission
from workflow.models import UpperReview
from workflow.positions import items_at
from workflow.services import evidence, listing, notices, opinions, upper
from workflow.services.batch import Answer, each

from .access import patiently
from .batch_forms import (
    AssignForm,
    ListingForm,
    NationalForm,
    NoticeForm,
    OutcomeForm,
    ReportForm,
)
from .batches import Batch, Line
from .steps import STEPS


class Assign(Batch):
    """A04: one station for a whole application, so its waiting siblings come along."""

    node, form_class = "assign_station", AssignForm
    permission = STEPS["assign_station"].permission
    said, button = "已指定工作站", "指定工作站"

    def act(self, items, values):
        applications = {item.application_id for item in items}
        siblings = items_at(self.node).filter(application__in=applications)
        others = siblings.exclude(pk__in=[item.pk for item in items])
        assign = patiently(lambda item: opinions.assign_station(item, **self.who, **values))
        answers = each(items, assign)
        each(others, assign)
        return answers

    @property
    def who(self):
        return {"by": self.request.user, "at": self.at}


class Report(Batch):
    node, form_class = "report_to_city", ReportForm
    permission = STEPS["report_to_city"].permission
    said, button = "已上报市级", "上报市级"

    def act(self, items, values):
        return upper.report_to_city(items, by=self.request.user, at=self.at, **values)


class _Outcome(Batch):
    """The outcome of one document for the items it names."""

    form_class = OutcomeForm
    said, button = "已登记结果", "登记结果"
    level = None

    def act(self, items, values):
        """R15: the scan is kept once and belongs to every item of the document."""
        who, scan = {"by": self.request.user, "at": self.at}, values.pop("scan")
        if scan:
            digest = evidence.keep(scan.name, scan.read(), field="scan")
            values |= {"scan_name": plain_name(scan.name), "scan_sha256": digest}
        return each(
            items, patiently(lambda item: upper.record_outcome(item, self.level, **who, **values))
        )


class City(_Outcome):
    node, level = "city_review", UpperReview.Level.CITY
    permission = STEPS["city_review"].permission


class Province(_Outcome):
    node, level = "province_review", UpperReview.Level.PROVINCE
    permission = STEPS["province_review"].permission


class National(Batch):
    """R61: the evidence file is kept once and its digest recorded with every item."""

    node, form_class = "record_national", NationalForm
    permission = STEPS["record_national"].permission
    said, button = "已登记全国公示", "登记全国公示"

    def act(self, items, values):
        file = values.pop("evidence")
        digest = evidence.keep(file.name, file.read()) if file else ""
        who = {"by": self.request.user, "at": self.at, "evidence": digest}
        return each(items, patiently(lambda item: notices.record_national(item, **who, **values)))


class Listing(Batch):
    node, form_class = "list_item", ListingForm
    permission = STEPS["list_item"].permission
    said, button = "已列入目录", "列入目录"

    def act(self, items, values):
        who = {"by": self.request.user, "at": self.at}
        return each(items, patiently(lambda item: listing.list_item(item, **who, **values)))


class Notice(Batch):
    """The day's notice at once, by the clerk, instead of at its hour by the clock."""

    form_class = NoticeForm
    permission = Permission.PROCESS_PAPERS
    page_title = "发布公示"
    said, button = "已发布公示", "立即发布公示"
    empty = "现在没有待公示的产品。"

    def get_page_title(self):
        return self.page_title

    @property
    def lines(self):
        if not hasattr(self, "_lines"):
            seen = Item.objects.scope(self.request.user)
            waiting = notices.waiting_for_notice().filter(pk__in=seen)
            shown = waiting.select_related(
                "application__applicant",
                "application__ruleset__office",
                "application__production_township",
            )
            self._lines = [Line(item, is_chosen=True) for item in shown]
        return self._lines

    def get(self, request):
        return self.show(self.form())

    def act(self, items, values):
        opened = notices.open_notice(items, by=self.request.user, at=self.at)
        gone = [] if opened else ["该产品已不在待公示之列"]
        return [Answer(item, result=opened, reasons=gone) for item in items]
