"""The door of an outside expert who was asked: one question, one answer, by a signed address.

It shows what the public will read of a product and the question, and nothing of the paper.
"""

from django.http import Http404
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from doors.acts import FormAct
from registry.callers import received_at
from workflow.policies import consultations as policies
from workflow.services import consultations

from .consultation_forms import AnswerForm

#: The address goes to no other site; to our own it must, for a browser that sends no referrer sends
#: no origin with the form either, and the form would be refused as one of a stranger's.
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "same-origin",
}


@method_decorator(never_cache, name="dispatch")
class ExpertAnswer(FormAct, TemplateView):
    """The question and the form; after the answer, the limit or a revocation, what happened."""

    template_name = "desk/expert_answer.html"
    form_class = AnswerForm

    @cached_property
    def at(self):
        return received_at(self.request)

    @cached_property
    def address(self):
        address = consultations.find(self.kwargs["token"])
        if address is None:
            raise Http404
        return address

    @property
    def reasons(self):
        """Why nothing can be answered here any more."""
        consultation = self.address.consultation
        if reasons := policies.reasons_against_who_answers(consultation, by=None):
            return reasons
        return [] if self.address.is_open(self.at) else ["答复期限已过，链接已经失效"]

    def dispatch(self, request, *args, **kwargs):
        if self.reasons:
            context = {"reasons": self.reasons, "consultation": self.address.consultation}
            response = render(request, "desk/expert_closed.html", context, status=410)
        else:
            response = super().dispatch(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    def get_form_kwargs(self):
        """No colon behind a label: the choices above have none either."""
        return {**super().get_form_kwargs(), "label_suffix": ""}

    def act(self, form):
        consultation = self.address.consultation
        return consultations.answer(consultation, by=None, at=self.at, **form.cleaned_data)

    def succeed(self, consultation):
        context = {"consultation": consultation, "is_done": True}
        return render(self.request, "desk/expert_closed.html", context)

    def get_context_data(self, **kwargs):
        consultation = self.address.consultation
        return super().get_context_data(consultation=consultation, item=consultation.item, **kwargs)
