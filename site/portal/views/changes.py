"""Reporting what changed after listing, and following what comes of it (办法四（三）)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView

from doors.refusals import tell
from registry.calendars import calendar
from registry.names import get_names
from rules.periods import local_day
from rules.refusal import Refused
from workflow import facts
from workflow.models import ChangeReport
from workflow.services.changes import report_change

from ..forms.changes import ChangeForm, KindsForm
from .certificates import OfCertificate


class NewChange(OfCertificate, TemplateView):
    """Two questions on one address: which kinds (GET), then what exactly (POST)."""

    template_name = "portal/certificates/new_change.html"

    def reasons_against_opening(self):
        status = self.certificate.status_on(self.today)
        if status in ("active", "suspended"):
            return []
        return [f"该目录条目{self.certificate.status_text(self.today)}，不需要报告变更"]

    def get(self, request, *args, **kwargs):
        asked = request.GET if "next" in request.GET else None
        form = KindsForm(asked)
        if asked is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        return self.ask(form.cleaned_data["kinds"])

    def ask(self, kinds, data=None):
        form = ChangeForm(data, certificate=self.certificate, kinds=kinds, on=self.today)
        return self.show(form, kinds)

    def show(self, form, kinds):
        titles = dict(KindsForm.base_fields["kinds"].choices)
        chosen = [(kind, titles[kind]) for kind in kinds]
        return self.render_to_response(self.get_context_data(form=form, chosen=chosen))

    def post(self, request, *args, **kwargs):
        asked = KindsForm(request.POST)
        if not asked.is_valid():
            return self.render_to_response(self.get_context_data(form=asked))
        kinds = asked.cleaned_data["kinds"]
        form = ChangeForm(request.POST, certificate=self.certificate, kinds=kinds, on=self.today)
        if not form.is_valid():
            return self.show(form, kinds)
        try:
            change = self.report(form, kinds)
        except Refused as refused:
            tell(form, refused)
            return self.show(form, kinds)
        messages.success(
            request, f"变更报告 {change.number} 已提交，由{get_names().office}登记核查"
        )
        return redirect("portal:change", self.certificate.pk, change.pk)

    def report(self, form, kinds):
        said = form.cleaned_data
        return report_change(
            self.certificate,
            kinds=kinds,
            after=form.after(),
            text=said["text"],
            changed_on=said["changed_on"],
            **self.signed,
        )


class ChangePage(OfCertificate, TemplateView):
    template_name = "portal/certificates/change.html"

    def get_context_data(self, **kwargs):
        change = get_object_or_404(
            ChangeReport, certificate=self.certificate, pk=self.kwargs["change"]
        )
        days = self.certificate.ruleset.change_notice_days
        due = calendar().planned_after(change.changed_on, days).day
        is_late = not change.is_office_finding and local_day(change.reported_at) > due
        shown = {"change": change, "rows": facts.rows(change), "notice_due": due}
        return super().get_context_data(**{**kwargs, **shown, "is_late": is_late})
