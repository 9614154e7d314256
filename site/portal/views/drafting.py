"""Filling in the paper: starting, the steps that are one form each, checking, submitting."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from registry import rulesets
from rules.refusal import Refused
from workflow.policies.submitting import reasons_against_submitting
from workflow.services import drafts, submissions

from .. import pointing, reading
from ..forms.particulars import CommitmentForm, ParticularsForm, StartForm
from .access import ApplicantsOnly, OfDraft, OfOpenApplication


class Start(ApplicantsOnly, FormView):
    """A new draft; nothing is written before the button is pressed."""

    template_name = "portal/start.html"
    form_class = StartForm

    def get_form_kwargs(self):
        held = reading.certificates(self.applicant, self.today)
        renewable = [each.certificate for each in held if each.is_renewable]
        return {**super().get_form_kwargs(), "renewable": renewable}

    def get_initial(self):
        asked = self.request.GET
        return {"kind": asked.get("kind", "first"), "renewal_of": asked.getlist("certificate")}

    def form_valid(self, form):
        said = form.cleaned_data
        reuse = bool(said["renewal_of"]) and said["reuse_licences"]
        try:
            application = drafts.start(
                self.applicant,
                renewal_of=said["renewal_of"],
                reuse_licences=reuse,
                **self.signed,
            )
        except Refused as refused:
            return self.refuse(refused, "portal:home")
        return redirect("portal:application", application.pk)


class StepView(OfOpenApplication, FormView):
    """One step of the paper: saved on its own; what is still missing is shown at its field."""

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.application}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if "check" in self.request.GET and not form.is_bound:
            form.point(self.missing())
        return form

    def missing(self):
        """What the policies still say against this step, ``{field: [reason]}``."""
        found = reasons_against_submitting(self.application, on=self.today)
        return {
            field: reasons
            for field, reasons in pointing.at_fields(found).items()
            if field in self.fields
        }

    def form_valid(self, form):
        try:
            self.save(form)
        except Refused as refused:
            return self.refuse(refused, "portal:application", self.application.pk)
        messages.success(self.request, "已保存")
        if not self.application.is_draft:
            return redirect("portal:application", self.application.pk)
        self.application.refresh_from_db()
        if self.missing():
            return redirect(f"{self.request.path}?check=1")
        return redirect("portal:application", self.application.pk)


class Particulars(StepView):
    template_name = "portal/particulars.html"
    form_class = ParticularsForm
    fields = pointing.PARTICULARS

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "on": self.today}

    def save(self, form):
        drafts.save_header(self.application, by=self.request.user, **form.cleaned_data)


class Commitment(StepView):
    template_name = "portal/commitment.html"
    form_class = CommitmentForm
    fields = pointing.COMMITMENT

    @cached_property
    def ruleset(self):
        return rulesets.in_force(self.today)

    def get_initial(self):
        digest = submissions.commitment_digest(self.ruleset)
        return {"shown": digest, "accept": self.application.commitment_sha256 == digest}

    def missing(self):
        found = super().missing()
        if "commitment" in found:
            found["accept"] = found.pop("commitment")
        return found

    @transaction.atomic
    def save(self, form):
        drafts.save_header(self.application, by=self.request.user, **form.header())
        if form.cleaned_data["accept"]:
            text = self.ruleset.commitment_text
            drafts.accept_commitment(self.application, text=text, **self.signed)

    def get_context_data(self, **kwargs):
        return super().get_context_data(ruleset=self.ruleset, **kwargs)


class Check(OfDraft, TemplateView):
    """The whole paper once more; POST submits it."""

    template_name = "portal/check.html"
    closed = "该申请已提交，请勿重复提交"

    def get_context_data(self, **kwargs):
        if "pointers" not in kwargs:
            kwargs["pointers"] = pointing.pointers(self.application, on=self.today)
        return super().get_context_data(**kwargs)

    def post(self, request, *args, **kwargs):
        try:
            submitted = submissions.submit(self.application, **self.signed)
        except Refused as refused:
            return self.show(refused)
        messages.success(request, f"申请已提交，编号 {submitted.number}")
        return redirect("portal:application", submitted.pk)

    def show(self, refused):
        """Every reason at its place; of a paper that was submitted meanwhile, the paper itself."""
        self.application.refresh_from_db()
        if not self.application.is_draft:
            return self.refuse(refused, "portal:application", self.application.pk)
        pairs = refused.fields or {"": refused.reasons}
        found = [
            pointing.point(self.application, field, reason)
            for field, reasons in pairs.items()
            for reason in reasons
        ]
        return self.render_to_response(self.get_context_data(pointers=found, was_refused=True))
