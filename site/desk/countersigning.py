"""审签 at the desk: the proposals that wait for the head of one's office."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from applications.models import Item
from doors.text_forms import TextForm
from registry.permissions import headed
from registry.roles import Permission
from rules.duties import CRITERIA
from rules.vocabulary import REFUSAL_REASONS
from workflow.models import OpinionProposal
from workflow.policies.countersigning import asks_again, reasons_against_countersigning
from workflow.services import countersigning

from .access import DeskButton, DeskView, typed
from .opinion_forms import long_text


class NoteForm(TextForm):
    note = forms.CharField(label="修改意见", max_length=500, widget=long_text(3), required=False)


def waiting(user):
    """The open proposals that ``user`` is the head for, oldest first."""
    return OpinionProposal.objects.open().filter(task__owner_permission__in=headed(user))


class Countersign(DeskView):
    """Every proposal whole, with one button to sign it off and one to send it back."""

    permission = Permission.SIGN_AS_HEAD
    template_name = "desk/countersign.html"
    page_title = "审签"
    header_icon = "edit"

    def get_context_data(self, **kwargs):
        user = self.request.user
        sheets = [
            {
                "proposal": each,
                "criteria": _criteria(each),
                "refused_for": dict(REFUSAL_REASONS).get(each.values.get("reason_code"), ""),
                "asks_again": asks_again(each.item, each.step, each.values["result"]),
                "reasons": reasons_against_countersigning(each, each.item, by=user),
                "form": NoteForm(prefix=f"p{each.pk}"),
            }
            for each in waiting(user)
            .select_related("task", "proposed_by", "item__application__applicant")
            .prefetch_related("files")
        ]
        return super().get_context_data(sheets=sheets, **kwargs)


class Decide(DeskButton):
    """POST: ``decision`` is approved or returned."""

    permission = Permission.SIGN_AS_HEAD

    def page_of_act(self):
        return reverse("desk:countersign")

    @cached_property
    def proposal(self):
        items = Item.objects.scope(self.request.user)
        return get_object_or_404(OpinionProposal, pk=self.kwargs["pk"], item__in=items)

    @property
    def about(self):
        return self.proposal.item

    def message(self, result):
        return f"已审签：{self.about}"

    def act(self):
        proposal = self.proposal
        if self.request.POST.get("decision") == OpinionProposal.Decision.APPROVED:
            return countersigning.approve(proposal, **self.who)
        note = typed(self.request.POST, f"p{proposal.pk}-note", 500)
        return countersigning.send_back(proposal, note=note, **self.who)


def _criteria(proposal):
    """``(criterion, met, evidence)`` of what the reviewer concluded."""
    criteria = proposal.values.get("criteria") or {}
    return [
        (title, criteria.get(name, {}).get("met"), criteria.get(name, {}).get("evidence"))
        for name, title in CRITERIA[proposal.step]
    ]
