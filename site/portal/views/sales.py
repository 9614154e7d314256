"""The holder's own sales: figures, ledger, entry, reversal, import with a dry run (R46, R47)."""

import secrets
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from ledger import figures, sheets, tables
from ledger.models import SalesImport, SalesRecord
from ledger.services import import_sales, judge_rows, keep_upload, record_sale, reverse_sale
from printing.tables import CSV, XLSX, download
from rules.refusal import Refused
from rules.vocabulary import CHANNELS, label

from ..forms.sales import ConfirmForm, ReverseForm, SaleForm, UploadForm
from .access import ApplicantsOnly

PER_PAGE = 30
MONTHS = 12
TYPES = {"csv": CSV, "xlsx": XLSX}


def yuan(fen):
    return f"{Decimal(fen) / 100:,.2f}"


class OfSales(ApplicantsOnly):
    """Only the applicant's own ledger exists here."""

    @cached_property
    def sales(self):
        return SalesRecord.objects.filter(applicant=self.applicant)

    @cached_property
    def held(self):
        return self.applicant.certificates.select_related("product", "applicant").order_by(
            "-valid_until", "number"
        )


class Sales(OfSales, TemplateView):
    """Figures per month, quarter and channel, and the ledger they are reckoned from."""

    template_name = "portal/sales/list.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("quarter", "")
        quarters = figures.by_quarter(self.sales)
        rows = self.sales.select_related("certificate__product", "reverses", "reversal")
        chosen = rows.filter(booked_quarter=asked) if asked in quarters else rows
        page = Paginator(chosen, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            quarters=[(word, sums) for word, sums in quarters.items()],
            asked=asked if asked in quarters else "",
            page=page,
            totals=figures.totals(chosen),
            flagged=sum(figures.flagged(chosen).values()),
            charts=self.charts(quarters),
            has_entries=self.held.exists(),
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


class NewSale(OfSales, FormView):
    """The form comes with a serial, so that a second click tells of the same sale again."""

    template_name = "portal/sales/new.html"
    form_class = SaleForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "held": self.held}

    def get_initial(self):
        serial = f"{self.today:%Y%m%d}-{secrets.token_hex(3).upper()}"
        asked = self.request.GET.get("certificate")
        return {"certificate": asked, "sold_on": self.today, "external_id": serial}

    def form_valid(self, form):
        try:
            sale = record_sale(form.cleaned_data["certificate"], **self.signed, **form.sale())
        except Refused as refused:
            form.refuse(refused)
            return self.form_invalid(form)
        if sale.flag:
            messages.warning(self.request, f"已登记，但不计入统计：{sale.get_flag_display()}")
        else:
            messages.success(self.request, f"已登记，流水号 {sale.external_id}")
        return redirect("portal:sale", sale.pk)


class SalePage(OfSales, FormView):
    """One record; POST reverses it."""

    template_name = "portal/sales/record.html"
    form_class = ReverseForm

    @cached_property
    def sale(self):
        known = self.sales.select_related(
            "certificate__product", "reverses", "reversal", "recorded_by", "batch"
        )
        return get_object_or_404(known, pk=self.kwargs["sale"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "sale": self.sale})

    def form_valid(self, form):
        try:
            row = reverse_sale(self.sale, reason=form.cleaned_data["reason"], **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:sale", self.sale.pk)
        messages.success(self.request, f"已冲正，冲正记录流水号 {row.external_id}")
        return redirect("portal:sale", row.pk)


class Upload(OfSales, FormView):
    """A file is read and judged; nothing is booked yet."""

    template_name = "portal/sales/import.html"
    form_class = UploadForm

    def get_context_data(self, **kwargs):
        done = SalesImport.objects.filter(applicant=self.applicant, confirmed_at__isnull=False)
        waiting = SalesImport.objects.filter(applicant=self.applicant, confirmed_at=None).first()
        return super().get_context_data(
            columns=sheets.COLUMNS, imports=done[:10], waiting=waiting, **kwargs
        )

    def form_valid(self, form):
        upload = form.cleaned_data["file"]
        data = upload.read(sheets.MAX_BYTES + 1)
        try:
            rows = sheets.read(upload.name, data)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("file", reason)
            return self.form_invalid(form)
        batch = keep_upload(self.applicant, name=upload.name, data=data, rows=rows, **self.signed)
        return redirect("portal:preview_sales", batch.pk)


class Preview(OfSales, FormView):
    """The dry run: what each row would become; POST books, or takes the file back."""

    template_name = "portal/sales/preview.html"
    form_class = ConfirmForm

    @cached_property
    def batch(self):
        mine = SalesImport.objects.filter(applicant=self.applicant, confirmed_at=None)
        return get_object_or_404(mine, pk=self.kwargs["batch"])

    @cached_property
    def rows(self):
        return [sheets.parsed(row) for row in self.batch.rows]

    @cached_property
    def answers(self):
        return judge_rows(self.rows, applicant=self.applicant, **self.signed)

    def get_context_data(self, **kwargs):
        states = [answer.state for answer in self.answers]
        by_line = {row["line"]: row["cells"] for row in self.batch.rows}
        return super().get_context_data(
            lines=[(answer, by_line[answer.line]) for answer in self.answers],
            counts={state: states.count(state) for state in WORDS},
            good=states.count("counted") + states.count("flagged"),
            amount=sum(a.sale.amount_fen for a in self.answers if a.state == "counted"),
            words=WORDS,
            **{**kwargs, "batch": self.batch},
        )

    def post(self, request, *args, **kwargs):
        if "cancel" in request.POST:
            self.batch.delete()
            messages.success(request, "已放弃该文件，没有导入任何记录")
            return redirect("portal:import_sales")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        only_good = form.cleaned_data["how"] == "good"
        try:
            done = import_sales(self.batch, self.rows, only_good=only_good, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:preview_sales", self.batch.pk)
        words = f"已导入{done.booked}条"
        words += f"，其中{done.flagged}条不计入统计" if done.flagged else ""
        words += f"；重复{done.duplicates}条、有误{done.refused}条未导入"
        messages.success(self.request, words)
        return redirect("portal:sales")


WORDS = {
    "counted": "可导入",
    "flagged": "可导入，不计入统计",
    "duplicate": "重复，不导入",
    "wrong": "有误",
}


def _file(content, form, name):
    return HttpResponse(
        content,
        content_type=TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{form}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


class OfFile(OfSales, View):
    """A download as CSV or XLSX; no other form exists."""

    def dispatch(self, request, *args, **kwargs):
        if kwargs["form"] not in TYPES:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Template(OfFile):
    """The file to fill in, with this holder's own certificate numbers as samples."""

    def get(self, request, form, **kwargs):
        numbers = [each.number for each in self.held if each.is_live(self.today)]
        make = {"csv": tables.template_csv, "xlsx": tables.template_xlsx}[form]
        return _file(make(numbers), form, "sales-template")


class Export(OfFile):
    """The holder's whole ledger, every cell harmless."""

    def get(self, request, form, **kwargs):
        records = tables.records_of(self.sales.select_related("certificate", "reverses"))
        return download(records, tables.HEADINGS, form=form, name="sales", title="销售台账")
