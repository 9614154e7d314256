"""After submission: where each product is, what is asked, mending, withdrawing, printing."""

import uuid

from django.db import transaction
from django.db.models import Count, Q
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from applications import differences
from applications.policies.submitting import reasons_against_resubmitting
from applications.services import drafts, unsaved
from rules.refusal import refuse_if
from workflow import mending
from workflow.models import PointAnswer
from workflow.policies.acting import reasons_against_withdrawing
from workflow.services import submissions
from workflow.services.urging import reasons_against_urging, urge

from .. import demands, draft_sections, overview, reason_links, tracking
from ..forms.answers import AnswersForm
from ..forms.particulars import WithdrawForm
from ..reason_links import ReasonLink
from .access import Button, FormPage, OfApplication, OfItem, OneTimeForm
from .unsaved_forms import RecoverableForm

#: Answers of the offices that the unit has not read yet.
UNREAD = Count("pk", filter=Q(answered_at__isnull=False, read_at=None))
#: So many letters stand open on the page of a paper; the earlier ones are folded.
NEWEST = 6


class ApplicationPage(OfApplication, TemplateView):
    """A draft as a list of its sections; a submitted paper as products on their way."""

    def get_template_names(self):
        return ["portal/draft.html" if self.application.is_draft else "portal/tracking.html"]

    def get_context_data(self, **kwargs):
        own = self.sections if self.application.is_draft else self.tracks
        return super().get_context_data(**own(), **kwargs)

    def sections(self):
        sections, links = draft_sections.sections(
            self.application, by=self.request.user, on=self.today
        )
        return {
            "sections": sections,
            "is_ready": not links,
            "token": uuid.uuid4(),
            "done": sum(section.is_done for section in sections),
            "general_reasons": [each for each in links if each.page == "check"],
        }

    def tracks(self):
        mine = overview.letters(self.request.user)
        letters = list(mine.filter(item__application=self.application))
        return {
            "tracks": tracking.tracks(self.application, on=self.today),
            "comparison": differences.since(self.application),
            **self.application.questions.aggregate(asked=Count("pk"), answered=UNREAD),
            "newest": letters[:NEWEST],
            "earlier": letters[NEWEST:],
        }


class Mend(RecoverableForm, OfItem, OfApplication, FormPage):
    """What the reviewers ask for, point by point with its answer, and sending it back to them."""

    weighty_act = "补正后重新提交"
    template_name = "portal/mend.html"
    form_class = AnswersForm

    @classmethod
    def key_of(cls, numbers):
        return f"mend-{numbers['item']}"

    def version(self, form):
        """Answers are written once, when they are sent: there is nothing to compare them with."""
        return ""

    def reasons_against_opening(self):
        return [] if drafts.is_being_mended(self.item) else ["该产品现在不需要补正"]

    @cached_property
    def points(self):
        return mending.points(self.item)

    @cached_property
    def mended(self):
        return mending.Mended(self.item)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "points": self.points}

    def get_initial(self):
        """What was done already answers its point; the rest is for a person to say."""
        return {point.key: self._done(point) for point in self.points}

    def _done(self, point):
        is_file = mending.is_material(point.field)
        if is_file and self.mended.file_for(point) is not None:
            return PointAnswer.Kind.FILE
        is_changed = point.field and not is_file and self.mended.is_changed(point)
        return PointAnswer.Kind.CHANGED if is_changed else ""

    def get_context_data(self, **kwargs):
        if "reason_links" not in kwargs:
            against = reasons_against_resubmitting(self.item, on=self.today)
            kwargs["reason_links"] = self.links(against)
        context = super().get_context_data(
            due=self.due(),
            materials=self.application.materials.current(),
            siblings=self.application.items.under_way().exclude(pk=self.item.pk).count(),
            changes=differences.compare(self.mended.before, self.mended.now),
            **kwargs,
        )
        return {**context, "demands": self._rows(context["form"])}

    def links(self, pairs):
        return reason_links.reason_links(self.application, pairs, back=self.request.path)

    def _rows(self, form):
        """``[(demand, [(point, its place, its two fields)])]``."""
        return [
            (
                demand,
                [
                    (
                        point,
                        demands.place(self.item, point),
                        [form[point.key], form[f"{point.key}-text"]],
                    )
                    for point in demand.points
                ],
            )
            for demand in demands.demands(self.item)
        ]

    def due(self):
        """The turn that waits for the applicant."""
        return self.item.turns.filter(finished_at__isnull=True).first()

    def act(self, form):
        item = submissions.resubmit(self.item, answers=form.answers(), **self.signed)
        unsaved.drop(self.application, self.form_key, by=self.request.user)
        return item

    def message(self, result):
        return f"“{self.item}”已重新提交；市级、省级要求补正的，先经区级审核"

    def onward(self, result):
        return self.way_back()

    def refuse_form(self, form, refused):
        """Each reason at its point, or as a link to the page where it is mended."""
        pairs = reason_links.pairs_of(refused)
        here = [(field, reason) for field, reason in pairs if field in form.fields]
        for field, reason in here:
            form.add_error(field, reason)
        links = [ReasonLink("mend", name, why, f"#{form[name].anchor}") for name, why in here]
        links += self.links(pair for pair in pairs if pair not in here)
        context = self.get_context_data(form=form, reason_links=links, was_refused=True)
        return self.render_to_response(context, status=422)

    def form_invalid(self, form):
        links = [
            ReasonLink("mend", "answers", reason, f"#{anchor}") for anchor, reason in form.summary()
        ]
        context = self.get_context_data(form=form, reason_links=links, was_refused=True)
        return self.render_to_response(context, status=422)


class Urge(OfItem, OfApplication, Button):
    """催办: the office that has the product is reminded, once a day, and it is on record."""

    success_message = "已催办，办理单位会收到提醒"

    def act(self):
        turns = list(self.item.turns.filter(finished_at=None, task__process=self.item.process_id))
        turns = [each for each in turns if not reasons_against_urging(each, by=self.request.user)]
        refuse_if([] if turns else ["现在没有办理单位正在办理该产品，不需要催办"])
        with transaction.atomic():
            return [urge(turn, **self.signed) for turn in turns]

    def back(self):
        return self.way_back()


class Withdraw(OfItem, OfApplication, OneTimeForm):
    """Taking one product back, after a question (R67)."""

    weighty_act = "撤回申请产品"
    template_name = "portal/withdraw.html"
    form_class = WithdrawForm

    def reasons_against_opening(self):
        return reasons_against_withdrawing(self.item, by=self.request.user)

    def act(self, form):
        because = form.cleaned_data["because"]
        return submissions.withdraw(self.item, because=because, **self.signed)

    def message(self, result):
        return f"已撤回“{self.item}”，其他产品不受影响"

    def onward(self, result):
        return self.way_back()
