"""What the public says, as it reaches the applicant: questions to answer, intents to buy.

Of a complaint the applicant sees the handler's question only, never the complaint or its author.
"""

from cryptography.fernet import InvalidToken
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from doors import evidence
from files.delivery import deliver
from records.audit import record
from rules.refusal import Refused
from supervision.models import EvidenceFile, PurchaseIntent, ReplyRequest
from supervision.services import intents, replies

from ..forms.voices import AnswerForm, IntentStateForm
from .access import ApplicantsOnly, FormPage


class Replies(ApplicantsOnly, TemplateView):
    template_name = "portal/replies.html"

    def get_context_data(self, **kwargs):
        asked = ReplyRequest.objects.filter(applicant=self.applicant).select_related("complaint")
        return super().get_context_data(replies=asked, today=self.today, **kwargs)


class Answer(ApplicantsOnly, FormPage):
    """One question, and the answer while there is time."""

    template_name = "portal/reply.html"
    form_class = AnswerForm
    success_message = "已答复"

    @cached_property
    def asked(self):
        mine = ReplyRequest.objects.filter(applicant=self.applicant).select_related(
            "complaint__certificate__version"
        )
        return get_object_or_404(mine, pk=self.kwargs["reply"])

    def get_context_data(self, **kwargs):
        open_still = self.asked.answered_at is None and self.today <= self.asked.due_on
        return super().get_context_data(asked=self.asked, is_open=open_still, **kwargs)

    def act(self, form):
        return replies.reply(self.asked, **form.cleaned_data, **self.signed)

    def onward(self, result):
        return "portal:reply", self.asked.pk


class OwnEvidence(ApplicantsOnly, View):
    """A file of the applicant's own answer."""

    def get(self, request, uid):
        mine = EvidenceFile.objects.filter(reply__applicant=self.applicant)
        found = get_object_or_404(mine, uid=uid)
        try:
            data = evidence.read_evidence(found, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:reply", found.reply_id)
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        return deliver(data, found.mime, found.name, is_shown=False)


class Intents(ApplicantsOnly, TemplateView):
    template_name = "portal/intents.html"

    def get_context_data(self, **kwargs):
        mine = PurchaseIntent.objects.filter(applicant=self.applicant)
        known = mine.select_related("certificate__version")
        return super().get_context_data(intents=known, **kwargs)


class IntentPage(ApplicantsOnly, FormPage):
    """One intent with the buyer's contact, for the applicant of the product and nobody else."""

    template_name = "portal/intent.html"
    form_class = IntentStateForm
    success_message = "已登记处理情况"

    @cached_property
    def intent(self):
        mine = PurchaseIntent.objects.filter(applicant=self.applicant)
        return get_object_or_404(
            mine.select_related("certificate__version"), pk=self.kwargs["intent"]
        )

    def get(self, request, *args, **kwargs):
        record("supervision.read_intent", self.intent, by=request.user, at=self.now)
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        return {"state": self.intent.state, "sale_reference": self.intent.sale_reference}

    def get_context_data(self, **kwargs):
        return super().get_context_data(intent=self.intent, **kwargs)

    def act(self, form):
        return intents.mark(self.intent, **form.cleaned_data, **self.signed)

    def onward(self, result):
        return ("portal:intents",)
