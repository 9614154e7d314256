"""Inspections at the desk: planned, found, followed up, and not checked in a year (R19, R70)."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from catalog.models import Certificate
from doors.text_forms import TextForm
from registry.models import Organisation
from registry.names import fill
from registry.roles import Permission, words_with
from rules.periods import local_day
from rules.refusal import Refused
from supervision.forms import certificate_called
from supervision.models import Inspection
from supervision.policies import reasons_against_inspecting
from supervision.services import inspections

from .access import DeskForm, DeskView, may
from .opinion_forms import day_input, long_text
from .ties import TieButton

FOR_THE_HEAD = "后续处理由{office}负责人决定"
SUBJECTS = ("quality", "price", "benefit")
#: Of the entries nobody checked, so many are shown, with the number of all.
MOST = 50


def untied(certificates, user):
    """Those whose holder ``user`` is not tied to (R67)."""
    return certificates.exclude(applicant__in=user.ties.values("applicant"))


class PlanForm(TextForm):
    certificate = forms.CharField(
        label="证书编号",
        max_length=40,
        help_text="也可在下面的清单中按“安排检查”填入。",
        error_messages={"required": "请填写证书编号"},
    )
    owner = forms.ModelChoiceField(
        Organisation.objects.none(), label="检查单位", empty_label="请选择"
    )
    planned_on = forms.DateField(label="计划日期", required=False, widget=day_input())

    def __init__(self, *args, on, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.certificates = untied(Certificate.objects.in_force(on), by)
        self.fields["owner"].queryset = Organisation.objects.filter(
            memberships__role__in=words_with(Permission.OWN_INSPECTIONS)
        ).distinct()

    def clean_certificate(self):
        """The entry in force of this number, however it was typed."""
        certificate = certificate_called(self.cleaned_data["certificate"])
        if certificate is None or not self.certificates.filter(pk=certificate.pk).exists():
            raise forms.ValidationError("没有这个编号的有效目录条目，或者您应当回避")
        return certificate


class ResultForm(TextForm):
    must = ("done_on", "findings", "conclusion")
    done_on = forms.DateField(label="检查日期", required=False, widget=day_input())
    quality = forms.ChoiceField(label="质量", choices=Inspection.Finding.choices)
    price = forms.ChoiceField(label="价格", choices=Inspection.Finding.choices)
    benefit = forms.ChoiceField(label="带贫成效", choices=Inspection.Finding.choices)
    findings = forms.CharField(
        label="检查情况", required=False, max_length=4000, widget=long_text()
    )
    conclusion = forms.ChoiceField(
        label="结论",
        choices=Inspection.Conclusion.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    def values(self):
        values = dict(self.cleaned_data)
        return {"results": {name: values.pop(name) for name in SUBJECTS}, **values}


class FollowUpForm(TextForm):
    text = forms.CharField(label="后续处理", required=False, max_length=1000, widget=long_text(3))
    suspends = forms.BooleanField(
        label="同意暂停该目录条目",
        required=False,
        help_text="暂停立即生效，产品页同时标明；检查情况书面告知持证单位，整改后由他人复核恢复",
    )


class Inspections(DeskForm):
    """Planned, failed and done ones, the entries nobody checked in a year, and a form to plan."""

    permission = Permission.SEE_INSPECTIONS
    template_name = "desk/inspections.html"
    page_title = "监督检查"
    header_icon = "glasses"
    form_class = PlanForm
    success_message = "已列入检查计划"

    def get_initial(self):
        return self.request.GET

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "on": local_day(self.at), "by": self.request.user}

    def act(self, form):
        return inspections.plan(**self.who, **form.cleaned_data)

    def onward(self, inspection):
        return ("desk:inspections",)

    def get_context_data(self, **kwargs):
        rows, user = inspections_of(self.request.user), self.request.user
        unchecked = untied(inspections.unchecked(local_day(self.at)), user)
        return super().get_context_data(
            planned=rows.planned().order_by("planned_on"),
            failed=rows.failed().filter(closed_on__isnull=True),
            done=rows.done()[:50],
            unchecked=unchecked.select_related("version")[:MOST],
            unchecked_count=unchecked.count(),
            **kwargs,
        )


def inspections_of(user):
    rows = Inspection.objects.scope(user)
    return rows.select_related("certificate__version", "certificate__applicant", "owner", "done_by")


class InspectionView(DeskView):
    """Anything about one check; one that is kept from a tied officer does not exist."""

    permission = Permission.SEE_INSPECTIONS

    @cached_property
    def inspection(self):
        return get_object_or_404(inspections_of(self.request.user), pk=self.kwargs["pk"])


class DeclareTie(TieButton, InspectionView):
    """R67, from the page of a check."""

    @property
    def applicant(self):
        return self.inspection.certificate.applicant

    def page_of_act(self):
        return reverse("desk:inspections")


class InspectionPage(DeskForm, InspectionView):
    """One check: its result is written down once; a failed one waits for the head of the office."""

    template_name = "desk/inspection.html"
    header_icon = "glasses"

    @property
    def form_class(self):
        return FollowUpForm if self.inspection.done_on else ResultForm

    def get_page_title(self):
        return f"监督检查 {self.inspection.certificate}"

    success_message = "已登记"

    def act(self, form):
        by, at = self.request.user, self.at
        if self.inspection.done_on is None:
            return inspections.conclude(self.inspection, by=by, at=at, **form.values())
        if not may(by, Permission.DECIDE_INSPECTIONS):
            raise Refused([fill(FOR_THE_HEAD)])
        return inspections.follow_up(self.inspection, by=by, at=at, **form.cleaned_data)

    def onward(self, result):
        return "desk:inspection", self.inspection.pk

    @cached_property
    def tie_reasons(self):
        return reasons_against_inspecting(self.inspection.certificate, by=self.request.user)

    def reasons(self):
        """Why this officer cannot do what the check waits for."""
        decides = may(self.request.user, Permission.DECIDE_INSPECTIONS)
        heads = self.inspection.done_on is None or decides
        return [*self.tie_reasons, *([] if heads else [fill(FOR_THE_HEAD)])]

    def get_context_data(self, **kwargs):
        waits = self.inspection.done_on is None or self.inspection.proposes_suspension
        context = super().get_context_data(
            inspection=self.inspection,
            reasons=self.reasons(),
            is_tied=bool(self.tie_reasons),
            **kwargs,
        )
        return context if waits else {**context, "form": None}
