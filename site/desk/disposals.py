"""档案移交和销毁 at the desk: lists of files that leave, approved by another, kept for good."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from doors.text_forms import TextForm
from printing.tables import download
from registry.roles import Permission
from rules.official_dates import iso_day
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if
from workflow.models import ArchiveFile, Disposal
from workflow.policies import disposals as policies
from workflow.services import disposals

from .access import DeskForm, DeskView, may
from .applications import FILERS
from .opinion_forms import day_input, long_text
from .second_press import SecondPress

APPROVE, DECLINE = "approve", "decline"
COLUMNS = {
    "number": "档号",
    "application": "申请编号",
    "applicant": "申请单位",
    "year": "年度",
    "retention": "保管期限",
    "filed": "归档日期",
    "sha256": "卷内文件SHA-256",
    "files": "销毁文件数",
}


class FilesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, archive_file):
        application = archive_file.application
        until = f"，保管至{archive_file.kept_until}年底" if archive_file.kept_until else "，永久"
        return f"{archive_file.number}　{application.number} {application.applicant}{until}"


class ListForm(TextForm):
    must = ("files", "because")
    files = FilesField(
        ArchiveFile.objects.none(),
        label="案卷",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    receiver = forms.CharField(label="接收单位", required=False, max_length=80)
    because = forms.CharField(label="说明", required=False, max_length=300, widget=long_text(2))


class DecisionForm(TextForm):
    decision = forms.ChoiceField(
        label="决定",
        choices=[(APPROVE, "批准"), (DECLINE, "不批准；造册人可以撤回")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择批准或者不批准"},
    )
    count = forms.IntegerField(
        label="核对卷数", required=False, min_value=1, help_text="批准销毁的，填写本册共有几卷"
    )

    def __init__(self, *args, destroys, **kwargs):
        super().__init__(*args, **kwargs)
        if not destroys:
            del self.fields["count"]

    @property
    def approves(self):
        return self.cleaned_data["decision"] == APPROVE


class ReceiptForm(TextForm):
    must = ("received_on", "receipt_no")
    received_on = forms.DateField(label="接收日期", required=False, widget=day_input())
    receipt_no = forms.CharField(label="交接凭证号", required=False, max_length=60)


class _OfArchive(DeskView):
    page_title = "档案移交和销毁"
    header_icon = "folder-open-inverse"

    def is_allowed(self):
        return may(self.request.user, Permission.PROCESS_PAPERS, Permission.SEE_ACCESSES)


class Disposals(_OfArchive):
    """Every list, the newest first, and how many files could stand on a new one."""

    template_name = "desk/disposals.html"

    def get_context_data(self, **kwargs):
        on = local_day(self.at)
        kinds = [(kind, policies.candidates(kind, on).count()) for kind in Disposal.Kind]
        rows = Disposal.objects.select_related("entered_by", "decided_by")
        return super().get_context_data(
            rows=rows.prefetch_related("lines")[:100],
            kinds=kinds,
            may_list=may(self.request.user, *FILERS),
            **kwargs,
        )


class ListFiles(DeskForm, _OfArchive):
    """A new list: which files, to whom, why."""

    template_name = "desk/list_files.html"
    form_class = ListForm

    def is_allowed(self):
        return may(self.request.user, *FILERS)

    @cached_property
    def kind(self):
        if self.kwargs["kind"] not in Disposal.Kind.values:
            raise Http404
        return Disposal.Kind(self.kwargs["kind"])

    def get_page_title(self):
        return f"编制{self.kind.label}清册"

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        rows = policies.candidates(self.kind, local_day(self.at))
        form.fields["files"].queryset = rows.select_related("application__applicant")
        if self.kind != policies.TRANSFER:
            del form.fields["receiver"]
        return form

    def act(self, form):
        return disposals.list_files(self.kind, **self.who, **form.cleaned_data)

    def message(self, disposal):
        return f"已编制{disposal}，由另一人批准"

    def onward(self, disposal):
        return "desk:disposal", disposal.pk

    def get_context_data(self, **kwargs):
        destroys = self.kind == policies.DESTRUCTION
        preserved = policies.preserved(local_day(self.at)) if destroys else []
        return super().get_context_data(kind=self.kind, preserved=preserved, **kwargs)


class OneDisposal(SecondPress, DeskForm, _OfArchive):
    """One list with its files; whoever may decides, or writes the archive's receipt down.

    Who approves that files are destroyed reads first which, says how many, and presses again.
    """

    warning = "按下后下列文件即时销毁，不能恢复。请逐卷核对，再按“确认销毁”。"

    template_name = "desk/disposal.html"
    success_message = "已登记"

    @cached_property
    def disposal(self):
        rows = Disposal.objects.select_related("entered_by", "decided_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self):
        return f"{self.disposal}"

    @property
    def is_awaited(self):
        """Whether the archive's receipt is still to come."""
        row = self.disposal
        return row.kind == policies.TRANSFER and row.is_approved and not row.received_on

    def get_form_class(self):
        return ReceiptForm if self.disposal.decided_at else DecisionForm

    def get_form_kwargs(self):
        if self.disposal.decided_at:
            return super().get_form_kwargs()
        return {**super().get_form_kwargs(), "destroys": self.destroys}

    @property
    def destroys(self):
        return self.disposal.kind == policies.DESTRUCTION

    def wants_second_press(self, form):
        return self.destroys and isinstance(form, DecisionForm) and form.approves

    def consequences(self, form):
        """File by file what would be destroyed; what approving refuses is told now."""
        approving = {"is_approved": True}
        about = {"by": self.request.user, "on": local_day(self.at)}
        refuse_if(policies.reasons_against_deciding(self.disposal, **approving, **about))
        refuse_fields(
            policies.reasons_against_count(
                self.disposal, **approving, count=form.cleaned_data["count"]
            )
        )
        goes = disposals.what_goes(self.disposal)
        notes = [f"{line.archive_file.number}：{'、'.join(names)}" for line, names in goes]
        total = sum(len(names) for _line, names in goes)
        whole = (
            f"共{len(goes)}卷、{total}个文件。其他申请或者单位仍在使用的文件不在其中，予以保留。"
        )
        return {"notes": [whole, *notes]}

    def act(self, form):
        if isinstance(form, ReceiptForm):
            return disposals.record_receipt(self.disposal, **self.who, **form.cleaned_data)
        count = form.cleaned_data.get("count")
        about = {"is_approved": form.approves, "count": count}
        return disposals.decide(self.disposal, **about, **self.who)

    def onward(self, result):
        return "desk:disposal", self.disposal.pk

    @property
    def barred(self):
        """Why nothing is asked of this person here."""
        if self.disposal.decided_at:
            may_write = self.is_awaited and may(self.request.user, *FILERS)
            return [] if may_write else ["没有需要您办理的事项"]
        about = {"by": self.request.user, "on": local_day(self.at)}
        return policies.reasons_against_deciding(self.disposal, is_approved=False, **about)

    def get(self, request, *args, **kwargs):
        file_format = request.GET.get("export")
        if file_format not in ("csv", "xlsx"):
            return super().get(request, *args, **kwargs)
        rows = [_row(line) for line in self.lines()]
        self.record_export("disposal", rows)
        name, title = self.disposal.number, f"{self.disposal}"
        return download(rows, COLUMNS, form=file_format, name=name, title=title)

    def lines(self):
        return self.disposal.lines.select_related("archive_file__application__applicant")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            disposal=self.disposal, lines=self.lines(), barred=self.barred, **kwargs
        )


def _row(line):
    archive_file, application = line.archive_file, line.archive_file.application
    return {
        "number": archive_file.number,
        "application": application.number,
        "applicant": application.applicant.name,
        "year": archive_file.year,
        "retention": archive_file.get_retention_display(),
        "filed": iso_day(local_day(archive_file.filed_at)),
        "sha256": line.paper_sha256,
        "files": line.files_destroyed,
    }
