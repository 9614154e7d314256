"""审签 at the desk: the proposals that wait for the head of one's office."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages

from applications.models import Item
from doors.text_forms import TextForm
from registry.listed_words import refusal_reasons
from registry.permissions import headed
from registry.roles import Permission
from rules.duties import CRITERIA
from rules.refusal import Refused
from workflow.models import Opinion, OpinionProposal
from workflow.policies.countersigning import asks_again, reasons_against_countersigning
from workflow.services import countersigning
from workflow.services.batch import each as each_of

from .access import DeskButton, DeskView, refuse_busy, row_keys, typed
from .opinion_forms import long_text
from .previews import AFTER_BOTH
from .second_press import rehearse

REFUSE = Opinion.Result.REFUSE
NONE_TICKED = "请先勾选要签发的意见。"
GONE = "有的意见已不在等待审签，或者须逐项签发，没有签发。"


class NoteForm(TextForm):
    note = forms.CharField(label="修改意见", max_length=500, widget=long_text(2), required=False)


def waiting(user):
    """The open proposals that ``user`` is the head for, oldest first."""
    return waiting_for_heads(headed(user))


def waiting_for_heads(theirs):
    """The open proposals at tasks of the duties ``theirs``, whose head may sign them."""
    return OpinionProposal.objects.open().filter(task__owner_permission__in=theirs)


def final_letters(proposal, *, by, at):
    """``[(title, text)]`` of the letters with which ``by``'s signature would end the product."""
    if proposal.values["result"] != Opinion.Result.REFUSE:
        return []
    return rehearse(lambda: countersigning.approve(proposal, by=by, at=at), [proposal.item])[1]


class Countersign(DeskView):
    """Every proposal whole, with one button to sign it off and one to send it back.

    POST signs off those that are ticked, each as a row of its own; what ends a product is signed
    one by one, below the letter that goes out.
    """

    permission = Permission.SIGN_AS_HEAD
    template_name = "desk/countersign.html"
    page_title = "审签"
    header_icon = "edit"

    def post(self, request):
        ticked = row_keys(request.POST.getlist("proposals"))
        chosen = waiting(request.user).filter(pk__in=ticked).exclude(values__result=REFUSE)
        answers = each_of(
            chosen.select_related("item").order_by("pk"),
            refuse_busy(lambda proposal: countersigning.approve(proposal, **self.who)),
        )
        if done := [f"{answer.item.item}" for answer in answers if answer.ok]:
            messages.success(request, f"已审签（{len(done)}项）：{'、'.join(done)}")
        for answer in answers:
            if not answer.ok:
                self.note_refused(answer.reasons, answer.item.item)
                messages.error(request, f"{answer.item.item}：{'；'.join(answer.reasons)}")
        if len(answers) < len(ticked) or not ticked:
            messages.error(request, NONE_TICKED if not ticked else GONE)
        return redirect("desk:countersign")

    def get_context_data(self, **kwargs):
        user = self.request.user
        sheets = [
            {
                "proposal": each,
                "criteria": _criteria(each),
                "refused_for": dict(refusal_reasons()).get(each.values.get("reason_code"), ""),
                "asks_again": asks_again(each.item, each.step, each.values["result"]),
                "reasons": reasons_against_countersigning(each, each.item, by=user),
                "form": NoteForm(prefix=f"p{each.pk}"),
                "letters": self.letters(each),
            }
            for each in waiting(user)
            .select_related("task", "proposed_by", "item__application__applicant")
            .prefetch_related("files")
        ]
        for sheet in sheets:
            is_final = sheet["proposal"].values["result"] == REFUSE
            sheet["may_tick"] = not sheet["reasons"] and not is_final
            sheet["note"] = AFTER_BOTH if is_final and not sheet["letters"] else ""
        many = sum(sheet["may_tick"] for sheet in sheets) > 1
        return super().get_context_data(sheets=sheets, many=many, **kwargs)

    def letters(self, proposal):
        """What a refusal sends, in its very words; none where it could not be signed now."""
        try:
            return refuse_busy(final_letters)(proposal, **self.who)
        except Refused:
            return []


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
