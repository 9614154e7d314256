"""One entry of a ledger at the desk: its columns, and whatever may be done with it.

An act is a row of ``ACTS``: its form, to whom and to which entry it is offered, and its service.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property

from catalog.models import Certificate
from doors.evidence import read_evidence
from files.delivery import deliver, read
from ledger import activity_figures
from ledger.models import Purchase, SaleVoucher
from ledger.services import entries, events, reconciling, venues
from records.audit import record
from registry import units
from registry.roles import Permission
from rules.refusal import Refused

from . import ledger_forms as forms
from .access import DeskForm, DeskView, may
from .ledgers import OfLedger


def keeps(page):
    """Whether this person reports for the unit of a standing entry."""
    entry = page.entry
    return entry.voided_at is None and entry.unit_id in {unit.pk for unit in page.reported}


def may_return(page):
    """The office, and whoever supervises the unit of a standing entry that was not returned."""
    entry, user = page.entry, page.request.user
    if entry.voided_at or entry.returned_at:
        return False
    supervises = units.own(user).filter(pk=entry.unit.parent_id).exists()
    return supervises or may(user, Permission.RETURN_UNIT_LEDGERS)


def _reconciles(*states):
    def may_now(page):
        entry = page.entry
        return (
            isinstance(entry, Purchase)
            and entry.voided_at is None
            and entry.match in states
            and may(page.request.user, Permission.RECONCILE_SALES)
        )

    return may_now


def _of(word, further=None):
    """Whether the entry is of the ledger ``word`` and this person keeps it."""
    return lambda page: (
        page.ledger.word == word and keeps(page) and (further is None or further(page.entry))
    )


@dataclass(frozen=True)
class EntryAct:
    """``service(page, values)`` acts; ``may(page)`` says to whom it is offered."""

    title: str
    form: type
    may: Callable
    service: Callable
    message: str = "已办理"


def _complete(page, values):
    return entries.complete_entry(page.ledger, page.entry, **values, **page.who)


def _void(page, values):
    return entries.void_entry(page.ledger, page.entry, **values, **page.who)


def _return(page, values):
    return entries.return_entry(page.ledger, page.entry, **values, **page.who)


ACTS = {
    "confirm": EntryAct(
        "确认告知",
        forms.ConfirmForm,
        _of("venues", lambda venue: venue.notices.filter(confirmed_at=None).exists()),
        lambda page, values: venues.confirm_notice(**values, **page.who),
        "已确认",
    ),
    "shelve": EntryAct(
        "登记上架产品",
        forms.CertificateForm,
        _of("venues", lambda venue: venue.state != "closed"),
        lambda page, values: venues.put_on_shelf(page.entry, **values, **page.who),
        "已上架",
    ),
    "unshelve": EntryAct(
        "登记下架",
        forms.UnshelveForm,
        _of("venues", lambda venue: venue.shelf.filter(taken_off_on=None).exists()),
        lambda page, values: venues.take_off_shelf(**values, **page.who),
        "已下架",
    ),
    "register": EntryAct(
        "登记参加的产品",
        forms.CertificateForm,
        _of("events"),
        lambda page, values: events.register_product(page.entry, **values, **page.who),
        "已登记",
    ),
    "match": EntryAct(
        "对账：选择对应的销售记录",
        forms.MatchForm,
        _reconciles(Purchase.Match.WAITING),
        lambda page, values: reconciling.match_purchase(page.entry, **values, **page.who),
        "已对上",
    ),
    "apart": EntryAct(
        "对账：没有对应的销售记录，单列",
        forms.ReasonForm,
        _reconciles(Purchase.Match.WAITING),
        lambda page, values: reconciling.keep_apart(page.entry, **values, **page.who),
        "已单列",
    ),
    "reopen": EntryAct(
        "重新对账",
        forms.NothingForm,
        _reconciles(Purchase.Match.MATCHED, Purchase.Match.APART),
        lambda page, values: reconciling.reopen_match(page.entry, **page.who),
        "已退回待对账",
    ),
    "complete": EntryAct("补填", forms.CompleteForm, keeps, _complete, "已补填"),
    "return": EntryAct("退回更正", forms.ReasonForm, may_return, _return, "已退回"),
    "void": EntryAct("作废", forms.ReasonForm, keeps, _void, "已作废"),
}


def _venue_part(venue):
    shelf = venue.shelf.filter(taken_off_on=None).select_related("certificate__version")
    notices = venue.notices.select_related("event__certificate__version", "confirmed_by")
    return {"shelf": shelf, "notices": notices, "sales": activity_figures.sales_of_venue(venue)}


def _event_part(event):
    products = event.products.select_related("certificate__version", "certificate__applicant")
    return {"products": products, "sales": events.turnover(event)}


def _base_part(base):
    contracts = activity_figures.contracts_with_sales(base.contracts.standing())
    return {"contracts": contracts, "products": _products_of(base)}


def _contract_part(contract):
    sales = activity_figures.sales_of_contract(contract)
    return {"sales": sales, "base": contract.base, "products": _products_of(contract.base)}


def _products_of(base):
    """What of the catalogue the supplier of ``base`` holds."""
    certificates = Certificate.objects.filter(applicant=base.applicant_id).select_related("version")
    return certificates.order_by("-valid_until", "number")


#: What the own part of a ledger's page shows beside the columns.
PARTS = {
    "venues": _venue_part,
    "events": _event_part,
    "bases": _base_part,
    "contracts": _contract_part,
}


class EntryPage(OfLedger, DeskForm):
    """The entry whole; POST to an act's address does it, and shows what is wrong with it here."""

    template_name = "desk/ledger_entry.html"

    @cached_property
    def entry(self):
        return get_object_or_404(
            self.rows.select_related(
                *("voucher", "later_voucher", "unit__parent", "recorded_by", "voided_by")
            ),
            pk=self.kwargs["pk"],
        )

    def get_page_title(self):
        return f"{self.ledger.title} {self.entry.number}"

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.entry.number}]

    @cached_property
    def name(self):
        return self.kwargs.get("act", "")

    @cached_property
    def chosen_act(self):
        chosen = ACTS.get(self.name)
        if chosen is None or not chosen.may(self):
            raise Http404
        return chosen

    def get_form_class(self):
        return self.chosen_act.form

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **self._about(self.name)}

    def _about(self, name):
        return {"prefix": name, "entry": self.entry, "ledger": self.ledger}

    def get(self, request, *args, **kwargs):
        if self.name:
            return redirect(*self.onward(None))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, form=None, **kwargs):
        rows = [
            (name, each, form if name == self.name and form else each.form(**self._about(name)))
            for name, each in ACTS.items()
            if each.may(self) and (name != "complete" or self._has_blanks())
        ]
        part = PARTS.get(self.ledger.word, lambda entry: {})(self.entry)
        return super().get_context_data(
            form=form or forms.NothingForm(**self._about("")),
            entry=self.entry,
            facts=[(each.heading, each.write(self.entry)) for each in self.ledger.all_columns],
            acts=rows,
            today=self.at.date(),
            **part,
            **kwargs,
        )

    def _has_blanks(self):
        return bool(self.ledger.later or self.entry.empty_voucher)

    def act(self, form):
        values = form.values() if hasattr(form, "values") else form.cleaned_data
        return self.chosen_act.service(self, values)

    def message(self, result):
        return self.chosen_act.message

    def onward(self, result):
        return "desk:ledger_entry", self.ledger.word, self.entry.pk


class Voucher(EntryPage):
    """A voucher of an entry, for whoever reads the entry; every look is kept."""

    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        file = dict(self.entry.vouchers).get(self.kwargs["column"])
        if file is None:
            raise Http404
        try:
            data = read(file)
        except (InvalidToken, FileNotFoundError):
            return self._go_back("凭证已损坏或丢失，请联系系统管理员。")
        except Refused as refused:
            return self._go_back("；".join(refused.reasons))
        record("ledger.read_voucher", self.entry, **self.who, sha256=file.sha256)
        return deliver(data, file.mime, file.name)

    def _go_back(self, reason):
        messages.error(self.request, reason)
        return redirect(*self.onward(None))


class SaleVoucherFile(DeskView):
    """A voucher of a sale, for whoever reads the register of sales; every look is kept."""

    permission = Permission.READ_REGISTERS

    def get(self, request, uid):
        file = get_object_or_404(SaleVoucher, uid=uid)
        try:
            data = read_evidence(file, by=request.user, at=self.at)
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        except Refused as refused:
            messages.error(request, "；".join(refused.reasons))
            return redirect("ledger_salesrecord_modeladmin_inspect", file.sale_id)
        return deliver(data, file.mime, file.name)
