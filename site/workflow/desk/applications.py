"""The application page: the whole paper, what waits for whom, the chart, declaring a tie."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from wagtail.admin import messages

from registry import ties
from registry.models import Tie
from rules.refusal import Refused
from supervision.models import PublicityEntry

from .. import charts
from ..flows import Certification
from ..models import Item
from ..services import desk
from . import differences, queries
from .access import DeskView, holds, patiently
from .paper import find, paper


class ApplicationView(DeskView):
    """Anything about one application; one outside the officer's scope does not exist."""

    @cached_property
    def application(self):
        found = find(self.request.user, self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    def get_breadcrumbs_items(self):
        return self.application_crumbs(self.application)

    def get_page_title(self):
        return f"申请 {self.application}"

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("since", "")
        number = int(asked[:4]) if asked.isdecimal() else None
        return super().get_context_data(
            comparison=differences.since(self.application, number),
            submissions=self.application.submissions.order_by("number"),
            **kwargs,
        )


class Paper(ApplicationView):
    """The paper, read from top to bottom."""

    template_name = "workflow/desk/application.html"
    header_icon = "doc-full"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        user = self.request.user
        running = PublicityEntry.objects.running().values_list("subject", flat=True)
        return super().get_context_data(
            **paper(self.application, user, self.at),
            is_tied=Tie.objects.filter(user=user, applicant=self.application.applicant).exists(),
            may_take_objections=holds(user, "complaint_officer", "fpb_clerk"),
            may_see_objectors=holds(user, "complaint_officer"),
            may_terminate=user.has_perm(f"manager@{self.application.ruleset.office.code}"),
            running=set(running.filter(subject__in=self.application.items.values("uid"))),
            **kwargs,
        )


def _walking(request, pk):
    """The item under way ``pk`` in the officer's scope; 404 otherwise."""
    return get_object_or_404(Item.objects.scope(request.user), pk=pk, process__isnull=False)


class Bpmn(DeskView):
    """The flow of an item as BPMN 2.0, for other modelling tools."""

    def get(self, request, pk):
        item = _walking(request, pk)
        response = HttpResponse(charts.bpmn(Certification), content_type="application/xml")
        name = f"{item.application.number}-{item.position}.bpmn"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response


class Chart(DeskView):
    """The flow chart of one item with its steps marked, as an image for this officer only."""

    def get(self, request, pk):
        item = _walking(request, pk)
        drawing = charts.svg(Certification, item.process_id)
        response = HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8")
        name = f"{item.application.number}-{item.position}.svg"
        is_saved = "download" in request.GET
        response["Content-Disposition"] = content_disposition_header(is_saved, name)
        response["Cache-Control"] = "private, no-store"
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return response


class DeclareTie(ApplicationView):
    """R67: the officer says so, and from then on handles nothing of this applicant."""

    http_method_names = ["post"]

    def page_of_act(self):
        return reverse("desk:application", kwargs=self.kwargs)

    def post(self, request, pk):
        ties.declare(request.user, self.application.applicant, at=self.at)
        self._hand_back()
        messages.success(request, "已申报利害关系；您不再办理该申请单位的事项，相应任务已退回。")
        return redirect(self.page_of_act())

    def _hand_back(self):
        held = queries.mine(self.request.user).filter(
            item__application__applicant=self.application.applicant
        )
        for turn in held.select_related("task"):
            try:
                patiently(desk.release)(turn.task, by=self.request.user)
            except Refused as refused:
                messages.error(self.request, "；".join(refused.reasons))
