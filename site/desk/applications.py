"""The application page: the whole paper, what waits for whom, the chart, declaring a tie."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from applications import differences
from applications.models import Item
from applications.models.applications import is_in_scope
from publicity.models import PublicityEntry
from registry.models import Tie
from registry.permissions import organisations
from registry.roles import Permission
from rules.periods import local_day
from workflow import charts
from workflow.flows import Certification
from workflow.models import ArchiveFile, Hold, ShortWindow
from workflow.policies.holds import WHERE as HELD_STATES
from workflow.policies.listing import undecided
from workflow.services.acceptance import acceptable

from .access import DeskView, may
from .charting import bpmn_file, svg_file
from .paper import WHOLE, paper, tell_acceptance
from .preserved import preserved
from .ties import TieButton

#: Whoever gives a closed paper its number in the archive.
FILERS = (Permission.PROCESS_PAPERS, Permission.TERMINATE)


class ApplicationView(DeskView):
    """Anything about one application; one outside the officer's scope does not exist."""

    @cached_property
    def application(self):
        key = self.kwargs["pk"]
        if not is_in_scope(key, self.request.user):
            raise Http404
        return WHOLE.first(key)

    def get_breadcrumbs_items(self):
        return self.application_crumbs(self.application)

    def get_page_title(self):
        return f"申请 {self.application}"

    def get_context_data(self, **kwargs):
        since = self.request.GET.get("since", "")
        number = int(since[:4]) if since.isdecimal() else None
        return super().get_context_data(
            comparison=differences.since(self.application, number),
            submissions=self.application.submissions.order_by("number"),
            **kwargs,
        )


class Paper(ApplicationView):
    """The paper, read from top to bottom."""

    template_name = "desk/application.html"
    header_icon = "doc-full"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        user = self.request.user
        is_tied = Tie.objects.filter(user=user, applicant=self.application.applicant).exists()
        running = PublicityEntry.objects.running().filter(item__application=self.application)
        whole = paper(self.application, user, self.at)
        tell_acceptance(whole["products"], self.at)
        return super().get_context_data(
            **whole,
            **preserved(self.application, user, self.at),
            is_tied=is_tied,
            questions=self.application.questions.select_related("office"),
            may_take_objections=may(user, Permission.TAKE_OBJECTIONS),
            may_see_objectors=may(user, Permission.INVESTIGATE_OBJECTIONS) and not is_tied,
            may_terminate=self.application.ruleset.office.code
            in organisations(user, Permission.TERMINATE),
            may_correct=may(user, Permission.RECORD_CITY, Permission.RECORD_PROVINCE),
            acceptable=acceptable(self.application, user),
            may_hold=may(user, Permission.TAKE_OBJECTIONS, Permission.TERMINATE) and not is_tied,
            held_states=HELD_STATES,
            may_archive=may(user, Permission.PROCESS_PAPERS, Permission.SEE_ACCESSES)
            and not self.application.items.filter(outcome=None).exists(),
            may_read_trail=may(user, Permission.READ_TRAIL),
            may_file=may(user, *FILERS),
            archive_file=ArchiveFile.objects.filter(application=self.application)
            .select_related("filed_by")
            .first(),
            on_hold={
                hold.item_id: hold
                for hold in Hold.objects.standing(local_day(self.at))
                .filter(item__application=self.application)
                .select_related("placed_by")
            },
            complained_of=set(
                undecided()
                .filter(item__application=self.application)
                .values_list("item", flat=True)
            ),
            stood_short=set(
                ShortWindow.objects.undecided()
                .filter(entry__item__application=self.application)
                .values_list("entry__item", flat=True)
            ),
            running=set(running.values_list("item", flat=True)),
            **kwargs,
        )


def find_item(request, pk):
    """The item under way ``pk`` in the officer's scope; 404 otherwise."""
    return get_object_or_404(Item.objects.scope(request.user), pk=pk, process__isnull=False)


class Bpmn(DeskView):
    """The flow of an item as BPMN 2.0."""

    def get(self, request, pk):
        item = find_item(request, pk)
        return bpmn_file(Certification, f"{item.application.number}-{item.position}.bpmn")


class Chart(DeskView):
    """The flow chart of one item with its steps marked."""

    def get(self, request, pk):
        item = find_item(request, pk)
        drawing = charts.svg(Certification, item.process_id)
        return svg_file(request, drawing, f"{item.application.number}-{item.position}.svg")


class DeclareTie(TieButton, ApplicationView):
    """R67: the officer says so, and from then on handles nothing of this applicant."""

    @property
    def applicant(self):
        return self.application.applicant

    def page_of_act(self):
        return reverse("desk:application", kwargs=self.kwargs)
