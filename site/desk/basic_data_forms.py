"""Forms of the basic data: terms in force stay as they are."""

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from doors.text_forms import PlainText
from registry import rulesets
from registry.models import RuleSet
from rules.periods import local_day


class RuleSetForm(PlainText, WagtailAdminModelForm):
    """A38: terms already in force are closed and succeeded, never rewritten; no day has two."""

    is_interrupted = forms.BooleanField(
        label="确认期间不连续",
        required=False,
        help_text="没有规则版本的日子不能受理申请；只在办法确已废止、暂无接续时勾选",
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
            "is_interrupted",  # no column
        }
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._began_on = self.instance.effective_from if self.instance.pk else None

    def clean(self):
        cleaned = super().clean()
        began = self._began_on is not None and self._began_on <= local_day(timezone.now())
        for name in self.changed_data if began else ():
            if name not in self.STILL_OPEN:
                self.add_error(name, "该规则版本已施行，条款不能修改；请填写废止日期并新建版本")
        if {"effective_from", "effective_until"} <= set(cleaned) and cleaned["effective_from"]:
            self._check_span(cleaned)
        return cleaned

    def _check_span(self, cleaned):
        span = RuleSet(
            pk=self.instance.pk,
            effective_from=cleaned["effective_from"],
            effective_until=cleaned["effective_until"],
        )
        for name, reason in rulesets.reasons_against_span(
            span,
            began_on=self._began_on,
            is_interrupted=cleaned.get("is_interrupted", False),
            on=local_day(timezone.now()),
        ):
            self.add_error(name, reason)

    @transaction.atomic
    def save(self, commit=True):
        rulesets.close_before(self.instance, self._began_on)
        return super().save(commit)
