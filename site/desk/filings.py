"""Quarterly filing of the ledgers at the desk: who has filed, what is missing, each act (R47)."""

import re

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property

from ledger import filing_policies as policies
from ledger import filings
from ledger.ledgers import LEDGERS, kept_by
from ledger.models import Filing
from ledger.services import filings as services
from ledger.task_policies import is_of, last_quarter, quarters_until
from registry import units
from registry.models import Organisation
from registry.roles import Permission
from rules.amounts import yuan
from rules.periods import local_day
from rules.sales import quarter_words

from .access import typed
from .acts_page import ActsPage, PageAct
from .filing_forms import FilingForm
from .ledgers import OfLedgers, reads_all
from .old_pages import digest_of
from .plan_forms import EmptyForm, ReturnForm

WORD = re.compile("[12][0-9]{3}Q[1-4]")
WORDS = tuple(filings.STATES.items())


def in_sight(user):
    """The units whose filings ``user`` reads, as a queryset of organisations."""
    if reads_all(user):
        return Organisation.objects.all()
    own = units.own(user)
    followed = filings.followed_by(own)
    return Organisation.objects.filter(Q(pk__in=own) | Q(pk__in=followed.order_by()))


class OfFilings(OfLedgers):
    header_icon = "download"
    breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": "首页"},
        {"url": reverse_lazy("desk:filings"), "label": "台账报送"},
    ]

    @cached_property
    def on(self):
        return local_day(self.at)

    @cached_property
    def unit_keys(self):
        """The keys of the units whose filings this person reads."""
        return {each.pk for each in in_sight(self.request.user)}


class Filings(OfFilings):
    """Every unit of one quarter with its filing, the missing ones too."""

    template_name = "desk/filings.html"
    page_title = "台账报送"

    @cached_property
    def quarters(self):
        first = filings.first_quarter()
        return [*reversed(quarters_until(first, self.on))] if first else []

    @cached_property
    def quarter(self):
        word = typed(self.request.GET, "quarter")
        return word if word in self.quarters else (self.quarters or [""])[0]

    def rows(self):
        owing = filings.owing_units(self.quarter) if self.quarter else ()
        return filings.standing_of(
            self.quarter, [each for each in owing if each.pk in self.unit_keys]
        )

    def get_context_data(self, **kwargs):
        rows = self.rows()
        counts = [(title, sum(row[2] == word for row in rows)) for word, title in WORDS]
        return super().get_context_data(
            quarters=[(word, quarter_words(word)) for word in self.quarters],
            quarter=self.quarter,
            due_on=filings.due_on(self.quarter, self.on) if self.quarter else None,
            rows=rows,
            counts=counts,
            today=self.on,
            **kwargs,
        )


def _filing_form(view, data, files):
    empty = [LEDGERS[word] for word, line in view.lines.items() if not line["count"]]
    initial = {"empty": view.filing.empty, "note": view.filing.note} if view.filing else {}
    return FilingForm(data, ledgers=empty, initial=initial)


def _may_prepare(view):
    is_signed = view.filing is not None and view.filing.signed_at
    return not is_signed and is_of(view.request.user, view.unit, Permission.KEEP_UNIT_LEDGERS)


def _may_sign(view):
    who = {"by": view.request.user, "on": view.on}
    return view.filing is not None and not [*policies.reasons_against_signing(view.filing, **who)]


def _may_return(view):
    by = view.request.user
    return view.filing is not None and not [*policies.reasons_against_returning(view.filing, by=by)]


class FilingPage(ActsPage, OfFilings):
    """What one unit files of one quarter: each ledger, what it lacks, and the act that is next."""

    template_name = "desk/filing.html"
    acts = {
        "prepare": PageAct(
            "提交审签",
            _filing_form,
            lambda view, **values: services.prepare_filing(
                view.unit, view.word, **values, **view.who
            ),
            _may_prepare,
            "已提交本单位负责人审签",
        ),
        "sign": PageAct(
            "审签报送",
            lambda view, data, files: EmptyForm(data),
            lambda view: services.sign_filing(view.filing, **view.who),
            _may_sign,
            "已报送",
        ),
        "give_back": PageAct(
            "退回填报人",
            lambda view, data, files: ReturnForm(data),
            lambda view, reason: services.give_back_filing(view.filing, reason=reason, **view.who),
            _may_sign,
            "已退回填报人",
        ),
        "return": PageAct(
            "退回报送单位",
            lambda view, data, files: ReturnForm(data),
            lambda view, reason: services.return_filing(view.filing, reason=reason, **view.who),
            _may_return,
            "已退回报送单位",
        ),
    }

    @cached_property
    def word(self):
        word = self.kwargs["quarter"]
        first = filings.first_quarter()
        if not WORD.fullmatch(word) or first is None or not first <= word <= last_quarter(self.on):
            raise Http404
        return word

    @cached_property
    def unit(self):
        unit = get_object_or_404(filings.owing_units(self.word), pk=self.kwargs["unit"])
        if unit.pk not in self.unit_keys:
            raise Http404
        return unit

    @cached_property
    def filing(self):
        people = ("prepared_by", "signed_by", "returned_by", "unit")
        rows = Filing.objects.select_related(*people)
        return rows.filter(unit=self.unit, quarter=self.word).first()

    @cached_property
    def is_signed(self):
        return self.filing is not None and self.filing.signed_at is not None

    @cached_property
    def lines(self):
        """What was signed, or what would be handed in now."""
        return self.filing.lines if self.is_signed else filings.content(self.unit, self.word)

    @cached_property
    def page_digest(self):
        """What is handed in and signed: the ledgers as they are, what the reporter says to them."""
        filing = self.filing
        return digest_of(self.lines, filing and (filing.prepared_at, filing.note, filing.empty))

    def get_page_title(self):
        return f"{self.unit}{quarter_words(self.word)}台账"

    def page_of_act(self):
        return reverse("desk:filing", args=[self.unit.pk, self.word])

    def ledger_rows(self):
        """``(ledger, count, late, amount)`` of each ledger of the unit."""
        for ledger in kept_by(self.unit):
            line = self.lines.get(ledger.word)
            if line:
                fen = line["fen"]
                yield ledger, line["count"], line["late"], "" if fen is None else yuan(fen)

    def get_context_data(self, **kwargs):
        filing = self.filing
        return super().get_context_data(
            unit=self.unit,
            office=filings.signed_in([self.unit], self.on)[self.unit.pk],
            filing=filing,
            is_signed=self.is_signed,
            state=filing.state if filing else ("missing", filings.STATES["missing"]),
            due_on=filings.due_on(self.word, self.on),
            gaps=[] if self.is_signed else filings.gaps(self.unit, self.word, self.on),
            rows=list(self.ledger_rows()),
            empty=[LEDGERS[word].title for word in filing.empty] if filing else [],
            counted=quarter_words(filing.counted_quarter) if self.is_signed else "",
            is_late=self.is_signed and filing.counted_quarter != self.word,
            today=self.on,
            **kwargs,
        )
