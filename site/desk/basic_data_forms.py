"""Forms of the basic data: terms in force stay as they are."""

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from doors.text_forms import PlainText
from registry import ruleset_changes, rulesets
from registry.models import RuleSet
from rules.periods import local_day
from workflow.services import closings
from workflow.services.closing_offices import close_office
from workflow.services.closing_townships import close_township

from .bounded_days import BoundedDays

NEWER = "页面打开以后，待批准的内容已有变化，请核对后重新选择"


class MembershipForm(BoundedDays, PlainText, WagtailAdminModelForm):
    """A duty of one person in one office, from when until when."""


class _EndingForm(BoundedDays, PlainText, WagtailAdminModelForm):
    """What ends names who comes after it. People and papers move when another person approves;
    where nothing is left to hand over, it ends at once.
    """

    answer = forms.ChoiceField(
        label="待批准的撤销", required=False, error_messages={"invalid_choice": NEWER}
    )
    #: Whom the successor takes over, in the words of the refusal.
    takes_over = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = closings.waiting(self.instance) if self.instance.pk else None
        if "answer" in self.fields:
            _offer_answers(self.fields["answer"], self.waiting, _closing_in_words(self.waiting))

    def clean_answer(self):
        return _answer(self)

    def clean(self):
        cleaned = super().clean()
        is_ending = "valid_until" in self.changed_data and cleaned.get("valid_until")
        self.is_closing = bool(self.instance.pk and is_ending)
        self.heir = None
        if cleaned.get("answer"):
            self._check_answer(cleaned)
        elif self.is_closing:
            self._check_closing(cleaned)
        return cleaned

    def _check_answer(self, cleaned):
        if set(self.changed_data) - {"answer"}:
            self.add_error("answer", "请先单独处理待批准的撤销，其他内容另行修改")
        elif cleaned["answer"] == "approve":
            if self.waiting.entered_by_id == self.for_user.pk:
                self.add_error("answer", closings.SAME_PERSON)
            self._refuse(self.waiting.successor, self.waiting.last_day)

    def _check_closing(self, cleaned):
        heirs = list(cleaned.get("successors") or ())
        if len(heirs) > 1:
            self.add_error("successors", f"请只选一个承接者接收{self.takes_over}")
        self.heir = heirs[0] if heirs else None
        if self.waiting:
            self.add_error("answer", closings.WAITS)
        self._refuse(self.heir, cleaned["valid_until"])

    def _refuse(self, heir, last_day):
        stored = type(self.instance).objects.get(pk=self.instance.pk)
        on = local_day(timezone.now())
        about = {"successor": heir, "last_day": last_day, "on": on}
        for name, reason in closings.reasons_against(stored, **about):
            self.add_error(name, reason)

    @transaction.atomic
    def save(self, commit=True):
        who = {"by": self.for_user, "at": timezone.now()}
        if answer := self.cleaned_data.get("answer"):
            closings.decide(self.waiting, is_approved=answer == "approve", **who)
            return type(self.instance).objects.get(pk=self.instance.pk)
        if self.is_closing:
            self._end(who)
        return super().save(commit)

    def _end(self, who):
        """Enter the end, and leave the row as it is; or end what leaves nothing behind."""
        stored = type(self.instance).objects.get(pk=self.instance.pk)
        last_day = self.cleaned_data["valid_until"]
        if self.heir is None:
            self.close(stored, last_day=last_day, **who)
            return
        closings.propose(stored, successor=self.heir, last_day=last_day, **who)
        self.instance.valid_until = stored.valid_until
        self.cleaned_data["successors"] = stored.successors.all()


class OrganisationForm(_EndingForm):
    """An office that ends names who takes its work over."""

    takes_over, close = "该机构的待办", staticmethod(close_office)


class TownshipForm(_EndingForm):
    """A township that ends names the one to which its units belong from then on."""

    takes_over, close = "该乡镇街道的单位", staticmethod(close_township)


def _closing_in_words(closing):
    """What waits to be approved, in words."""
    if closing is None:
        return "没有待批准的撤销；填写失效日期和承接者并保存后，由另一人在此批准，批准时移交"
    return f"{closing.entered_by}录入：{closing.last_day}失效，由{closing.successor}承接"


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
        label="待批准的修改", required=False, error_messages={"invalid_choice": NEWER}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._is_approved = bool(self.instance.pk) and self.instance.is_approved
        self.waiting = ruleset_changes.waiting(self.instance) if self._is_approved else None
        if "answer" in self.fields:
            _offer_answers(self.fields["answer"], self.waiting, _in_words(self.waiting))

    def clean_answer(self):
        return _answer(self)

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


def _offer_answers(field, waiting, words):
    """Each answer names what it answers: a page from before decides nothing that came since."""
    field.help_text, field.widget.attrs["disabled"] = words, waiting is None
    field.choices = [("", "暂不处理")]
    if waiting is not None:
        field.choices += [
            (f"approve-{waiting.pk}", "批准"),
            (f"drop-{waiting.pk}", "不批准；录入人可以撤回"),
        ]


def _answer(form):
    """``approve``, ``drop`` or nothing."""
    return form.cleaned_data["answer"].partition("-")[0]


def _in_words(change):
    """What waits to be approved, in words."""
    if change is None:
        return "没有待批准的修改；已批准的版本改动后，由他人批准才生效"
    words = "；".join(f"{title}改为“{value or '空'}”" for title, value in change.in_words())
    return f"{change.entered_by}录入：{words}"
