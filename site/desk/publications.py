"""全国公布 at the desk: what the platform announced of listings and removals."""

from cryptography.fernet import InvalidToken
from django import forms
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from catalog.models import Certificate, NationalPublication
from doors.text_forms import TextForm
from exchange.models import PublicPageLook
from files.delivery import deliver, read
from files.intake import examine_at, take
from registry.roles import Permission
from rules.lifecycle import CertificateStatus
from rules.refusal import Refused
from workflow.policies.publications import first_day_of
from workflow.services import publications

from .access import DeskForm, DeskView, may
from .opinion_forms import day_input

PER_PAGE = 50
Kind = NationalPublication.Kind


def entries():
    return Certificate.objects.select_related("applicant", "version", "ruleset__office")


def unpublished(kind):
    """Entries of which the platform's announcement of ``kind`` is not recorded yet."""
    rows = NationalPublication.objects.standing().filter(kind=kind, certificate=OuterRef("pk"))
    about = entries().filter(~Exists(rows)).order_by("-listed_on", "-pk")
    is_removal = kind == Kind.REMOVAL
    return about.filter(status=CertificateStatus.REMOVED) if is_removal else about


TABS = {
    "listing": "列入待登记",
    "removal": "清理待登记",
    "recorded": "已登记",
}


class Publications(DeskView):
    """What waits for its announcement, and what was recorded."""

    permission = Permission.READ_BATCHES
    template_name = "desk/publications.html"
    page_title = "全国公布"
    header_icon = "globe"

    @cached_property
    def tab(self):
        tab = self.request.GET.get("tab", "listing")
        return tab if tab in TABS else "listing"

    def rows(self):
        if self.tab != "recorded":
            return unpublished(self.tab)
        return NationalPublication.objects.select_related(
            "certificate__applicant", "certificate__version", "evidence", "recorded_by"
        ).order_by("-pk")

    def get_context_data(self, **kwargs):
        page = Paginator(self.rows(), PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            page=page,
            tab=self.tab,
            tabs=TABS.items(),
            may_record=may(self.request.user, Permission.RECORD_NATIONAL),
            **kwargs,
        )


class OfEntry:
    header_icon = "globe"

    @cached_property
    def certificate(self):
        return get_object_or_404(entries(), pk=self.kwargs["pk"])

    def kinds(self):
        """The announcements of this entry that may be recorded now, ``[(word, title)]``."""
        is_removed = self.certificate.status == CertificateStatus.REMOVED
        possible = [Kind.REMOVAL, Kind.LISTING] if is_removed else [Kind.LISTING]
        return [
            (each.value, each.label) for each in possible if not self.certificate.publication(each)
        ]

    def onward(self, result):
        return "desk:publication", self.certificate.pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(certificate=self.certificate, **kwargs)


class Entry(OfEntry, DeskView):
    """Everything recorded of one entry, with what its pages answered when they were fetched."""

    permission = Permission.READ_BATCHES
    template_name = "desk/publication.html"
    page_title = "全国公布"

    def get_context_data(self, **kwargs):
        rows = self.certificate.publications.select_related(
            "evidence", "recorded_by", "withdrawn_by"
        ).prefetch_related("looks")
        may_record = may(self.request.user, Permission.RECORD_NATIONAL)
        return super().get_context_data(
            rows=rows,
            notice_looks=PublicPageLook.objects.filter(
                notice__entries__item__certificate=self.certificate
            ),
            may_record=may_record,
            may_add=may_record and self.kinds(),
            status=self.certificate.status_text(self.at.date()),
            **kwargs,
        )


class PublicationForm(TextForm):
    must = ("first_day", "evidence")
    kind = forms.ChoiceField(label="公布内容")
    address = forms.URLField(label="公布网址", max_length=200, assume_scheme="https")
    first_day = forms.DateField(label="公布日期", required=False, widget=day_input())
    last_day = forms.DateField(
        label="公布截止日期",
        required=False,
        widget=day_input(),
        help_text="仍在公布的不填",
    )
    evidence = forms.FileField(
        label="截图或者文件",
        required=False,
        help_text="公布页面的截图或者文件，PDF、JPG、PNG；保存其摘要并加密留存",
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds


class Publish(OfEntry, DeskForm):
    """One announcement with its address, days and evidence."""

    permission = Permission.RECORD_NATIONAL
    template_name = "desk/publish_entry.html"
    page_title = "登记全国公布"
    form_class = PublicationForm
    success_message = "已登记全国公布"

    def get_form_kwargs(self):
        # what stands already is still told by the service, to who clicks twice
        kinds = self.kinds() or [(each.value, each.label) for each in Kind]
        return {**super().get_form_kwargs(), "kinds": kinds}

    def act(self, form):
        values = form.cleaned_data
        file = values.pop("evidence")
        sound = examine_at("evidence", file.name, file.read()) if file else None
        values["evidence"] = take(sound, **self.who) if sound else None
        return publications.record_publication(self.certificate, **values, **self.who)

    def get_context_data(self, **kwargs):
        days = [(each.label, first_day_of(self.certificate, each.value)) for each in Kind]
        floors = [(title, day) for title, day in days if day]
        return super().get_context_data(floors=floors, **kwargs)


class WithdrawForm(TextForm):
    because = forms.CharField(label="撤销原因", max_length=200, widget=forms.Textarea({"rows": 3}))


class OfPublication:
    header_icon = "globe"

    @cached_property
    def publication(self):
        rows = NationalPublication.objects.select_related(
            "certificate__ruleset__office", "evidence"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class Withdraw(OfPublication, DeskForm):
    """What was recorded wrongly is taken back with its reason, and recorded anew."""

    permission = Permission.RECORD_NATIONAL
    template_name = "desk/exchange_form.html"
    page_title = "撤销登记"
    form_class = WithdrawForm
    success_message = "已撤销，可以重新登记"
    explanation = "登记有误的，写明原因后撤销，再重新登记。撤销的登记仍然保留。"

    @property
    def subject(self):
        return self.publication

    def act(self, form):
        because = form.cleaned_data["because"]
        return publications.withdraw_publication(self.publication, because=because, **self.who)

    def page_of_act(self):
        return reverse("desk:publication", args=[self.publication.certificate_id])

    def onward(self, result):
        return (self.page_of_act(),)


class _EvidenceFile(DeskView):
    """A file that shows it, for who reads batches."""

    permission = Permission.READ_BATCHES

    def get(self, request, pk):
        file = self.find(pk)
        try:
            return deliver(read(file), file.mime, file.name)
        except (Refused, InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing


class File(OfPublication, _EvidenceFile):
    """The screenshot or file that a person handed in."""

    def find(self, pk):
        return self.publication.evidence


class PageArchive(_EvidenceFile):
    """The platform's page as it was fetched (WARC)."""

    def find(self, pk):
        looks = PublicPageLook.objects.exclude(page=None).select_related("page")
        return get_object_or_404(looks, pk=pk).page
