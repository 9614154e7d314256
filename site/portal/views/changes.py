"""Reporting what changed after listing, and following what comes of it (办法四（三）)."""

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from registry.calendars import calendar
from registry.names import get_names
from rules.periods import local_day
from workflow import facts
from workflow.models import ChangeReport
from workflow.services.changes import report_change

from ..forms.changes import ChangeForm, KindsForm
from .access import FormPage
from .certificates import OfCertificate


class NewChange(OfCertificate, FormPage):
    """Two questions on one address: which kinds (GET), then what exactly (POST)."""

    template_name = "portal/certificates/new_change.html"

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
        return self.form_about(kinds, self.request.POST) if kinds.is_valid() else kinds

    def form_about(self, kinds_form, data=None):
        kinds = kinds_form.cleaned_data["kinds"]
        return ChangeForm(data, certificate=self.certificate, kinds=kinds, on=self.today)

    def act(self, form):
        return report_change(
            self.certificate,
            kinds=form.kinds,
            after=form.after(),
            text=form.cleaned_data["text"],
            changed_on=form.cleaned_data["changed_on"],
            **self.signed,
        )

    def message(self, change):
        return f"变更报告 {change.number} 已提交，由{get_names().office}登记核查"

    def onward(self, change):
        return "portal:change", self.certificate.pk, change.pk

    def get_context_data(self, form, **kwargs):
        titles = dict(KindsForm.base_fields["kinds"].choices)
        kinds = getattr(form, "kinds", None)
        chosen = {"chosen": [(kind, titles[kind]) for kind in kinds]} if kinds else {}
        return super().get_context_data(form=form, **chosen, **kwargs)


class ChangePage(OfCertificate, TemplateView):
    template_name = "portal/certificates/change.html"

    def get_context_data(self, **kwargs):
        change = get_object_or_404(
            ChangeReport, certificate=self.certificate, pk=self.kwargs["change"]
        )
        days = self.certificate.ruleset.change_notice_days
        due = calendar().planned_after(change.changed_on, days).day
        is_late = not change.is_office_finding and local_day(change.reported_at) > due
        removed = change.ruling == ChangeReport.Ruling.REMOVE
        published = self.certificate.publication("removal") if removed else None
        details = {
            "publication": published,
            "change": change,
            "rows": facts.rows(change),
            "notice_due": due,
        }
        return super().get_context_data(**{**kwargs, **details, "is_late": is_late})
