"""The ledgers at the desk: which there are, the entries of one, a new entry, files to take away."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from ledger.ledgers import LEDGERS
from ledger.services import entries, reconciling
from registry import units
from registry.roles import Permission

from .access import DeskForm, DeskView, may, typed
from .giving_tables import in_stretches
from .ledger_forms import EntryForm

PER_PAGE = 30
#: What an export has beside the ledger's own columns.
MORE = ("填报单位", "登记时间", "凭证", "作废原因")


def reads_all(user):
    return may(user, Permission.READ_REGISTERS)


def rows_of(ledger, user):
    """The entries that ``user`` reads: the own units', the supervised ones', or all."""
    rows = ledger.rows()
    return rows if reads_all(user) else rows.filter(unit__in=units.in_sight(user))


class OfLedgers(DeskView):
    """For responsible units and for whoever reads the district's registers."""

    header_icon = "table"

    def is_allowed(self):
        return may(self.request.user, Permission.SEE_UNIT_WORK, Permission.READ_REGISTERS)

    @cached_property
    def reported(self):
        return list(units.reported_by(self.request.user))


class Ledgers(OfLedgers):
    """Every ledger with how many entries one sees in it, and which of them one keeps."""

    template_name = "desk/ledgers.html"
    page_title = "单位台账"

    def get_context_data(self, **kwargs):
        user = self.request.user
        lines = [
            (ledger, rows_of(ledger, user).standing().count(), self._is_kept(ledger))
            for ledger in LEDGERS.values()
        ]
        may_reconcile = may(user, Permission.RECONCILE_SALES)
        waiting = reconciling.queue().count() if may_reconcile else 0
        return super().get_context_data(
            lines=lines, may_reconcile=may_reconcile, waiting=waiting, **kwargs
        )

    def _is_kept(self, ledger):
        return any(ledger.is_kept_by(unit) for unit in self.reported)


class OfLedger(OfLedgers):
    """A page about one ledger."""

    @cached_property
    def ledger(self):
        try:
            return LEDGERS[self.kwargs["word"]]
        except KeyError:
            raise Http404 from None

    @property
    def keepers(self):
        """The units of this person that keep the ledger."""
        keys = [unit.pk for unit in self.reported if self.ledger.is_kept_by(unit)]
        return units.reported_by(self.request.user).filter(pk__in=keys)

    @property
    def rows(self):
        return rows_of(self.ledger, self.request.user)

    def get_page_title(self):
        return self.ledger.title

    def get_breadcrumbs_items(self):
        return [
            self.breadcrumbs_items[0],
            {"url": reverse("desk:ledgers"), "label": "单位台账"},
            {"url": reverse("desk:ledger", args=[self.ledger.word]), "label": self.ledger.title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(ledger=self.ledger, **kwargs)


class LedgerList(OfLedger):
    """One page of the entries, searched; void ones on a tab of their own."""

    template_name = "desk/ledger.html"

    @property
    def chosen(self):
        """The entries asked for: by state and by words."""
        rows = self.rows
        states = {"void": rows.filter(voided_at__isnull=False), "returned": rows.returned()}
        rows = states.get(self.state, rows.standing())
        text = typed(self.request.GET, "q")
        return self.ledger.search(rows, text) if text else rows

    @property
    def state(self):
        return self.request.GET.get("state", "")

    def get_context_data(self, **kwargs):
        page = Paginator(self.chosen, PER_PAGE).get_page(self.request.GET.get("p"))
        columns = self.ledger.list_columns
        lines = [(entry, [(each.heading, each.show(entry)) for each in columns]) for entry in page]
        return super().get_context_data(
            page=page,
            headings=[column.heading for column in columns],
            lines=lines,
            state=self.state,
            q=typed(self.request.GET, "q"),
            query=urlencode({"state": self.state, "q": typed(self.request.GET, "q")}),
            may_enter=self.keepers.exists(),
            **kwargs,
        )


class LedgerExport(LedgerList):
    """The entries asked for as a file, every cell harmless; taking it away leaves a row."""

    tells_of_strangers = True

    def get(self, request, *args, **kwargs):
        form = self.kwargs["form"]
        if form not in ("csv", "xlsx"):
            raise Http404
        columns = self.ledger.all_columns
        entries_chosen = self.chosen
        return self.give(
            f"ledger.{self.ledger.word}",
            lambda: (self._record(columns, entry) for entry in in_stretches(entries_chosen)),
            [*(column.heading for column in columns), *MORE],
            count=entries_chosen.count(),
            form=form,
            name=f"ledger-{self.ledger.word}",
        )

    def _record(self, columns, entry):
        more = (
            f"{entry.unit}",
            f"{entry.recorded_at:%Y-%m-%d}",
            "有" if entry.voucher_id else "无",
            entry.void_reason,
        )
        cells = {column.heading: column.write(entry) for column in columns}
        return {**cells, **dict(zip(MORE, more, strict=True))}


class NewEntry(OfLedger, DeskForm):
    """A line of a ledger, by hand."""

    template_name = "desk/ledger_entry_form.html"
    form_class = EntryForm
    permission = Permission.KEEP_UNIT_LEDGERS

    def is_allowed(self):
        return may(self.request.user, self.permission)

    def get_form_kwargs(self):
        if not self.keepers.exists():
            raise Http404
        return {**super().get_form_kwargs(), "ledger": self.ledger, "units": self.keepers}

    def act(self, form):
        return entries.record_entry(self.ledger, **form.values(), **self.who)

    def message(self, entry):
        return f"已登记，编号{entry.number}"

    def onward(self, entry):
        return "desk:ledger_entry", self.ledger.word, entry.pk
