"""Forms of the basic data: one enters, another checks; terms in force stay as they are."""

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from doors.text_forms import PlainText
from registry import rulesets
from registry.models import RuleSet
from rules.periods import local_day
from rules.working_days import parse_paper


class TwoPeopleForm(PlainText, WagtailAdminModelForm):
    """Entered by whoever changed it last, in force once somebody else has checked it."""

    is_checked = forms.BooleanField(
        label="本人已与文件原文核对无误，同意生效",
        required=False,
        help_text="录入人与复核人不得为同一人；内容改动后须重新复核",
    )

    def clean(self):
        cleaned = super().clean()
        is_changed = bool(set(self.changed_data) - {"is_checked"})
        if self.instance.pk is None or is_changed:
            self.instance.entered_by = self.for_user
            self.instance.checked_by = None
        if cleaned.get("is_checked"):
            self._check()
        return cleaned

    def _check(self):
        if self.instance.entered_by_id == self.for_user.pk:
            self.add_error("is_checked", "录入人与复核人不得为同一人")
        else:
            self.instance.checked_by = self.for_user


class HolidayPaperForm(TwoPeopleForm):
    """The paper must be readable as working days before anybody can check it."""

    def clean_paper(self):
        paper = self.cleaned_data["paper"]
        try:
            parse_paper(paper)
        except (ValueError, KeyError, TypeError) as error:
            raise forms.ValidationError(f"不能识别的节假日数据：{error}") from error
        return paper


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
