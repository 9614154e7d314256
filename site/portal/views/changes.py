"""Reporting what changed after listing, and following what comes of it (办法四（三）)."""

from cryptography.fernet import InvalidToken
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from doors import evidence
from files.delivery import deliver
from registry.calendars import calendar
from registry.names import get_names
from rules.periods import local_day
from rules.refusal import Refused
from rules.vocabulary import CHANGE_KINDS
from workflow import facts
from workflow.models import ChangeFile, ChangeReport
from workflow.policies.changes import reasons_against_withdrawing
from workflow.services.changes import report_change
from workflow.services.withdrawing import withdraw_change

from ..forms.changes import ChangeForm, KindsForm
from ..forms.products import YUAN
from .access import ConfirmPage, FormPage
from .certificates import OfCertificate


class NewChange(OfCertificate, FormPage):
    """Two questions on one address: which kinds (GET), then what exactly (POST)."""

    weighty_act = "提交变更报告"
    template_name = "portal/certificates/new_change.html"
    field_names = YUAN

    def reasons_against_opening(self):
        status = self.certificate.status_on(self.today)
        if status in ("active", "suspended"):
            return []
        return [f"该目录条目{self.certificate.status_text(self.today)}，不需要报告变更"]

    def get(self, request, *args, **kwargs):
        query = request.GET if "next" in request.GET else None
        form = KindsForm(query)
        if query is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        return self.render_to_response(self.get_context_data(form=self.form_about(form)))

    def get_form(self, form_class=None):
        """The form of the kinds that were chosen; the question for kinds while none is."""
        kinds = KindsForm(self.request.POST)
        return (
            self.form_about(kinds, self.request.POST, self.request.FILES)
            if kinds.is_valid()
            else kinds
        )

    def form_about(self, kinds_form, *typed):
        kinds = kinds_form.cleaned_data["kinds"]
        return ChangeForm(*typed, certificate=self.certificate, kinds=kinds, on=self.today)

    def act(self, form):
        return report_change(
            self.certificate,
            kinds=form.kinds,
            after=form.after(),
            text=form.cleaned_data["text"],
            changed_on=form.cleaned_data["changed_on"],
            evidence=form.cleaned_data["evidence"],
            **self.signed,
        )

    def message(self, change):
        return f"变更报告 {change.number} 已提交，由{get_names().office}登记核查"

    def onward(self, change):
        return "portal:change", self.certificate.pk, change.pk

    def get_context_data(self, form, **kwargs):
        titles = dict(CHANGE_KINDS)
        kinds = getattr(form, "kinds", None)
        chosen = {"chosen": [(kind, titles[kind]) for kind in kinds]} if kinds else {}
        return super().get_context_data(form=form, **chosen, **kwargs)


class OfChange(OfCertificate):
    """A page about one report of the certificate in the address."""

    @cached_property
    def change(self):
        reports = ChangeReport.objects.filter(certificate=self.certificate)
        return get_object_or_404(reports, pk=self.kwargs["change"])

    def way_back(self):
        return "portal:change", self.certificate.pk, self.change.pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "change": self.change})


class ChangePage(OfChange, TemplateView):
    template_name = "portal/certificates/change.html"

    def get_context_data(self, **kwargs):
        change = self.change
        days = self.certificate.ruleset.change_notice_days
        due = calendar().planned_after(change.changed_on, days).day
        is_late = not change.is_office_finding and local_day(change.reported_at) > due
        removed = change.ruling == ChangeReport.Ruling.REMOVE
        published = self.certificate.publication("removal") if removed else None
        details = {
            "publication": published,
            "rows": facts.rows(change),
            "files": change.evidence.select_related("file"),
            "may_withdraw": not reasons_against_withdrawing(change, by=self.request.user),
            "notice_due": due,
        }
        return super().get_context_data(**{**kwargs, **details, "is_late": is_late})


class WithdrawChange(OfChange, ConfirmPage):
    """Taking a report back while the office has not registered it, after a question."""

    weighty_act = "撤回变更报告"
    template_name = "portal/certificates/withdraw_change.html"

    def get(self, request, *args, **kwargs):
        if reasons := reasons_against_withdrawing(self.change, by=request.user):
            return self.refuse(Refused(reasons), *self.way_back())
        return super().get(request, *args, **kwargs)

    def act(self):
        return withdraw_change(self.change, **self.signed)

    def message(self, change):
        return f"变更报告 {change} 已撤回"


class OwnChangeFile(OfChange, View):
    """A file that the unit itself handed in with its report."""

    def get(self, request, *args, file, **kwargs):
        files = ChangeFile.objects.filter(change=self.change)
        file = get_object_or_404(files, uid=file)
        try:
            data = evidence.read_evidence(file, **self.signed)
        except Refused as refused:
            return self.refuse(refused, *self.way_back())
        except (InvalidToken, FileNotFoundError) as missing:
            raise Http404 from missing
        return deliver(data, file.mime, file.name, is_shown=False)
