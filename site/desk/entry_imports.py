"""Importing at the desk: a file of a unit's ledger, or of a platform's sales by the office."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from ledger import file_rows
from ledger.ledgers import LEDGERS
from ledger.models import ImportBatch
from ledger.models.imports import SALES
from ledger.services import file_imports
from ledger.services.books import columns_of
from printing.tables import download
from registry import units
from registry.models import Organisation
from registry.permissions import organisations
from registry.roles import Permission

from .access import DeskForm, may
from .import_forms import ConfirmForm, FileForm, MappingForm, UndoForm

PER_PAGE = 50
RECENT = 20
SALES_TITLE = "平台销售文件"


def title_of(word):
    return SALES_TITLE if word == SALES else LEDGERS[word].title


def importing_units(user, word):
    """The organisations for which ``user`` brings files of ``word``."""
    if word == SALES:
        codes = organisations(user, Permission.RECONCILE_SALES)
        return Organisation.objects.filter(code__in=codes)
    reported = units.reported_by(user)
    return reported.filter(kind__in=LEDGERS[word].kept_by)


class OfImports(DeskForm):
    header_icon = "upload"

    def is_allowed(self):
        user = self.request.user
        return may(user, Permission.KEEP_UNIT_LEDGERS, Permission.RECONCILE_SALES)

    def crumbs(self, word):
        ledger = reverse("desk:ledger", args=[word]) if word != SALES else reverse("desk:ledgers")
        return [
            self.breadcrumbs_items[0],
            {"url": reverse("desk:ledgers"), "label": "单位台账"},
            {"url": ledger, "label": title_of(word)},
            {"url": "", "label": self.page_title},
        ]


class ImportEntries(OfImports):
    """The file is kept and, where it is small, judged while its bringer waits."""

    template_name = "desk/import_entries.html"
    page_title = "导入文件"
    form_class = FileForm
    success_message = ""
    field_of_the_rest = "file"

    def is_allowed(self):
        needed = Permission.RECONCILE_SALES if self.word == SALES else Permission.KEEP_UNIT_LEDGERS
        return may(self.request.user, needed)

    @cached_property
    def word(self):
        word = self.kwargs["word"]
        if word != SALES and word not in LEDGERS:
            raise Http404
        return word

    @cached_property
    def units(self):
        choices = importing_units(self.request.user, self.word)
        if not choices.exists():
            raise Http404
        return choices

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "units": self.units}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=title_of(self.word),
            columns=columns_of(self.word),
            batches=ImportBatch.objects.filter(ledger=self.word, unit__in=self.units)[:RECENT],
            **kwargs,
        )

    def get_breadcrumbs_items(self):
        return self.crumbs(self.word)

    def act(self, form):
        upload = form.cleaned_data["file"]
        data = upload.read(file_rows.MAX_BYTES + 1)
        batch = file_imports.keep_file(
            self.word, form.cleaned_data["unit"], name=upload.name, data=data, **self.who
        )
        return file_imports.go_on_while_waiting(batch, at=self.at)

    def onward(self, batch):
        return "desk:import_batch", batch.pk


class ImportPage(OfImports):
    """One file: its columns, how far it is, what is wrong with it, and the act that comes next."""

    template_name = "desk/import_batch.html"
    page_title = "导入批次"

    @cached_property
    def batch(self):
        batches = ImportBatch.objects.filter(unit__isnull=False).select_related("unit", "file")
        batch = get_object_or_404(batches, pk=self.kwargs["pk"])
        if not importing_units(self.request.user, batch.ledger).filter(pk=batch.unit_id).exists():
            raise Http404
        return batch

    @cached_property
    def step(self):
        """What comes next: ``mapping``, ``confirm``, ``undo``, or nothing while it is at work."""
        if self.batch.state == "reading":
            return "mapping" if file_imports.missing_columns(self.batch) else ""
        return {"judged": "confirm", "done": "undo"}.get(self.batch.state, "")

    def get_form_class(self):
        return {"mapping": MappingForm, "undo": UndoForm}.get(self.step, ConfirmForm)

    def get_form_kwargs(self):
        about = {"batch": self.batch} if self.step == "mapping" else {}
        return {**super().get_form_kwargs(), **about}

    def get_context_data(self, **kwargs):
        mistakes = Paginator(self.batch.mistakes.all(), PER_PAGE)
        return super().get_context_data(
            batch=self.batch,
            title=title_of(self.batch.ledger),
            step=self.step,
            page=mistakes.get_page(self.request.GET.get("p")),
            **kwargs,
        )

    def get_breadcrumbs_items(self):
        return self.crumbs(self.batch.ledger)

    def act(self, form):
        if "drop" in self.request.POST:
            return file_imports.drop_file(self.batch, **self.who)
        return getattr(self, f"_{self.step}")(form)

    def post(self, request, *args, **kwargs):
        if not self.step:
            return self.go_on_page()
        if "drop" in request.POST:  # no field of the form matters to who takes the file back
            return self.form_valid(self.get_form())
        return super().post(request, *args, **kwargs)

    def go_on_page(self):
        return self.succeed(self.batch)

    def _mapping(self, form):
        batch = file_imports.map_columns(self.batch, form.mapping(), **self.who)
        return file_imports.go_on_while_waiting(batch, at=self.at)

    def _confirm(self, form):
        only_good = form.cleaned_data["how"] == "good"
        batch = file_imports.confirm_file(self.batch, only_good=only_good, **self.who)
        return file_imports.go_on_while_waiting(batch, at=self.at)

    def _undo(self, form):
        file_imports.undo_file(self.batch, reason=form.cleaned_data["reason"], **self.who)
        return self.batch

    def message(self, batch):
        if batch is None:
            return "已放弃该文件，没有导入任何记录"
        if self.step == "undo":
            return "已整批撤销"
        return f"已导入{batch.booked}条" if batch.state == "done" else ""

    def onward(self, batch):
        if batch is None:
            return "desk:import_entries", self.batch.ledger
        return "desk:import_batch", batch.pk


class ImportMistakes(ImportPage):
    """The wrong rows with what to mend in each, in our own columns: mended, it is a file again."""

    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        columns = columns_of(self.batch.ledger)
        rows = [
            {
                "原来的行号": each.line,
                "有误之处": each.reasons,
                **{column.heading: each.cells.get(column.name, "") for column in columns},
            }
            for each in self.batch.mistakes.all()
        ]
        headings = ["原来的行号", "有误之处", *(column.heading for column in columns)]
        return download(rows, headings, form="xlsx", name="导入有误的行", title="有误的行")
