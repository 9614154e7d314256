"""The holder's own sales: figures, ledger, entry, reversal, files to take away (R46, R47)."""

import secrets

from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from doors.evidence import read_evidence
from files.delivery import deliver
from ledger import figures, monthly, tables
from ledger.models import SalesRecord, SaleVoucher
from ledger.services import add_vouchers, record_sale, reverse_sale
from printing.tables import CSV, XLSX, download
from registry.rulesets import in_force
from rules.amounts import yuan
from rules.refusal import Refused
from rules.vocabulary import CHANNELS, label

from ..forms.sales import LedgerFilterForm, MonthForm, ReverseForm, SaleForm, VouchersForm
from .access import ApplicantsOnly, FormPage, OneTimeForm

PER_PAGE = 30
MONTHS = 12
TYPES = {"csv": CSV, "xlsx": XLSX}


class OfSales(ApplicantsOnly):
    """Only the applicant's own ledger exists here."""

    @cached_property
    def sales(self):
        return SalesRecord.objects.filter(applicant=self.applicant)

    @cached_property
    def entries(self):
        return self.applicant.certificates.select_related("product", "applicant").order_by(
            "-valid_until", "number"
        )

    @cached_property
    def live_entries(self):
        """What can be chosen in a file that is still to be filled in."""
        return [each for each in self.entries if each.is_live(self.today)]


class Sales(OfSales, TemplateView):
    """Figures per month, quarter and channel, and the ledger they are reckoned from."""

    template_name = "portal/sales/list.html"

    def get_context_data(self, **kwargs):
        quarters = figures.by_quarter(self.sales)
        rows = self.sales.select_related("certificate__product", "reverses", "reversal")
        form = LedgerFilterForm(self.request.GET, entries=self.entries, quarters=quarters)
        chosen = form.choose(rows)
        page = Paginator(chosen.with_vouchers(), PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            filters=form,
            is_filtered=any(form.cleaned_data.values()),
            has_sales=bool(quarters) or self.sales.exists(),
            page=page,
            totals=figures.totals(chosen),
            flagged=sum(figures.flagged(chosen).values()),
            charts=self.charts(quarters),
            has_entries=self.entries.exists(),
            today=self.today,
            owed=monthly.owed_by(self.applicant, self.today),
            last_day=in_force(self.today).sales_report_day,
            none_told=self.applicant.no_sales.all()[:MONTHS],
            **kwargs,
        )

    def charts(self, quarters):
        """The rows of the three charts; numbers in fen, shown in yuan."""
        months = figures.by_month(self.sales)[-MONTHS:]
        return {
            "months": [(f"{day:%Y年%-m月}", fen, yuan(fen)) for day, fen in months],
            "quarters": [
                (f"{word[:4]}年第{word[5]}季度", sums["amount_fen"], yuan(sums["amount_fen"]))
                for word, sums in quarters.items()
            ],
            "channels": [
                (label(CHANNELS, word), fen, yuan(fen))
                for word, fen in figures.by_channel(self.sales).items()
            ],
        }


class NoSales(OfSales, OneTimeForm):
    """A button beside a month of which nothing was told: there were no sales."""

    http_method_names = ["post"]
    form_class = MonthForm

    def act(self, form):
        return monthly.report_none(self.applicant, form.cleaned_data["month"], **self.signed)

    def message(self, row):
        return f"已申报{monthly.words(row.month)}无销售"

    def onward(self, row):
        return self.way_back()

    def form_invalid(self, form):
        return self.refuse(Refused(["请选择月份"]), *self.way_back())

    def way_back(self):
        return ("portal:sales",)


class NewSale(OfSales, FormPage):
    """The form comes with a serial, so that a second click tells of the same sale again."""

    template_name = "portal/sales/new.html"
    form_class = SaleForm
    field_names = {"unit_price_fen": "unit_price", "amount_fen": "amount"}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "entries": self.entries}

    def get_initial(self):
        serial = f"{self.today:%Y%m%d}-{secrets.token_hex(3).upper()}"
        fresh = {"sold_on": self.today, "external_id": serial}
        if self.sample is not None:
            return {**SaleForm.typed(self.sample), **fresh}
        return {"certificate": self.request.GET.get("certificate"), **fresh}

    @cached_property
    def sample(self):
        """The sale that was entered before this one, whose words are likely to be the same."""
        number = self.request.GET.get("like", "")
        return self.sales.filter(pk=number[:9]).first() if number.isdecimal() else None

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"sample": self.sample, **kwargs})

    def act(self, form):
        return record_sale(form.cleaned_data["certificate"], **self.signed, **form.sale())

    def succeed(self, sale):
        if sale.flag:
            messages.warning(self.request, f"已登记，但不计入统计：{sale.get_flag_display()}")
        else:
            messages.success(self.request, f"已登记，流水号 {sale.external_id}")
        if self.request.POST.get("save") == "again":
            return redirect(f"{reverse('portal:new_sale')}?like={sale.pk}")
        return redirect("portal:sale", sale.pk)


class SalePage(OfSales, FormPage):
    """One record; POST reverses it."""

    template_name = "portal/sales/record.html"
    form_class = ReverseForm

    @cached_property
    def sale(self):
        sales = self.sales.select_related(
            "certificate__product", "reverses", "reversal", "recorded_by", "batch"
        )
        return get_object_or_404(sales, pk=self.kwargs["sale"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **{"vouchers_form": VouchersForm(), **kwargs},
            sale=self.sale,
            vouchers=self.sale.evidence.all(),
        )

    def way_back(self):
        return "portal:sale", self.sale.pk

    def has_form(self):
        """Whether the form stands on the page: nothing is reversed twice."""
        return self.sale.reverses is None and not hasattr(self.sale, "reversal")

    def refuse_form(self, form, refused):
        if self.has_form():
            return super().refuse_form(form, refused)
        return self.refuse(refused, *self.way_back())

    def act(self, form):
        return reverse_sale(self.sale, **form.cleaned_data, **self.signed)

    def message(self, row):
        return f"已冲正，冲正记录流水号 {row.external_id}"

    def onward(self, row):
        return "portal:sale", row.pk


class SaleVouchers(SalePage):
    """Vouchers that come after their sale, as those of a file do."""

    form_class = VouchersForm

    def has_form(self):
        return True

    def get(self, request, *args, **kwargs):
        return redirect(*self.way_back())

    def get_context_data(self, form, **kwargs):
        return super().get_context_data(form=ReverseForm(), vouchers_form=form, **kwargs)

    def act(self, form):
        return add_vouchers(self.sale, **form.cleaned_data, **self.signed)

    def message(self, count):
        return f"已补交凭证{count}个"

    def onward(self, count):
        return self.way_back()


class OwnVoucher(OfSales, View):
    """A voucher of one of the holder's own sales; every look is kept."""

    def get(self, request, voucher):
        mine = SaleVoucher.objects.filter(sale__in=self.sales)
        file = get_object_or_404(mine, uid=voucher)
        try:
            data = read_evidence(file, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:sale", file.sale_id)
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        return deliver(data, file.mime, file.name, is_shown=False)


class OfFile(OfSales, View):
    """A download as CSV or XLSX; no other form exists."""

    def dispatch(self, request, *args, **kwargs):
        if kwargs["form"] not in TYPES:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Template(OfFile):
    """The file to fill in, with this holder's own certificates to choose from."""

    def get(self, request, form, **kwargs):
        make = {"csv": tables.template_csv, "xlsx": tables.template_xlsx}[form]
        return deliver(make(self.live_entries), TYPES[form], f"销售导入模板.{form}", is_shown=False)


class Export(OfFile):
    """The holder's whole ledger, every cell harmless."""

    def get(self, request, form, **kwargs):
        records = tables.records_of(self.sales.select_related("certificate__product", "reverses"))
        return download(records, tables.HEADINGS, form=form, name="销售台账", title="销售台账")
