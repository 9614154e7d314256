"""Acts on one product: investigating its objections, taking one down, ending it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from applications.models import Item
from publicity.models import Objection
from publicity.states import running_entry
from registry.calendars import calendar
from registry.roles import Permission
from rules.periods import local_day
from workflow.models import Investigation, ShortWindow, Turn
from workflow.policies import short_windows as short_policies
from workflow.policies.acting import reasons_against_acting, reasons_against_ties
from workflow.policies.listing import reasons_against_head, reasons_against_unseen, upheld
from workflow.positions import INVESTIGATIONS, open_task
from workflow.services import acceptance, listing_decisions, notices, short_windows, submissions

from .access import DeskButton, DeskForm
from .deadlines import answer_deadline, deadline
from .objection_forms import (
    AnswerForm,
    DecisionForm,
    ListingDecisionForm,
    ObjectionForm,
    ShortWindowForm,
    TerminateForm,
)
from .old_pages import DecidesWhatItShowed, rows_on_page
from .second_press import SecondPress, rehearse
from .steps import STEPS, duty_of


class ItemView(DeskForm):
    """A form about one item in the officer's scope; refusals are told at their fields."""

    template_name = "desk/item_form.html"
    #: Where it is done while this act is barred, ``(address, words)``; the form is not shown then.
    instead = None

    @cached_property
    def item(self):
        items = Item.objects.scope(self.request.user).filter(process__isnull=False)
        items = items.select_related("application__applicant", "application__ruleset__office")
        return get_object_or_404(items, pk=self.kwargs["pk"])

    @cached_property
    def entry(self):
        """What of the item is before the public now, or None."""
        return running_entry(self.item)

    @property
    def barred(self):
        """The reasons why this officer may not do this at all."""
        return []

    def message(self, result):
        return f"{self.success_message}：{self.item}"

    def onward(self, result):
        return "desk:application", self.item.application_id

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            item=self.item, entry=self.entry, barred=self.barred, **kwargs
        )

    def get_page_subtitle(self):
        return str(self.item)

    def get_breadcrumbs_items(self):
        return self.application_crumbs(self.item.application)


class FinalAct(SecondPress, ItemView):
    """An act that ends the product: its letters are shown first."""

    warning = "按下后该产品即告办结，不能恢复。请核对将发出的告知，再次按下按钮后生效。"

    def consequences(self, form):
        _result, letters = rehearse(lambda: self.act(form), [self.item])
        return {"letters": letters, "notes": [] if letters else ["不发出书面告知。"]}


class TakeObjection(ItemView):
    """A11: made by phone, letter or visit, and taken down by an officer; it holds at once."""

    permission = Permission.TAKE_OBJECTIONS
    page_title = "登记异议"
    success_message = "已登记异议，该产品公示中止"
    form_class = ObjectionForm
    instead = ("desk:intake", "登记为投诉举报")

    @property
    def barred(self):
        late = "该产品没有正在进行的公示，现在收到的意见按投诉举报登记；查实前不得列入目录"
        return [] if self.entry else [late]

    def act(self, form):
        return notices.take_objection(self.item, **self.who, **form.cleaned_data)

    def message(self, result):
        if isinstance(result, Objection):
            return self.success_message
        return f"公示期已满，已作为投诉举报 {result.number} 登记"


class AnswerObjection(ItemView):
    """A11: the product was withdrawn or ended, and who objected is answered all the same."""

    permission = Permission.INVESTIGATE_OBJECTIONS
    template_name = "desk/answer_objection.html"
    page_title = "答复异议"
    success_message = "已答复异议"
    form_class = AnswerForm

    @cached_property
    def objection(self):
        items = Item.objects.scope(self.request.user)
        objections = Objection.objects.filter(entry__item__in=items)
        objections = objections.select_related("entry__publicity").prefetch_related("evidence")
        return get_object_or_404(objections, pk=self.kwargs["pk"])

    @cached_property
    def item(self):
        return self.objection.entry.item

    @property
    def barred(self):
        reasons = reasons_against_ties(self.item, by=self.request.user)
        return reasons + (["该异议已答复"] if self.objection.answered_at else [])

    def act(self, form):
        notices.answer_left(self.objection, **self.who, **form.cleaned_data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            objection=self.objection,
            due=answer_deadline(self.objection, on=local_day(self.at), calendar=calendar()),
            may_see_objectors=not reasons_against_ties(self.item, by=self.request.user),
            **kwargs,
        )


class Terminate(FinalAct):
    """§2.12: ends a product that cannot go on."""

    permission = Permission.TERMINATE
    page_title = "终止办理"
    success_message = "已终止办理"
    form_class = TerminateForm

    @property
    def barred(self):
        return reasons_against_ties(self.item, by=self.request.user)

    def act(self, form):
        because = form.cleaned_data["because"]
        submissions.terminate(self.item, **self.who, because=because)


class Accept(DeskButton):
    """The paper of one product is complete; said within the rule set's days (一次性告知)."""

    permission = Permission.ACCEPT_ITEMS
    success_message = "已受理，已书面通知申请单位"

    @cached_property
    def about(self):
        items = Item.objects.scope(self.request.user).filter(process__isnull=False)
        return get_object_or_404(items, pk=self.kwargs["pk"])

    def act(self):
        return acceptance.accept(self.about, **self.who)

    def page_of_act(self):
        item = get_object_or_404(Item, pk=self.kwargs["pk"])  # the page itself says who sees it
        return reverse("desk:application", args=[item.application_id])


class AfterComplaint(DecidesWhatItShowed, ItemView):
    """A11: a complaint about a product on its way was upheld; the head says how it goes on."""

    permission = Permission.TERMINATE
    template_name = "desk/after_complaint.html"
    page_title = "查实投诉后的处置"
    button = "作出处置决定"
    success_message = "已作出处置决定"
    form_class = ListingDecisionForm

    @property
    def barred(self):
        return reasons_against_head(self.item, by=self.request.user)

    def reasons_against_old_page(self):
        return reasons_against_unseen(self.item, rows_on_page(self.request.POST))

    def act(self, form):
        on_page = rows_on_page(self.request.POST)
        listing_decisions.decide(self.item, on_page=on_page, **self.who, **form.cleaned_data)

    def get_context_data(self, **kwargs):
        complaints = upheld(self.item)
        return super().get_context_data(complaints=complaints, **kwargs)


class AfterCalendar(DecidesWhatItShowed, ItemView):
    """A changed calendar made the end of a window later that had passed; the head decides."""

    permission = Permission.TERMINATE
    template_name = "desk/after_calendar.html"
    page_title = "公示期不足的处置"
    button = "作出处置决定"
    success_message = "已作出处置决定"
    form_class = ShortWindowForm

    @property
    def barred(self):
        return short_policies.reasons_against_head(self.item, by=self.request.user)

    def reasons_against_old_page(self):
        rows = ShortWindow.objects.undecided().about(self.item)
        return short_policies.reasons_against_unseen(rows, rows_on_page(self.request.POST))

    def act(self, form):
        on_page = rows_on_page(self.request.POST)
        return short_windows.decide(self.item, on_page=on_page, **self.who, **form.cleaned_data)

    def get_context_data(self, **kwargs):
        rows = ShortWindow.objects.about(self.item).select_related("entry__publicity", "decided_by")
        return super().get_context_data(short_windows=rows, **kwargs)


class Investigate(FinalAct):
    """A10: answer every open objection, then decide what becomes of the item."""

    permission = Permission.INVESTIGATE_OBJECTIONS
    template_name = "desk/investigate.html"
    page_title = "异议核查"
    button = "作出核查决定"
    success_message = "已作出核查决定"
    form_class = DecisionForm

    @cached_property
    def task(self):
        return open_task(self.item, *INVESTIGATIONS)

    @property
    def investigation(self):
        """Whose the task is and until when, as the paper's page has it."""
        turn = Turn.objects.filter(task=self.task).first() if self.task else None
        due = turn and deadline(turn, on=local_day(self.at), calendar=calendar())
        return {"turn": turn, "deadline": due} if turn else None

    @property
    def barred(self):
        duty = duty_of(STEPS["investigate_district"], self.item)
        who = self.request.user
        return reasons_against_acting(self.item, self.task, by=who, duty=duty, nodes=INVESTIGATIONS)

    @cached_property
    def answers(self):
        """``[(objection, form)]`` for every open objection."""
        data = self.request.POST if self.request.method == "POST" else None
        if not self.entry:
            return []
        opened = self.entry.objections.open().prefetch_related("evidence").order_by("received_at")
        return [(each, AnswerForm(data, prefix=f"objection-{each.pk}")) for each in opened]

    def act(self, form):
        findings = {
            objection: (answer.cleaned_data["finding"], answer.cleaned_data["answer"])
            for objection, answer in self.answers
            if answer.is_valid() and answer.is_filled
        }
        notices.investigate(self.item, findings=findings, **self.who, **form.values())

    def wants_second_press(self, form):
        return form.values()["decision"] == Investigation.Decision.REFUSE

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            answers=self.answers,
            investigation=self.investigation,
            may_see_objectors=not reasons_against_ties(self.item, by=self.request.user),
            **kwargs,
        )
