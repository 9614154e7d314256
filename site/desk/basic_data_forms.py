"""Forms of the basic data: terms in force stay as they are."""

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from doors.text_forms import PlainText
from registry import ruleset_changes, rulesets
from registry.models import Organisation, RuleSet, Township
from rules.periods import local_day
from workflow.policies import closing_townships
from workflow.policies.closing_offices import reasons_against_closing
from workflow.services.closing_offices import close_office
from workflow.services.closing_townships import close_township

from .bounded_days import BoundedDays


class MembershipForm(BoundedDays, PlainText, WagtailAdminModelForm):
    """A duty of one person in one office, from when until when."""


class OrganisationForm(BoundedDays, PlainText, WagtailAdminModelForm):
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


class TownshipForm(BoundedDays, PlainText, WagtailAdminModelForm):
    """A township that ends names the one to which its units belong from then on."""

    def clean(self):
        cleaned = super().clean()
        is_ending = "valid_until" in self.changed_data and cleaned.get("valid_until")
        self.is_closing = bool(self.instance.pk and is_ending)
        if self.is_closing:
            self._check_closing(cleaned)
        return cleaned

    def _check_closing(self, cleaned):
        heirs = list(cleaned.get("successors") or ())
        if len(heirs) > 1:
            self.add_error("successors", "请只选一个承接者接收该乡镇街道的单位")
        for name, reason in closing_townships.reasons_against_closing(
            Township.objects.get(pk=self.instance.pk),
            successor=heirs[0] if heirs else None,
            last_day=cleaned["valid_until"],
            on=local_day(timezone.now()),
        ):
            self.add_error(name, reason)

    @transaction.atomic
    def save(self, commit=True):
        if self.is_closing:
            heirs = list(self.cleaned_data["successors"])
            close_township(
                self.instance,
                last_day=self.cleaned_data["valid_until"],
                successor=heirs[0] if heirs else None,
                by=self.for_user,
                at=timezone.now(),
            )
        return super().save(commit)


class RuleSetForm(BoundedDays, PlainText, WagtailAdminModelForm):
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

    is_withdrawn = forms.BooleanField(
        label="撤回批准",
        required=False,
        help_text="仅限尚未施行的版本；由另一人批准后恢复为草案，其期间归还前一版本",
    )
    answer = forms.ChoiceField(
        label="待批准的修改",
        required=False,
        choices=[("", "暂不处理"), ("approve", "批准"), ("drop", "不批准；录入人可以撤回")],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._is_approved = bool(self.instance.pk) and self.instance.is_approved
        self.waiting = ruleset_changes.waiting(self.instance) if self._is_approved else None
        if "answer" in self.fields:
            self.fields["answer"].help_text = _in_words(self.waiting)
            self.fields["answer"].disabled = self.waiting is None

    def clean(self):
        cleaned = super().clean()
        if self._is_approved:
            self._check_change(cleaned)
            return cleaned
        if {"effective_from", "effective_until"} <= set(cleaned) and cleaned["effective_from"]:
            self._check_span(cleaned)
        self._check_hands(cleaned)
        return cleaned

    def _change(self, cleaned):
        """``{column: value}`` of what was typed into an approved version."""
        if cleaned.get("is_withdrawn"):
            return dict(ruleset_changes.WITHDRAWN)
        columns = {field.name for field in RuleSet._meta.concrete_fields}
        return {name: cleaned.get(name) for name in self.changed_data if name in columns}

    def _check_change(self, cleaned):
        """What is approved changes by two: this form enters a change, or decides the last one."""
        change = self._change(cleaned)
        if change and self.waiting:
            self.add_error("answer", "已有待批准的修改，请先处理")
        elif cleaned.get("answer") == "approve" and self.waiting.entered_by_id == self.for_user.pk:
            self.add_error("answer", rulesets.SAME_PERSON)
        elif change:
            about = {"is_interrupted": cleaned.get("is_interrupted", False)}
            on = local_day(timezone.now())
            for name, reason in ruleset_changes.reasons_against(
                self.instance, change, on=on, **about
            ):
                self.add_error("is_withdrawn" if name == "approved_at" else name, reason)

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
            is_interrupted=cleaned.get("is_interrupted", False),
            on=local_day(timezone.now()),
        ):
            self.add_error(name, reason)

    @transaction.atomic
    def save(self, commit=True):
        """A draft approved meanwhile stays as it is; of what is approved, a change is entered."""
        stored = RuleSet.objects.select_for_update(of=("self",)).filter(pk=self.instance.pk).first()
        if self._is_approved:
            self._save_change(stored)
        if stored is not None and stored.is_approved:
            return stored
        ruleset = super().save(commit)
        if commit and self.cleaned_data.get("is_approved"):
            is_interrupted = self.cleaned_data.get("is_interrupted", False)
            approval = {"by": self.for_user, "at": timezone.now()}
            return rulesets.approve(ruleset, is_interrupted=is_interrupted, **approval)
        return ruleset

    def _save_change(self, ruleset):
        by_and_at = {"by": self.for_user, "at": timezone.now()}
        if answer := self.cleaned_data.get("answer"):
            ruleset_changes.decide(self.waiting, is_approved=answer == "approve", **by_and_at)
        elif change := self._change(self.cleaned_data):
            is_interrupted = self.cleaned_data.get("is_interrupted", False)
            ruleset_changes.propose(ruleset, change, is_interrupted=is_interrupted, **by_and_at)


def _in_words(change):
    """What waits to be approved, in words."""
    if change is None:
        return "没有待批准的修改；已批准的版本改动后，由他人批准才生效"
    words = "；".join(f"{title}改为“{value or '空'}”" for title, value in change.in_words())
    return f"{change.entered_by}录入：{words}"
