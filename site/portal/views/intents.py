"""Purchase intents as they reach the applicant, and what came of them (A31)."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from records.audit import record
from supervision.models import PurchaseIntent
from supervision.services import intents

from ..forms.intents import IntentStateForm
from .access import ApplicantsOnly, FormPage


class Intents(ApplicantsOnly, TemplateView):
    template_name = "portal/intents.html"

    def get_context_data(self, **kwargs):
        mine = PurchaseIntent.objects.filter(applicant=self.applicant)
        rows = mine.select_related("certificate__version", "sale")
        return super().get_context_data(intents=rows, **kwargs)


class IntentPage(ApplicantsOnly, FormPage):
    """One intent with the buyer's contact, for the applicant of the product and nobody else."""

    template_name = "portal/intent.html"
    form_class = IntentStateForm
    success_message = "已登记处理情况"

    @cached_property
    def intent(self):
        mine = PurchaseIntent.objects.filter(applicant=self.applicant)
        rows = mine.select_related("certificate__version", "sale__reversal")
        return get_object_or_404(rows, pk=self.kwargs["intent"])

    def get(self, request, *args, **kwargs):
        record("supervision.read_intent", self.intent, by=request.user, at=self.now)
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        return {"state": self.intent.state, "sale": self.intent.sale}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"sales": intents.sales_for(self.intent)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(intent=self.intent, **kwargs)

    def act(self, form):
        return intents.mark(self.intent, **form.cleaned_data, **self.signed)

    def onward(self, result):
        return ("portal:intents",)
