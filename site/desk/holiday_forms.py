"""A holiday paper as people read it: from and to per festival, make-up days, the year drawn."""

import re
from datetime import date

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel

from doors.text_forms import PlainText
from registry.calendar_changes import SAME_PERSON, check
from rules.holiday_arrangements import (
    FESTIVALS,
    OTHER,
    TOGETHER,
    Holiday,
    difference_in_words,
    holidays_of,
    issue_reasons,
    raw_paper,
    reasons_against,
)
from rules.holiday_papers import parse_paper
from rules.periods import local_day
from rules.typed_dates import LOCAL_DAYS

from .bounded_days import BoundedDays
from .opinion_forms import day_input
from .year_pictures import year_picture

IN_FORCE = "该条目已经生效，不能修改；请复制后另行录入，复核后取代原条目"
SEPARATORS = re.compile(r"[\s,，、；;]+")


class MakeUpDays(forms.CharField):
    """Days typed one after the other; cleaned to a tuple of dates."""

    def clean(self, value):
        days, wrong = [], []
        for text in filter(None, SEPARATORS.split(super().clean(value))):
            try:
                days.append(date.fromisoformat(text))
            except ValueError:
                wrong.append(text)
        if wrong:
            raise forms.ValidationError(
                f"不是日期：{'、'.join(wrong)}（请按 2026-01-04 的形式填写）"
            )
        return tuple(days)


class TwoPeopleForm(PlainText, WagtailAdminModelForm):
    """Entered by whoever changed it last, in force once somebody else has checked it."""

    is_checked = forms.BooleanField(
        label="本人已与文件原文核对无误，同意生效",
        required=False,
        help_text=f"{SAME_PERSON}；内容改动后须重新复核，生效后不能再改",
    )

    def clean(self):
        cleaned = super().clean()
        is_changed = bool(self.substance())
        if self.instance.is_checked:
            raise forms.ValidationError(IN_FORCE)
        if self.instance.pk is None or is_changed:
            self.instance.entered_by = self.for_user
        if cleaned.get("is_checked") and self.instance.entered_by_id == self.for_user.pk:
            self.add_error("is_checked", SAME_PERSON)
        return cleaned

    def substance(self):
        """The changed fields that make the entry another one."""
        return set(self.changed_data) - {"is_checked"}

    @transaction.atomic
    def save(self, commit=True):
        """An entry that came into force while this form was open stays as it was checked."""
        rows = self._meta.model.objects.select_for_update(of=("self",))
        stored = rows.filter(pk=self.instance.pk).first()
        if stored is not None and stored.is_checked:
            return stored
        entry = super().save(commit)
        if commit and self.cleaned_data.get("is_checked"):
            entry = check(entry, by=self.for_user, at=timezone.now())
        return entry


class LocalDaysForm(BoundedDays, TwoPeopleForm):
    """Two dates and a ground."""

    bounds = LOCAL_DAYS

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and (last - first).days >= 31:
            self.add_error("last_day", "一次调整不得超过31天，请核对日期")
        return cleaned


class HolidayPaperForm(TwoPeopleForm):
    """The seven festivals, in the order of the year, and a day that one year alone has."""

    class Media:
        css = {"all": ["desk/year.css"]}

    is_together = forms.BooleanField(label="中秋节与国庆节连休（中秋节各栏留空）", required=False)
    is_unusual = forms.BooleanField(
        label="天数与法定节假日不符，已与文件原文核对无误",
        required=False,
        help_text="只在国务院办公厅另行增加或者调整放假的年份勾选",
    )
    is_seen = forms.BooleanField(
        label="已对照下方全年图核对",
        required=False,
        help_text="填好日期后保存一次，页面下方即画出全年；核对后勾选，再次保存",
    )
    other_name = forms.CharField(label="其他放假的名称", required=False, max_length=40)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        holidays = _stored(self.instance.paper)
        for each in holidays:
            self.initial[f"{each.key}_first"] = each.first
            self.initial[f"{each.key}_last"] = each.last
            self.initial[f"{each.key}_make_up"] = "、".join(f"{day}" for day in each.make_up)
            if each.key == OTHER:
                self.initial["other_name"] = each.name
        self.initial["is_together"] = any(each.name == TOGETHER for each in holidays)

    def substance(self):
        return super().substance() - {"is_seen", "is_unusual"}

    def clean(self):
        cleaned = super().clean()
        self.picture = None
        year = cleaned.get("year")
        holidays = list(self._holidays(cleaned))
        if year is None or self.errors:
            return cleaned
        for field, reason in issue_reasons(year, cleaned["issued_on"], local_day(timezone.now())):
            self.add_error(field, reason)
        for field, reason in reasons_against(year, holidays):
            self.add_error(field, reason)
        if not self.errors:
            self._take_over(year, holidays, cleaned)
        return cleaned

    def _take_over(self, year, holidays, cleaned):
        """Keep the days and draw them; then ask whether they were compared with the paper."""
        self.instance.paper = raw_paper(year, holidays)
        paper = parse_paper(self.instance.paper)
        self.picture = year_picture(year, paper=paper)
        difference = difference_in_words(paper)
        if difference and not cleaned.get("is_unusual"):
            self.add_error("is_unusual", difference)
        if not cleaned.get("is_seen") and (self.substance() or not self.instance.pk):
            self.add_error("is_seen", "请对照页面下方的全年图核对后勾选")

    def _holidays(self, cleaned):
        for key, name in [*FESTIVALS.items(), (OTHER, cleaned.get("other_name") or "")]:
            first, last = cleaned.get(f"{key}_first"), cleaned.get(f"{key}_last")
            make_up = cleaned.get(f"{key}_make_up") or ()
            if first and last:
                name = TOGETHER if key == "national" and cleaned.get("is_together") else name
                yield Holiday(key, name, first, last, make_up)
            elif first or last or make_up:
                missing = "last" if first else "first"
                self.add_error(f"{key}_{missing}", "请填写放假首日和末日")
        if cleaned.get(f"{OTHER}_first") and not cleaned.get("other_name"):
            self.add_error("other_name", "请填写名称")


def _stored(raw):
    try:
        return holidays_of(raw or {})
    except ValueError:
        return []


def _fields(key, name):
    return {
        f"{key}_first": forms.DateField(
            label=f"{name}放假首日", required=False, widget=day_input()
        ),
        f"{key}_last": forms.DateField(label="末日（含当日）", required=False, widget=day_input()),
        f"{key}_make_up": MakeUpDays(
            label="调休上班的日子",
            required=False,
            help_text="如 2026-01-04；两天以上以顿号分开",
        ),
    }


for _key, _name in [*FESTIVALS.items(), (OTHER, "其他")]:
    for _field, _made in _fields(_key, _name).items():
        HolidayPaperForm.base_fields[_field] = HolidayPaperForm.declared_fields[_field] = _made


class YearPicturePanel(Panel):
    """The year of the form, drawn by the server: before it is saved, and after."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/_year_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            picture = getattr(self.form, "picture", None)
            stored = self.instance.paper and parse_paper(self.instance.paper)
            context["picture"] = picture or (
                stored and year_picture(self.instance.year, paper=stored)
            )
            return context


def holiday_paper_panels():
    """The panels of a holiday paper: its document, a row per festival, the year."""
    rows = [
        MultiFieldPanel(
            [
                *([FieldPanel("other_name")] if key == OTHER else []),
                *([FieldPanel("is_together")] if key == "mid_autumn" else []),
                FieldRowPanel(
                    [FieldPanel(f"{key}_{part}") for part in ("first", "last", "make_up")]
                ),
            ],
            heading=name,
        )
        for key, name in [*FESTIVALS.items(), (OTHER, "其他放假（一般没有）")]
    ]
    document = MultiFieldPanel(
        [FieldPanel(name) for name in ("year", "title", "document_no", "issued_on")],
        heading="文件",
    )
    checks = MultiFieldPanel(
        [FieldPanel(name) for name in ("is_seen", "is_unusual", "is_checked")], heading="核对"
    )
    return ObjectList(
        [document, *rows, checks, YearPicturePanel()], base_form_class=HolidayPaperForm
    )
