"""The batches of the way up and down: station, notice, city, province, nation, catalogue."""

from django.urls import reverse
from wagtail.admin import messages

from applications.models import Item
from files.intake import examine_at, take
from pages.models.notices import notice_title
from publicity.states import entries_at
from registry.roles import Permission
from rules.refusal import refuse_if
from workflow.models import UpperReview
from workflow.positions import items_at
from workflow.services import listing, notices, opinions, upper
from workflow.services.batch import Answer, each

from .access import may, refuse_busy
from .batch_forms import (
    AssignForm,
    CityForm,
    ListingForm,
    NationalForm,
    NoticeForm,
    OutcomeForm,
    ReportForm,
)
from .batches import Batch, Line
from .second_press import SecondPress, rehearse

#: What the province's paper says where it is recorded with the city's.
PASSED = {"result": UpperReview.Result.PASS, "reason_code": "", "reasons": "", "demands": []}


class Assign(Batch):
    """A04: one station for a whole application, so its waiting siblings come along."""

    node, form_class = "assign_station", AssignForm
    success_message, button = "已指定工作站", "指定工作站"

    def answers(self, items, values):
        applications = {item.application_id for item in items}
        siblings = items_at(self.node).filter(application__in=applications)
        others = siblings.exclude(pk__in=[item.pk for item in items])
        assign = refuse_busy(lambda item: opinions.assign_station(item, **self.who, **values))
        answers = each(items, assign)
        each(others, assign)
        return answers


class Report(Batch):
    node, form_class = "report_to_city", ReportForm
    success_message, button = "已上报市级", "上报市级"

    def answers(self, items, values):
        return upper.report_to_city(items, **self.who, **values)

    def buttons(self, answers):
        """The report itself, to be printed and sent."""
        report = next(answer.result for answer in answers if answer.ok)
        address = reverse("desk:report_paper", args=[report.pk])
        return [messages.button(address, f"查看上报文件 {report.document_no}", new_window=True)]


class _Outcome(Batch):
    """The outcome of one document for the items it names."""

    form_class = OutcomeForm
    success_message, button = "已登记结果", "登记结果"
    level = None

    def answers(self, items, values):
        self.keep_scans((values, "scan"))
        return each(
            items,
            refuse_busy(lambda item: upper.record_outcome(item, self.level, **self.who, **values)),
        )

    def keep_scans(self, *papers):
        """R15: a scan is kept once and belongs to every item of its document.

        All are examined before the first is kept: what is refused leaves no file behind.
        """
        scans = [(values, field, values.pop("scan")) for values, field in papers]
        sound = [
            (values, examine_at(field, scan.name, scan.read()))
            for values, field, scan in scans
            if scan
        ]
        for values, file in sound:
            values["scan"] = take(file, **self.who)


class City(_Outcome):
    """Papers of the province often come down with the city's: one press for the two."""

    node, level, form_class = "city_review", UpperReview.Level.CITY, CityForm

    def get_form_kwargs(self):
        may_record = may(self.request.user, Permission.RECORD_PROVINCE)
        return {**super().get_form_kwargs(), "records_province": may_record}

    def answers(self, items, values):
        province = values.pop("province")
        if province is None:
            return super().answers(items, values)
        self.keep_scans((values, "scan"), (province, "province_scan"))
        words = {"city": values, "province": {**province, **PASSED}}
        act = refuse_busy(lambda item: upper.record_both(item, **self.who, **words))
        return each(items, act)


class Province(_Outcome):
    node, level = "province_review", UpperReview.Level.PROVINCE


class National(Batch):
    """R61: the evidence file is kept once and belongs to every item's notice."""

    node, form_class = "record_national", NationalForm
    success_message, button = "已登记全国公示", "登记全国公示"

    def answers(self, items, values):
        file = values.pop("evidence")
        sound = examine_at("evidence", file.name, file.read()) if file else None
        values["evidence"] = take(sound, **self.who) if sound else None
        return each(
            items,
            refuse_busy(lambda item: notices.record_national(item, **self.who, **values)),
        )


class Listing(Batch):
    node, form_class = "list_item", ListingForm
    success_message, button = "已列入目录", "列入目录"

    def answers(self, items, values):
        return each(items, refuse_busy(lambda item: listing.list_item(item, **self.who, **values)))


class Notice(SecondPress, Batch):
    """The day's notice at once, by the clerk, instead of at its hour by the clock."""

    form_class = NoticeForm
    permission = Permission.PROCESS_PAPERS
    page_title = "发布公示"
    success_message, button = "已发布公示", "立即发布公示"
    second_button = "确认发布"
    warning = "按下后立即向社会公示，不能撤下。请核对公示内容，再按“确认发布”。"
    empty = "现在没有待公示的产品。"

    def consequences(self, form):
        """The notice as the public will read it, and the letters to the applicants."""
        items = [line.item for line in self.ticked_lines]
        notice, letters = rehearse(lambda: self._notice(items), items)
        return {"notice": notice, "notes": [f"同时向{len(letters)}个产品的申请单位发出公示告知。"]}

    def _notice(self, items):
        opened = notices.open_notice(items, **self.who)
        refuse_if([] if opened else ["所选产品已不在待公示之列"])
        return {
            "title": notice_title(opened),
            "number": opened.number,
            "first_day": opened.first_day,
            "last_day": opened.last_day,
            "working_days": opened.working_days,
            "accepting_unit": opened.ruleset.office.official_name,
            "entries": list(entries_at(opened, self.at)),
        }

    def get_page_title(self):
        return self.page_title

    def waiting(self, keys=None):
        items = self.items() if keys is None else self.items().filter(pk__in=keys)
        items = items.select_related(
            "application__applicant",
            "application__ruleset__office",
            "application__production_township",
        )
        return [Line(item, is_chosen=self.request.method == "GET") for item in items]

    def items(self):
        scope = Item.objects.scope(self.request.user)
        return notices.waiting_for_notice().filter(pk__in=scope)

    def has_more(self):
        return self.items().exists()

    def preselect(self):
        """All of them, as the clock would take them."""

    def answers(self, items, values):
        opened = notices.open_notice(items, **self.who)
        gone = [] if opened else ["该产品已不在待公示之列"]
        return [Answer(item, result=opened, reasons=gone) for item in items]
