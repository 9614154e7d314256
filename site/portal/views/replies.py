"""Questions that the applicant is asked about a complaint, and the answers.

Of a complaint the applicant sees the handler's question only, never the complaint or its author.
"""

from cryptography.fernet import InvalidToken
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from doors import evidence
from files.delivery import deliver
from rules.refusal import Refused
from supervision.models import EvidenceFile, ReplyRequest
from supervision.services import replies

from ..forms.replies import AnswerForm
from .access import ApplicantsOnly, FormPage


class Replies(ApplicantsOnly, TemplateView):
    template_name = "portal/replies.html"

    def get_context_data(self, **kwargs):
        rows = ReplyRequest.objects.filter(applicant=self.applicant).select_related("complaint")
        return super().get_context_data(reply_requests=rows, today=self.today, **kwargs)


class Answer(ApplicantsOnly, FormPage):
    """One question, and the answer while there is time."""

    weighty_act = "答复投诉举报"
    template_name = "portal/reply.html"
    form_class = AnswerForm
    success_message = "已答复"

    @cached_property
    def reply_request(self):
        mine = ReplyRequest.objects.filter(applicant=self.applicant).select_related(
            "complaint__certificate__version"
        )
        return get_object_or_404(mine, pk=self.kwargs["reply"])

    def get_context_data(self, **kwargs):
        open_still = (
            self.reply_request.answered_at is None and self.today <= self.reply_request.due_on
        )
        return super().get_context_data(
            reply_request=self.reply_request, is_open=open_still, **kwargs
        )

    def act(self, form):
        return replies.reply(self.reply_request, **form.values(), **self.signed)

    def onward(self, result):
        return "portal:reply", self.reply_request.pk


class OwnEvidence(ApplicantsOnly, View):
    """A file of the applicant's own answer."""

    def get(self, request, uid):
        mine = EvidenceFile.objects.filter(reply__applicant=self.applicant)
        file = get_object_or_404(mine, uid=uid)
        try:
            data = evidence.read_evidence(file, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:reply", file.reply_id)
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        return deliver(data, file.mime, file.name, is_shown=False)
