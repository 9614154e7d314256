"""Filling in the paper: starting, the sections that are one form each, checking, submitting."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import FormView

from applications.above import mended_items
from applications.models import Application
from applications.policies.renewing import draft_of
from applications.policies.signing import doubts_about_signing
from applications.policies.submitting import reasons_against_applying
from applications.services import drafts
from applications.services.discarding import discard_draft
from registry import rulesets
from registry.models import RuleSet
from workflow.durations import days_allowed, durations
from workflow.services import submissions

from .. import demands, overview, reason_links
from ..forms.particulars import CommitmentForm, ParticularsForm, StartForm
from .access import ApplicantsOnly, ConfirmPage, FormPage, OfDraft, OfOpenApplication
from .products import ONWARD
from .unsaved_forms import RecoverableForm


class Start(ApplicantsOnly, FormPage):
    """A new draft; nothing is written before the button is pressed, and once however often."""

    template_name = "portal/start.html"
    form_class = StartForm
    success_message = ""

    def get_form_kwargs(self):
        entries = overview.certificates(self.applicant, self.today)
        renewable = [each.certificate for each in entries if each.is_renewable]
        return {**super().get_form_kwargs(), "renewable": renewable}

    def get_initial(self):
        query = self.request.GET
        return {
            "kind": query.get("kind", "first"),
            "renewal_of": query.getlist("certificate"),
            "token": uuid.uuid4(),
        }

    def get_context_data(self, **kwargs):
        """R10, R73: whoever cannot apply is told before the work, not after it."""
        ruleset = RuleSet.objects.in_force(self.today).first()
        return super().get_context_data(
            against=reasons_against_applying(self.applicant, on=self.today),
            expired=self.applicant.licences.expired(self.today),
            office=ruleset,
            durations=durations(self.today),
            days_allowed=days_allowed(ruleset) if ruleset else 0,
            **kwargs,
        )

    def act(self, form):
        chosen = form.cleaned_data
        return drafts.start(
            self.applicant,
            renewal_of=chosen["renewal_of"],
            reuse_licences=bool(chosen["renewal_of"]) and chosen["reuse_licences"],
            token=chosen["token"],
            **self.signed,
        )

    def refuse_form(self, form, refused):
        """Whoever has begun one for the same entry is led to it."""
        items = (draft_of(entry) for entry in form.cleaned_data["renewal_of"])
        begun = next((item for item in items if item is not None), None)
        to = ("portal:application", begun.application_id) if begun else self.way_back()
        return self.refuse(refused, *to)

    def onward(self, application):
        return "portal:application", application.pk


class Discard(OfDraft, ConfirmPage):
    """Deleting a draft, after a question."""

    template_name = "portal/discard.html"
    closed = "该申请已提交，不能删除；不再申请的产品可以撤回"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            products=list(self.application.items.all()),
            files=self.application.materials.current().count(),
            **kwargs,
        )

    success_message = "已删除草稿"

    def act(self):
        return discard_draft(self.application, **self.signed)

    def onward(self, result):
        return ("portal:home",)


class SectionPage(RecoverableForm, OfOpenApplication, FormView):
    """One section of the paper: saved on its own; what is still missing is shown at its field."""

    @classmethod
    def key_of(cls, numbers):
        return cls.form_class.key

    def row(self):
        return Application.objects.get(pk=self.application.pk)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.row()}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if "check" in self.request.GET and not form.is_bound and not form.is_restored:
            form.add_saved_reasons(self.missing())
        return form

    def missing(self):
        """What the policies still say against this section, ``{field: [reason]}``."""
        pairs = reason_links.reasons_against_sending(self.application, on=self.today)
        return {
            field: reasons
            for field, reasons in reason_links.reasons_by_field(pairs).items()
            if field in self.fields
        }

    def form_valid(self, form):
        answer = self.save_or_compare(form)
        if answer is not None:
            return answer
        messages.success(self.request, "已保存")
        if not self.application.is_draft:
            return redirect(self.origin.url)
        self.application.refresh_from_db()
        if self.missing():
            return redirect(self.here(check="1"))
        if self.request.POST.get("save") == ONWARD:
            return redirect(f"portal:{self.next_page()}", self.application.pk)
        return redirect(self.origin.url)


class Particulars(SectionPage):
    template_name = "portal/particulars.html"

    def next_page(self):
        """The products that are there, or the first one."""
        return "products" if self.application.items.exists() else "new_product"

    form_class = ParticularsForm
    fields = reason_links.PARTICULARS

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "on": self.today}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not self.application.is_draft:
            form.demands = {
                field: points
                for item in mended_items(self.application)
                for field, points in demands.points_by_field(item).items()
            }
        return form

    def save(self, form, *, version):
        return drafts.save_header(
            self.application, version=version, **self.signed, **form.cleaned_data
        )

    def get_context_data(self, **kwargs):
        station = submissions.station_of(self.application, self.today)
        return super().get_context_data(station=station, **kwargs)


class Commitment(SectionPage):
    template_name = "portal/commitment.html"

    def next_page(self):
        return "signing"

    form_class = CommitmentForm
    fields = reason_links.COMMITMENT

    @cached_property
    def ruleset(self):
        return self.application.ruleset or rulesets.in_force(self.today)

    def reasons_against_opening(self):
        reasons = super().reasons_against_opening()
        if not reasons and not RuleSet.objects.in_force(self.today).exists():
            return ["认定办法尚未施行，暂时没有承诺文本"]
        return reasons

    def get_initial(self):
        digest = submissions.commitment_digest(self.ruleset)
        return {"text_digest": digest, "accept": self.application.commitment_sha256 == digest}

    def form_valid(self, form):
        answer = super().form_valid(form)
        for doubt in doubts_about_signing(self.row()) if answer.status_code == 302 else ():
            messages.warning(self.request, doubt)
        return answer

    def missing(self):
        reasons = super().missing()
        if "commitment" in reasons:
            reasons["accept"] = reasons.pop("commitment")
        return reasons

    @transaction.atomic
    def save(self, form, *, version):
        saved = drafts.save_header(
            self.application, version=version, **self.signed, **form.header()
        )
        if form.cleaned_data["accept"]:
            text = self.ruleset.commitment_text
            drafts.accept_commitment(self.application, text=text, **self.signed)
        return saved

    def get_context_data(self, **kwargs):
        digest = submissions.commitment_digest(self.ruleset)
        return super().get_context_data(ruleset=self.ruleset, digest=digest, **kwargs)


class Check(OfDraft, ConfirmPage):
    """The whole paper once more; POST submits it."""

    weighty_act = "提交申请"
    template_name = "portal/check.html"
    closed = "该申请已提交，请勿重复提交"

    def get_context_data(self, **kwargs):
        if "reason_links" not in kwargs:
            kwargs["reason_links"] = reason_links.links_against_submitting(
                self.application, on=self.today
            )
        return super().get_context_data(
            items=self.application.items.select_related("origin_township"),
            station=submissions.station_of(self.application, self.today),
            doubts=doubts_about_signing(self.application),
            unsaved=self.application.unsaved.filter(user=self.request.user).exists(),
            **kwargs,
        )

    def act(self):
        return submissions.submit(self.application, **self.signed)

    def message(self, submitted):
        return f"申请已提交，编号 {submitted.number}"

    def onward(self, submitted):
        return "portal:application", submitted.pk

    def refuse_act(self, refused):
        """Every reason at its place; of a paper that was submitted meanwhile, the paper itself."""
        self.application.refresh_from_db()
        if not self.application.is_draft:
            return self.refuse(refused, "portal:application", self.application.pk)
        links = reason_links.reason_links(
            self.application, reason_links.pairs_of(refused), back=self.request.path
        )
        context = self.get_context_data(reason_links=links, was_refused=True)
        return self.render_to_response(context, status=422)
