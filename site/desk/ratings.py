"""好差评 at the desk: bad ratings are called back about by who did not do the work."""

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from doors.text_forms import TextForm
from registry.calendars import calendar
from registry.roles import Permission
from rules.periods import local_day
from rules.vocabulary import RATING_FINDINGS
from supervision.models import Rating
from supervision.services.ratings import call_back

from .access import DeskForm, DeskView
from .answer_lines import time_left
from .opinion_forms import long_text

PER_PAGE = 30


class CallBackForm(TextForm):
    must = ("finding", "measures", "reply")
    finding = forms.ChoiceField(
        label="核实结果", choices=RATING_FINDINGS, widget=forms.RadioSelect, required=False
    )
    measures = forms.CharField(
        label="核实和整改情况", required=False, max_length=1000, widget=long_text(4)
    )
    reply = forms.CharField(
        label="答复",
        required=False,
        max_length=500,
        widget=long_text(3),
        help_text="评价人看得到，不写任何人的姓名和电话",
    )


class Ratings(DeskView):
    """Bad ones that wait first; ``?all=1`` shows every rating that the officer may know of."""

    permission = Permission.CALL_BACK_RATERS
    template_name = "desk/ratings.html"
    page_title = "好差评"
    header_icon = "pick"

    def get_context_data(self, **kwargs):
        shows_all = bool(self.request.GET.get("all"))
        rows = Rating.objects.scope(self.request.user).select_related("organisation", "applicant")
        rows = rows if shows_all else rows.waiting().order_by("due_on", "pk")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        on, work_calendar = local_day(self.at), calendar()
        page.object_list = [
            (each, time_left(each, on, work_calendar) if _waits(each) else None)
            for each in page.object_list
        ]
        return super().get_context_data(page=page, shows_all=shows_all, **kwargs)


def _waits(rating):
    return rating.is_bad and rating.called_at is None


class RatingPage(DeskForm):
    """One rating, what was rated, and what the call-back found."""

    permission = Permission.CALL_BACK_RATERS
    template_name = "desk/rating.html"
    header_icon = "pick"
    form_class = CallBackForm
    success_message = "已登记回访"

    @cached_property
    def rating(self):
        rows = Rating.objects.scope(self.request.user)
        related = ("organisation", "applicant", "item__application", "feedback__complaint")
        return get_object_or_404(rows.select_related(*related), pk=self.kwargs["pk"])

    def get_page_title(self):
        return f"{self.rating}"

    def act(self, form):
        return call_back(self.rating, **form.cleaned_data, **self.who)

    def onward(self, result):
        return ("desk:ratings",)

    def get_context_data(self, **kwargs):
        rating = self.rating
        left = time_left(rating, local_day(self.at), calendar()) if _waits(rating) else None
        return super().get_context_data(rating=rating, deadline=left, **kwargs)
