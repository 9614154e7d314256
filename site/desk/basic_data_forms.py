"""Forms of the basic data: terms in force stay as they are."""

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from doors.text_forms import PlainText
from registry import rulesets
from registry.models import Organisation, RuleSet
from rules.periods import local_day
from workflow.policies.closing_offices import reasons_against_closing
from workflow.services.closing_offices import close_office


class OrganisationForm(PlainText, WagtailAdminModelForm):
    """An office that ends names who takes its work over; what it had in hand goes there at once."""

    def clean(self):
        cleaned = super().clean()
        self.is_closing = bool(
            self.instance.pk and "valid_until" in self.changed_data and cleaned.get("valid_until")
        )
        if self.is_closing:
            self._check_closing(cleaned)
        return cleaned

    def _check_closing(self, cleaned):
        office = Organisation.objects.get(pk=self.instance.pk)
        heirs = list(cleaned.get("successors") or ())
        if len(heirs) > 1:
            self.add_error("successors", "请只选一个承接者接收该机构的待办")
        for name, reason in reasons_against_closing(
            office,
            successor=heirs[0] if heirs else None,
            last_day=cleaned["valid_until"],
            on=local_day(timezone.now()),
        ):
            self.add_error(name, reason)

    @transaction.atomic
    def save(self, commit=True):
        if self.is_closing:
            heirs = list(self.cleaned_data["successors"])
            close_office(
                self.instance,
                last_day=self.cleaned_data["valid_until"],
                successor=heirs[0] if heirs else None,
                by=self.for_user,
                at=timezone.now(),
            )
        return super().save(commit)


class RuleSetForm(PlainText, WagtailAdminModelForm):
    """A38: terms already in force are closed and succeeded, never rewritten; no day has two."""

    is_interrupted = forms.BooleanField(
        label="确认期间不连续",
        required=False,
        help_text="没有规则版本的日子不能受理申请；只在办法确已废止、暂无接续时勾选",
    )

    is_approved = forms.BooleanField(
        label="本人已与公布的办法核对无误，批准施行",
        required=False,
        help_text=f"{rulesets.SAME_PERSON}；批准前为草案，任何办理都不适用；内容改动后须由他人批准",
    )

    STILL_OPEN = frozenset(
        {
            "name",
            "document_no",
            "effective_until",
            "hotline",
            "second_hotline",
            "contact_phone",
            "address",
            "is_interrupted",  # these are no columns
            "is_approved",
        }
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._began_on = self.instance.effective_from if self.instance.pk else None

    def clean(self):
        cleaned = super().clean()
        for name in self.changed_data if self._is_in_force() else ():
            if name not in self.STILL_OPEN:
                self.add_error(name, "该规则版本已施行，条款不能修改；请填写废止日期并新建版本")
        if {"effective_from", "effective_until"} <= set(cleaned) and cleaned["effective_from"]:
            self._check_span(cleaned)
        if not self.instance.is_approved:
            self._check_hands(cleaned)
        return cleaned

    def _is_in_force(self):
        begun = self._began_on is not None and self._began_on <= local_day(timezone.now())
        return begun and self.instance.is_approved

    def _check_hands(self, cleaned):
        """A draft belongs to whoever changed it last; another approves it as it is."""
        if self.instance.pk is None or set(self.changed_data) - {"is_approved", "is_interrupted"}:
            self.instance.entered_by = self.for_user
        if cleaned.get("is_approved") and self.instance.entered_by_id == self.for_user.pk:
            self.add_error("is_approved", rulesets.SAME_PERSON)
        office, first_day = cleaned.get("price_bureau"), cleaned.get("effective_from")
        if cleaned.get("is_approved") and office and first_day:
            for field, reason in rulesets.reasons_against_price_bureau(office, first_day):
                self.add_error(field, reason)

    def _check_span(self, cleaned):
        span = RuleSet(
            pk=self.instance.pk,
            effective_from=cleaned["effective_from"],
            effective_until=cleaned["effective_until"],
        )
        for name, reason in rulesets.reasons_against_span(
            span,
            began_on=self._began_on if self.instance.is_approved else None,
            is_interrupted=cleaned.get("is_interrupted", False),
            on=local_day(timezone.now()),
        ):
            self.add_error(name, reason)

    @transaction.atomic
    def save(self, commit=True):
        """Approved terms end the version before them; a draft approved meanwhile stays as it is."""
        rows = RuleSet.objects.select_for_update(of=("self",)).filter(pk=self.instance.pk)
        stored = rows.first()
        if stored is not None and stored.is_approved != self.instance.is_approved:
            return stored
        is_later = bool(self._began_on) and self.instance.effective_from > self._began_on
        if self.instance.is_approved and not is_later:
            rulesets.close_before(self.instance, self._began_on)
        ruleset = super().save(commit)
        if self.instance.is_approved and is_later:  # first its days are free, then they are taken
            rulesets.close_before(self.instance, self._began_on)
        if commit and self.cleaned_data.get("is_approved") and not ruleset.is_approved:
            is_interrupted = self.cleaned_data.get("is_interrupted", False)
            approval = {"by": self.for_user, "at": timezone.now()}
            return rulesets.approve(ruleset, is_interrupted=is_interrupted, **approval)
        return ruleset
