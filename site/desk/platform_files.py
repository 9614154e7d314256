"""平台文件 at the desk: a platform's list or sales, looked through, confirmed, taken back."""

from cryptography.fernet import InvalidToken
from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from doors.text_forms import TextForm
from exchange.comparing import compare
from exchange.models import PlatformFile
from exchange.platform_columns import COLUMNS, mapping_of
from exchange.receivers import receivers
from exchange.services import platform_files as services
from files.delivery import deliver, read
from ledger import file_rows
from printing.tables import download
from registry.roles import Permission
from rules.refusal import Refused
from rules.vocabulary import CHANNELS

from .access import DeskButton, DeskForm, DeskView, may
from .exchange_batches import BecauseForm
from .opinion_forms import day_input

PER_PAGE = 50
HEADINGS = ["目录条目", "季度", "差异", "对方", "我方", "文件行号"]


class FileForm(TextForm):
    must = ("first_day",)
    kind = forms.ChoiceField(label="内容", choices=PlatformFile.Kind.choices)
    platform = forms.ChoiceField(label="平台")
    last_day = forms.DateField(label="名单日期或者数据截止日期", widget=day_input())
    first_day = forms.DateField(
        label="数据起始日期", required=False, widget=day_input(), help_text="销售数据填写"
    )
    channel = forms.ChoiceField(
        label="销售渠道",
        required=False,
        choices=[("", "—"), *CHANNELS],
        help_text="销售数据填写；与台账中同一渠道的销售比较",
    )
    file = forms.FileField(
        label="文件",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text="XLSX 或 CSV，不超过30MB、10万行；原样加密留存，记录摘要。",
        error_messages={"required": "请选择文件"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["platform"].choices = [(each.title, each.title) for each in receivers()]

    def about(self):
        """What the service takes beside the file."""
        values = {name: self.cleaned_data[name] for name in ("kind", "platform", "last_day")}
        if values["kind"] == PlatformFile.Kind.SALES:
            values |= {name: self.cleaned_data[name] for name in ("first_day", "channel")}
        return values


class PlatformFiles(DeskForm):
    """All files, the newest first; who prepares batches may bring another."""

    permission = Permission.READ_BATCHES
    template_name = "desk/platform_files.html"
    page_title = "平台文件核对"
    header_icon = "upload"
    form_class = FileForm
    success_message = ""

    def post(self, request, *args, **kwargs):
        if not may(request.user, Permission.PREPARE_BATCHES):
            raise Http404
        return super().post(request, *args, **kwargs)

    def act(self, form):
        upload = form.cleaned_data["file"]
        data = upload.read(file_rows.MAX_BYTES + 1)
        file = services.keep_platform_file(name=upload.name, data=data, **form.about(), **self.who)
        return services.read_while_waiting(file, at=self.at)

    def onward(self, file):
        return "desk:platform_file", file.pk

    def get_context_data(self, **kwargs):
        files = PlatformFile.objects.select_related("uploaded_by")
        return super().get_context_data(
            page=Paginator(files, PER_PAGE).get_page(self.request.GET.get("p")),
            may_add=may(self.request.user, Permission.PREPARE_BATCHES),
            columns=COLUMNS.items(),
            **kwargs,
        )


class OfFile:
    header_icon = "upload"

    @cached_property
    def file(self):
        rows = PlatformFile.objects.select_related(
            "file", "uploaded_by", "confirmed_by", "undone_by"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def subject(self):
        return self.file

    def page_of_act(self):
        return reverse("desk:platform_file", args=[self.kwargs["pk"]])

    def onward(self, result):
        return (self.page_of_act(),)


class File(OfFile, DeskView):
    """One file: what was read of it, what differs, and what may be done."""

    permission = Permission.READ_BATCHES
    template_name = "desk/platform_file.html"
    page_title = "平台文件"

    def get_context_data(self, **kwargs):
        file = self.file
        differences = compare(file) if file.judged_at else []
        return super().get_context_data(
            file=file,
            rows=file.rows.count(),
            wrong=file.rows.exclude(reasons=""),
            page=Paginator(differences, PER_PAGE).get_page(self.request.GET.get("p")),
            prepares=may(self.request.user, Permission.PREPARE_BATCHES),
            **kwargs,
        )


class ColumnsForm(TextForm):
    """One choice among the file's own headings for each of our columns."""

    def __init__(self, *args, file, **kwargs):
        super().__init__(*args, **kwargs)
        headings = dict.fromkeys(file.headings)
        mapping = mapping_of(file.kind, file.headings, services.remembered_columns(file))
        for column in COLUMNS[file.kind]:
            self.fields[column.name] = forms.ChoiceField(
                label=column.title,
                choices=[("", "（没有这一列）"), *((text, text) for text in headings)],
                required=False,
                initial=mapping.get(column.name, ""),
            )


class NameColumns(OfFile, DeskForm):
    """Which heading of a refused file is which column; kept for the platform's next files."""

    permission = Permission.PREPARE_BATCHES
    template_name = "desk/exchange_form.html"
    page_title = "指明列名"
    form_class = ColumnsForm
    success_message = "已按指明的列名核对"

    @property
    def explanation(self):
        needed = "销售日期、金额，以及" if self.file.kind == "sales" else ""
        return (
            f"该文件的列名没有认全。请逐列指明：须有{needed}证书编号，或者产品名称和单位名称；"
            "其他列没有的不比较。指明一次，该平台以后的文件照此对应。指明后先核对，不列待办。"
        )

    def get(self, request, *args, **kwargs):
        if not self.file.headings:
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "file": self.file}

    def act(self, form):
        file = services.name_columns(self.file, form.cleaned_data, **self.who)
        return services.read_while_waiting(file, at=self.at)


class Confirm(OfFile, DeskButton):
    permission = Permission.PREPARE_BATCHES

    def act(self):
        return services.confirm_platform_file(self.file, **self.who)

    def message(self, number):
        return f"已确认，{number}处差异已列入报送问题" if number else "已确认，没有新的差异"


class Undo(OfFile, DeskForm):
    """A file of the wrong platform or day is taken back whole; it stays as evidence."""

    permission = Permission.PREPARE_BATCHES
    template_name = "desk/exchange_form.html"
    page_title = "撤销平台文件"
    form_class = BecauseForm
    success_message = "已撤销，由该文件产生的待办同时办结"
    explanation = "撤销后，由该文件产生、尚未处理的差异不再列为待办；文件和摘要仍然保留。"

    def act(self, form):
        because = form.cleaned_data["because"]
        return services.undo_platform_file(self.file, because=because, **self.who)


class Download(OfFile, DeskView):
    """The file itself, its differences, or the rows that could not be read; each is logged."""

    permission = Permission.PREPARE_BATCHES

    def get(self, request, pk, what):
        makers = {"source": self._source, "differences": self._differences, "wrong": self._wrong}
        if what not in makers:
            raise Http404
        return makers[what]()

    def _source(self):
        try:
            answer = deliver(read(self.file.file), self.file.file.mime, self.file.file.name)
        except (Refused, InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        self.record_export(f"platform_file:{self.file.pk}", [self.file])
        return answer

    def _differences(self):
        rows = [
            {
                "目录条目": each.number,
                "季度": each.quarter_words,
                "差异": each.what,
                "对方": each.theirs,
                "我方": each.ours,
                "文件行号": f"{each.line or ''}",
            }
            for each in compare(self.file)
        ]
        return self._table(rows, HEADINGS, "differences", "差异")

    def _wrong(self):
        rows = [
            {"行号": f"{row.line}", "有误之处": row.reasons, **row.cells}
            for row in self.file.rows.exclude(reasons="")
        ]
        names = [(each.name, each.title) for each in COLUMNS[self.file.kind]]
        headings = ["行号", "有误之处", *(title for _, title in names)]
        rows = [{**row, **{title: row.get(name, "") for name, title in names}} for row in rows]
        return self._table(rows, headings, "wrong-rows", "有误的行")

    def _table(self, rows, headings, name, title):
        self.record_export(f"platform_file:{self.file.pk}:{name}", rows)
        return download(rows, headings, form="xlsx", name=name, title=title)
