"""Everything about one applicant on one page, as far as the reader may know of it."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from applications.models import Item
from catalog.models import Certificate
from registry.models import Applicant, DishonestyEntry, Tie
from registry.roles import Permission
from supervision.models import Complaint, Inspection
from workflow.models import Letter
from workflow.positions import states_of

from .access import DeskView, may
from .complaints import Complaints
from .inspections import Inspections
from .paper import applications_of
from .preserved import preserved

#: Of each kind so many are shown, the newest first, with the number of all.
MOST = 50


class ApplicantPage(DeskView):
    """Papers, letters, entries, complaints, inspections, dishonesty; one with no paper in the
    reader's scope does not exist.
    """

    template_name = "desk/applicant.html"
    header_icon = "group"

    @cached_property
    def applicant(self):
        in_scope = applications_of(self.request.user).values("applicant")
        return get_object_or_404(Applicant, pk=self.kwargs["pk"], pk__in=in_scope)

    def get_page_title(self):
        return f"{self.applicant}"

    def get_context_data(self, **kwargs):
        items = self.items()
        states = states_of(items)
        return super().get_context_data(
            applicant=self.applicant,
            products=[(item, states[item.pk]) for item in items],
            is_tied=Tie.objects.filter(user=self.request.user, applicant=self.applicant).exists(),
            **preserved(self.applicant, self.request.user, self.at),
            **self.letters(items),
            **self.entries(),
            **self.watched(),
            **kwargs,
        )

    def items(self):
        rows = Item.objects.filter(
            application__in=applications_of(self.request.user).filter(applicant=self.applicant)
        )
        rows = rows.select_related("application", "outcome")
        return list(rows.order_by("-application__submitted_at", "position")[:MOST])

    def letters(self, items):
        rows = Letter.objects.filter(item__in=items).select_related("item")
        return {"letters": rows[:MOST], "letter_count": rows.count()}

    def entries(self):
        rows = Certificate.objects.filter(applicant=self.applicant).select_related("product")
        return {"certificates": rows.order_by("-pk")[:MOST]}

    def watched(self):
        """What only some may know of; None where the reader may not."""
        user, own = self.request.user, {"applicant": self.applicant}
        complaints = inspections = dishonesty = None
        if may(user, Complaints.permission):
            about = (
                Q(**own)
                | Q(certificate__applicant=self.applicant)
                | Q(item__application__applicant=self.applicant)
            )
            complaints = Complaint.objects.scope(user).filter(about).order_by("-pk")[:MOST]
        if may(user, Inspections.permission):
            rows = Inspection.objects.scope(user).filter(certificate__applicant=self.applicant)
            inspections = rows.select_related("certificate").order_by("-pk")[:MOST]
        if may(user, Permission.READ_DISHONESTY):
            dishonesty = DishonestyEntry.objects.filter(**own).order_by("-pk")[:MOST]
        return {"complaints": complaints, "inspections": inspections, "dishonesty": dishonesty}
