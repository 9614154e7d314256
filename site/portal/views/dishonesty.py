"""The unit reads what it is told, states its case in time, and asks to be let out again (A23)."""

from cryptography.fernet import InvalidToken
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from doors import evidence
from files.delivery import deliver
from registry.models import DishonestyEntry
from rules.refusal import Refused
from workflow.models import DishonestyFile
from workflow.policies import dishonesty as policies
from workflow.services import dishonesty

from ..forms.replies import StatementForm
from .access import ApplicantsOnly, FormPage

#: Long enough to be no reason of its own where only the turn is asked about.
ANY_TEXT = "是否可以提交" * 2


def entries(applicant):
    """What the unit was told of; a proposal that was never sent to it does not exist for it."""
    return DishonestyEntry.objects.filter(applicant=applicant, letters__isnull=False).distinct()


class Dishonesty(ApplicantsOnly, TemplateView):
    template_name = "portal/dishonesty.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(entries=entries(self.applicant), **kwargs)


class DishonestyEntryPage(ApplicantsOnly, FormPage):
    """The letters, and the form for a defence or a repair while it is its time."""

    weighty_act = "提交陈述申辩或者信用修复申请"
    template_name = "portal/dishonesty_entry.html"
    form_class = StatementForm

    @cached_property
    def entry(self):
        return get_object_or_404(entries(self.applicant), pk=self.kwargs["dishonesty"])

    @cached_property
    def is_defence(self):
        return self.entry.state == DishonestyEntry.State.NOTICED

    def get(self, request, *args, **kwargs):
        dishonesty.read_letters(self.entry, **self.signed)
        return super().get(request, *args, **kwargs)

    def is_open(self):
        """Whether the unit can hand something in now."""
        against = policies.reasons_against_applying
        if self.is_defence:
            against = policies.reasons_against_defending
        return not against(self.entry, by=self.request.user, text=ANY_TEXT, at=self.now)

    def act(self, form):
        service = dishonesty.defend if self.is_defence else dishonesty.apply_for_repair
        return service(self.entry, **form.values(), **self.signed)

    def message(self, result):
        return "已提交陈述申辩" if self.is_defence else "已提交信用修复申请"

    def onward(self, result):
        return "portal:dishonesty_entry", self.entry.pk

    def get_context_data(self, **kwargs):
        own = self.entry.evidence.exclude(kind=DishonestyFile.Kind.EVIDENCE)
        return super().get_context_data(
            entry=self.entry,
            letters=self.entry.letters.all(),
            repairs=self.entry.repairs.all(),
            files=own,
            is_open=self.is_open(),
            is_defence=self.is_defence,
            **kwargs,
        )


class OwnDishonestyFile(ApplicantsOnly, View):
    """A file that the unit itself handed in."""

    def get(self, request, dishonesty_file):
        own = DishonestyFile.objects.filter(entry__applicant=self.applicant)
        own = own.exclude(kind=DishonestyFile.Kind.EVIDENCE)
        file = get_object_or_404(own, uid=dishonesty_file)
        try:
            data = evidence.read_evidence(file, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:dishonesty_entry", file.entry_id)
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        return deliver(data, file.mime, file.name, is_shown=False)
