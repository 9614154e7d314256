"""Files of sales: upload, a dry run with the errors first, booking, undoing a whole file (R46)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import View

from files.delivery import deliver
from ledger import columns, sheets, tables
from ledger.models import ImportBatch
from ledger.services import (
    import_sales,
    judge_rows,
    keep_upload,
    name_columns,
    own_headings,
    undo_import,
)
from printing.tables import XLSX

from ..forms.sales import ConfirmForm, HeadingsForm, UndoForm, UploadForm
from .access import FormPage, OneTimeForm
from .sales import OfSales

PER_PAGE = 25
#: What a row of a file becomes, in the order in which the rows are shown.
STATES = {
    "wrong": "有误",
    "duplicate": "重复，不导入",
    "flagged": "可导入，不计入统计",
    "skipped": "不是销售记录",
    "counted": "可导入",
}


class Upload(OfSales, FormPage):
    """A file is read and judged; nothing is booked yet."""

    template_name = "portal/sales/import.html"
    form_class = UploadForm
    field_of_the_rest = "file"
    success_message = ""

    def get_context_data(self, **kwargs):
        mine = ImportBatch.objects.filter(applicant=self.applicant)
        return super().get_context_data(
            columns=columns.COLUMNS,
            own=own_headings(self.applicant),
            imports=mine.filter(confirmed_at__isnull=False)[:10],
            waiting=mine.filter(confirmed_at=None).first(),
            **kwargs,
        )

    def act(self, form):
        upload = form.cleaned_data["file"]
        data = upload.read(sheets.MAX_BYTES + 1)
        rows = sheets.read(upload.name, data, own_headings(self.applicant))
        return keep_upload(self.applicant, name=upload.name, data=data, rows=rows, **self.signed)

    def onward(self, batch):
        return "portal:preview_sales", batch.pk


class Headings(OfSales, FormPage):
    """What the unit's own files call the columns; kept for every file from now on."""

    template_name = "portal/sales/headings.html"
    form_class = HeadingsForm
    success_message = "列名已保存，以后上传的文件按此对应"

    def get_initial(self):
        return own_headings(self.applicant)

    def act(self, form):
        return name_columns(self.applicant, form.cleaned_data, **self.signed)

    def onward(self, own):
        return ("portal:import_sales",)


class OfWaitingFile(OfSales):
    """A file of this applicant that was uploaded and not yet confirmed."""

    @cached_property
    def batch(self):
        mine = ImportBatch.objects.filter(applicant=self.applicant, confirmed_at=None)
        return get_object_or_404(mine, pk=self.kwargs["batch"])

    @cached_property
    def rows(self):
        return [columns.parsed(row) for row in self.batch.rows]

    @cached_property
    def answers(self):
        return judge_rows(self.rows, applicant=self.applicant, **self.signed)


class Preview(OfWaitingFile, OneTimeForm):
    """The dry run: what each row would become; POST books, or takes the file back."""

    template_name = "portal/sales/preview.html"
    form_class = ConfirmForm

    def get_context_data(self, **kwargs):
        states = [answer.state for answer in self.answers]
        counts = {state: states.count(state) for state in STATES}
        show = self.request.GET.get("show", "")
        return super().get_context_data(
            page=self.page(show),
            show=show if counts.get(show) else "",
            filters=[(state, STATES[state], counts[state]) for state in STATES if counts[state]],
            counts=counts,
            total=len(states),
            again=sum(answer.is_again for answer in self.answers),
            good=counts["counted"] + counts["flagged"],
            amount=sum(a.sale.amount_fen for a in self.answers if a.state == "counted"),
            **{**kwargs, "batch": self.batch},
        )

    def page(self, show):
        """One page of ``(answer, cells)``: the rows in state ``show``, or all, the wrong first."""
        cells = {row["line"]: row["cells"] for row in self.batch.rows}
        order = list(STATES)
        chosen = [answer for answer in self.answers if answer.state == show] or self.answers
        chosen = sorted(chosen, key=lambda answer: order.index(answer.state))
        lines = [(answer, cells[answer.line]) for answer in chosen]
        return Paginator(lines, PER_PAGE).get_page(self.request.GET.get("p"))

    def post(self, request, *args, **kwargs):
        if "cancel" in request.POST:
            self.batch.delete()
            messages.success(request, "已放弃该文件，没有导入任何记录")
            return redirect("portal:import_sales")
        return super().post(request, *args, **kwargs)

    def way_back(self):
        return "portal:preview_sales", self.batch.pk

    def act(self, form):
        only_good = form.cleaned_data["how"] == "good"
        return import_sales(self.batch, self.rows, only_good=only_good, **self.signed)

    def message(self, done):
        flagged = f"，其中{done.flagged}条不计入统计" if done.flagged else ""
        rest = f"；重复{done.duplicates}条、有误{done.refused}条未导入"
        return f"已导入{done.booked}条{flagged}{rest}"

    def onward(self, done):
        return ("portal:sales",)


class Mistakes(OfWaitingFile, View):
    """The wrong rows with what to mend in each, in the columns of the template: to be uploaded."""

    def get(self, request, *args, **kwargs):
        if not any(answer.state == "wrong" for answer in self.answers):
            return redirect("portal:preview_sales", self.batch.pk)
        data = tables.mistakes_xlsx(self.answers, self.batch.rows, self.live_entries)
        return deliver(data, XLSX, "销售导入有误的行.xlsx", is_shown=False)


class UndoImport(OfSales, OneTimeForm):
    """What a confirmed file brought in; POST reverses all of it that still stands."""

    template_name = "portal/sales/undo.html"
    form_class = UndoForm

    @cached_property
    def batch(self):
        mine = ImportBatch.objects.filter(applicant=self.applicant)
        return get_object_or_404(mine, pk=self.kwargs["batch"])

    def reasons_against_opening(self):
        return [] if self.batch.confirmed_at else ["该文件还没有导入，没有可以冲正的记录"]

    def refuse_opening(self, refused):
        return self.refuse(refused, "portal:preview_sales", self.batch.pk)

    def get_context_data(self, **kwargs):
        records = self.batch.records.standing()
        return super().get_context_data(
            standing=records.count(),
            amount=sum(records.counted().values_list("amount_fen", flat=True)),
            **{**kwargs, "batch": self.batch},
        )

    def back(self):
        return "portal:undo_import", self.batch.pk

    def act(self, form):
        return undo_import(self.batch, reason=form.cleaned_data["reason"], **self.signed)

    def message(self, count):
        return f"已整批冲正{count}条，同一流水号可以重新导入"

    def onward(self, count):
        return ("portal:sales",)
