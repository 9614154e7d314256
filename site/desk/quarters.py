"""Closing a quarter in the Wagtail admin: its figures first, then the act (§2.11)."""

from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property

from ledger import figures, freezing, reopening
from ledger.filings import STATES, known_at_closing
from ledger.models import PeriodClose, SalesRecord
from ledger.services import (
    answer_reopening,
    close_quarter,
    propose_reopening,
    quarter_to_close,
)
from registry.roles import Permission
from rules.amounts import yuan
from rules.refusal import refuse_if
from rules.vocabulary import CHANNELS, label

from .access import DeskButton, DeskForm, typed
from .quarter_forms import AnswerForm, ReopeningForm

NEWER = "页面打开以后，重新开账的建议已有变化，请核对后重新填写"


def _in_yuan(totals):
    """The sums of ``totals`` as people read them; counts stay as they are."""
    return {
        name: yuan(value) if name.endswith("_fen") and name != "six_entry_fen" else value
        for name, value in totals.items()
    }


def _channels(sales):
    return [
        (label(CHANNELS, word), fen, yuan(fen)) for word, fen in figures.by_channel(sales).items()
    ]


def _by_state(standing):
    """``[(state in Chinese, names of units)]`` of what is told of the filings of a quarter."""
    names = {word: [] for word in STATES}
    for name, state, _day in standing.get("units", ()):
        names[state].append(name)
    return [(STATES[word], every) for word, every in names.items()] if any(names.values()) else []


class CloseQuarter(DeskButton):
    """The next quarter that is not closed, with what it would be closed with."""

    permission = Permission.CLOSE_QUARTERS
    template_name = "ledger/close_quarter.html"
    http_method_names = ["get", "post"]
    page_title = "季度关账"
    header_icon = "lock"
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": "首页"},
        {"url": "", "label": "季度关账"},
    ]

    def get_breadcrumbs_items(self):
        return self.breadcrumbs_items

    @cached_property
    def quarter(self):
        return quarter_to_close(self.at)

    def get_context_data(self, **kwargs):
        sales = SalesRecord.objects.filter(booked_quarter=self.quarter or "")
        return super().get_context_data(
            quarter=self.quarter,
            totals=_in_yuan(figures.totals(sales)),
            channels=_channels(sales),
            flagged=sum(figures.flagged(sales).values()),
            filings=_by_state(known_at_closing(self.quarter)) if self.quarter else [],
            closed=PeriodClose.objects.select_related("frozen_by"),
            **kwargs,
        )

    def act(self):
        quarter = self.request.POST.get("quarter", "")
        return close_quarter(quarter, **self.who)

    def message(self, close):
        return f"已关账：{close}，此后登记的该季度记录计入下一季度。"

    def back(self):
        return ("close_quarter",)


class Quarter(DeskForm):
    """One version of a closed quarter: its figures, what proves them, and opening it again."""

    permission = Permission.READ_REGISTERS
    template_name = "desk/quarter.html"
    header_icon = "lock"

    @cached_property
    def close(self):
        rows = PeriodClose.objects.select_related("frozen_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def waiting(self):
        """The proposal to open it again that waits for an answer, or None."""
        return self.close.reopenings.filter(answered_at__isnull=True).first()

    def get_page_title(self):
        return f"统计关账 {self.close}"

    def form(self, data=None):
        return AnswerForm(data) if self.waiting else ReopeningForm(data)

    def get_form(self, form_class=None):
        return self.form(self.request.POST)

    @property
    def proposal(self):
        """The key of what the form answers; one from before answers nothing that came since."""
        return f"{self.waiting.pk}" if self.waiting else ""

    def act(self, form):
        refuse_if([] if typed(self.request.POST, "proposal") == self.proposal else [NEWER])
        if self.waiting:
            answer = {**form.cleaned_data, "is_agreed": form.cleaned_data["is_agreed"] == "yes"}
            return answer_reopening(self.waiting, **self.who, **answer)
        return propose_reopening(self.close, **self.who, **form.cleaned_data)

    def message(self, result):
        if result.answered_at is None:
            return "已提出，等待另一位负责人答复。"
        return "已重新开账，原版数据保留。" if result.is_agreed else "已答复，该季度不重新开账。"

    def onward(self, result):
        return "desk:quarter", self.close.pk

    def reasons(self):
        """Why this officer has nothing to decide here now; None where the quarter stands open."""
        by, proposal = self.request.user, self.waiting
        if self.close.reopened_at is not None:
            return None
        if proposal:
            return [
                reason
                for _, reason in reopening.reasons_against_answering(
                    proposal, is_agreed=True, answer="", by=by
                )
            ]
        return [
            *reopening.reasons_against_head(by),
            *reopening.reasons_against_quarter(self.close),
        ]

    def get_context_data(self, form=None, **kwargs):
        reasons = self.reasons()
        return super().get_context_data(
            form=form or (self.form() if reasons == [] else None),
            close=self.close,
            totals=_in_yuan(self.close.totals),
            channels=_channels(self.close.lines),
            faults=freezing.reasons_against_lines(self.close),
            filings=_by_state(self.close.filings),
            versions=PeriodClose.objects.filter(quarter=self.close.quarter),
            reopenings=self.close.reopenings.select_related("proposed_by", "answered_by"),
            waiting=self.waiting,
            proposal=self.proposal,
            reasons=reasons,
            **kwargs,
        )
