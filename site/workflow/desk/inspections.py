"""Inspections at the desk: planned, found, followed up, and not checked in a year (R19, R70)."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from wagtail.admin import messages

from catalog.models import Certificate
from registry.models import Organisation
from rules.periods import local_day
from rules.refusal import Refused
from supervision.models import Inspection
from supervision.services import inspections

from .access import DeskView, holds, patiently
from .item_views import tell
from .opinion_forms import day_input, long_text

ROLES = ("fpb_reviewer", "agri_reviewer", "complaint_officer", "manager")
SUBJECTS = ("quality", "price", "benefit")


class PlanForm(forms.Form):
    certificate = forms.ModelChoiceField(Certificate.objects.none(), label="目录条目")
    owner = forms.ModelChoiceField(Organisation.objects.none(), label="检查单位")
    planned_on = forms.DateField(label="计划日期", required=False, widget=day_input())

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        known = Certificate.objects.in_force(on).select_related("version")
        self.fields["certificate"].queryset = known
        self.fields["certificate"].label_from_instance = lambda each: (
            f"{each.number} {each.version.name}"
        )
        self.fields["owner"].queryset = Organisation.objects.filter(
            memberships__role__in=("fpb_reviewer", "agri_reviewer")
        ).distinct()


class ResultForm(forms.Form):
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
        said = dict(self.cleaned_data)
        return {"results": {name: said.pop(name) for name in SUBJECTS}, **said}


class FollowUpForm(forms.Form):
    text = forms.CharField(label="后续处理", required=False, max_length=1000, widget=long_text(3))
    suspends = forms.BooleanField(
        label="同意暂停该目录条目", required=False, help_text="暂停立即生效，产品页同时标明"
    )


class Inspections(DeskView):
    """Planned, failed and done ones, the entries nobody checked in a year, and a form to plan."""

    roles = ROLES
    template_name = "workflow/desk/inspections.html"
    page_title = "监督检查"
    header_icon = "glasses"

    def get(self, request):
        return self.show(PlanForm(on=local_day(self.at), initial=request.GET))

    def post(self, request):
        form = PlanForm(request.POST, on=local_day(self.at))
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            patiently(inspections.plan)(by=request.user, at=self.at, **form.cleaned_data)
        except Refused as refused:
            tell(form, refused)
            return self.show(form, status=422)
        messages.success(request, "已列入检查计划")
        return redirect("desk:inspections")

    def show(self, form, status=200):
        known = Inspection.objects.select_related("certificate__version", "owner", "done_by")
        context = self.get_context_data(
            form=form,
            planned=known.planned().order_by("planned_on"),
            failed=known.failed().filter(closed_on__isnull=True),
            done=known.done()[:50],
            unchecked=inspections.unchecked(local_day(self.at)).select_related("version"),
        )
        return self.render_to_response(context, status=status)


class InspectionPage(DeskView):
    """One check: its result is written down once; a failed one waits for the head of the office."""

    roles = ROLES
    template_name = "workflow/desk/inspection.html"
    header_icon = "glasses"

    @cached_property
    def inspection(self):
        known = Inspection.objects.select_related("certificate__version", "owner", "done_by")
        return get_object_or_404(known, pk=self.kwargs["pk"])

    @property
    def form_class(self):
        return FollowUpForm if self.inspection.done_on else ResultForm

    def get_page_title(self):
        return f"监督检查 {self.inspection.certificate}"

    def get(self, request, pk):
        return self.show(self.form_class())

    def post(self, request, pk):
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            self.act(form)
        except Refused as refused:
            tell(form, refused)
            return self.show(form, status=422)
        messages.success(request, "已登记")
        return redirect("desk:inspection", pk=pk)

    def act(self, form):
        by, at = self.request.user, self.at
        if self.inspection.done_on is None:
            return patiently(inspections.conclude)(self.inspection, by=by, at=at, **form.values())
        if not holds(by, "manager"):
            raise Refused(["后续处理由区扶贫办负责人决定"])
        return patiently(inspections.follow_up)(self.inspection, by=by, at=at, **form.cleaned_data)

    def show(self, form, status=200):
        waits = self.inspection.done_on is None or self.inspection.proposes_suspension
        context = self.get_context_data(inspection=self.inspection, form=form if waits else None)
        return self.render_to_response(context, status=status)
