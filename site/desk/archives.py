"""案卷: a closed paper is filed under its archive number, and taken out whole; on record."""

from django import forms
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin import messages

from doors.text_forms import TextForm
from files.delivery import deliver
from registry.roles import Permission
from rules.refusal import Refused
from workflow.models import ArchiveFile
from workflow.services import archives

from .access import DeskForm, may
from .applications import FILERS, ApplicationView

#: Whoever keeps the files, answers for them or audits them.
ARCHIVISTS = (Permission.PROCESS_PAPERS, Permission.SEE_ACCESSES)


class Archive(ApplicationView):
    """The package; what it cannot have yet is told on the paper's page."""

    page_title = "下载案卷"
    tells_of_strangers = True

    def is_allowed(self):
        return may(self.request.user, *ARCHIVISTS)

    def get(self, request, pk):
        try:
            data = archives.archive(self.application, **self.who)
        except Refused as refused:
            self.note_refused(refused.reasons)
            for reason in refused.reasons:
                messages.error(request, reason)
            return redirect("desk:application", pk=pk)
        return self.deliver(data)

    def deliver(self, data):
        name = f"{self.application.number}.zip"
        return deliver(data, "application/zip", name, is_shown=False)


class ArchivePaper(Archive):
    """The one PDF of the package, to read and to print."""

    def deliver(self, data):
        paper = archives.paper_in(data)
        return deliver(paper, "application/pdf", f"{self.application.number}.pdf", is_shown=True)


class FilingForm(TextForm):
    must = ("retention",)
    retention = forms.ChoiceField(
        label="保管期限",
        choices=ArchiveFile.Retention.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="列入目录的一般定期30年，其余定期10年；有重大影响的选永久",
    )


class FileApplication(DeskForm, ApplicationView):
    """The number is given once, in order, and does not change."""

    template_name = "desk/file_application.html"
    page_title = "归档"
    header_icon = "folder-open-inverse"
    form_class = FilingForm

    def is_allowed(self):
        return may(self.request.user, *FILERS)

    def get_page_title(self):
        return self.page_title

    @cached_property
    def barred(self):
        reasons = archives.reasons_against_archiving(self.application)
        filed = ArchiveFile.objects.filter(application=self.application).first()
        return reasons + ([f"已归档，档号{filed.number}"] if filed else [])

    def get_initial(self):
        return {"retention": archives.usual_retention(self.application)}

    def act(self, form):
        return archives.file_application(self.application, **self.who, **form.cleaned_data)

    def message(self, archive_file):
        return f"已归档，档号{archive_file.number}"

    def onward(self, result):
        return "desk:application", self.application.pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(application=self.application, barred=self.barred, **kwargs)
