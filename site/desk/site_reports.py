"""我为政府网站找错 at the desk: what readers found wrong, answered within three working days."""

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from doors.text_forms import TextForm
from records.audit import record
from registry.calendars import calendar
from registry.roles import Permission
from rules.periods import local_day
from rules.vocabulary import SITE_REPORT_RESULTS
from supervision.models import SiteReport
from supervision.services.site_reports import answer_site_report

from .access import DeskForm, DeskView
from .answer_lines import time_left
from .opinion_forms import long_text

PER_PAGE = 30


class AnswerForm(TextForm):
    must = ("result", "answer")
    result = forms.ChoiceField(
        label="处理结果", choices=SITE_REPORT_RESULTS, widget=forms.RadioSelect, required=False
    )
    answer = forms.CharField(
        label="答复",
        required=False,
        max_length=500,
        widget=long_text(3),
        help_text="凭编号和查询码看得到，不写任何人的姓名和电话",
    )


class SiteReports(DeskView):
    """What waits first, by its limit; ``?all=1`` shows all."""

    permission = Permission.ANSWER_SITE_REPORTS
    template_name = "desk/site_reports.html"
    page_title = "网站找错"
    header_icon = "globe"

    def get_context_data(self, **kwargs):
        shows_all = bool(self.request.GET.get("all"))
        rows = SiteReport.objects.all()
        rows = rows if shows_all else rows.waiting().order_by("due_on", "pk")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        on, work_calendar = local_day(self.at), calendar()
        page.object_list = [
            (each, None if each.answered_at else time_left(each, on, work_calendar))
            for each in page.object_list
        ]
        return super().get_context_data(page=page, shows_all=shows_all, **kwargs)


class SiteReportPage(DeskForm):
    """One report, and its answer; who reads a contact leaves a row."""

    permission = Permission.ANSWER_SITE_REPORTS
    template_name = "desk/site_report.html"
    header_icon = "globe"
    form_class = AnswerForm
    success_message = "已答复"

    @cached_property
    def report(self):
        return get_object_or_404(SiteReport, pk=self.kwargs["pk"])

    def get_page_title(self):
        return f"{self.report}"

    def get(self, request, *args, **kwargs):
        if self.report.person_contact:
            record("supervision.read_reporter", self.report, **self.who)
        return super().get(request, *args, **kwargs)

    def act(self, form):
        return answer_site_report(self.report, **form.cleaned_data, **self.who)

    def onward(self, result):
        return ("desk:site_reports",)

    def get_context_data(self, **kwargs):
        report = self.report
        left = None if report.answered_at else time_left(report, local_day(self.at), calendar())
        return super().get_context_data(report=report, deadline=left, **kwargs)
