"""Every form with a day that somebody types, found by itself: a new one is met at once."""

from importlib import import_module

from django import forms
from django.conf import settings
from django.urls import get_resolver
from wagtail.snippets.models import get_snippet_models

from desk.ledger_forms import CellField
from ledger.ledgers import LEDGERS
from pages.models import DocumentPage
from portal.forms.inputs import DayField

#: Where a day only narrows a list: nothing is recorded.
FILTERS = {
    "desk.accesses.AccessForm",
    "desk.performance.PeriodForm",
    "desk.registers.audit_filters.ReachForm",
    "desk.registers.audit_filters.TrailForm",
    "pages.search.page.SearchForm",
}
#: Django's own administration, which is not mounted.
NOT_MOUNTED = {"django.contrib.auth.forms.UserChangeForm"}
#: What the snippet of the same name, or a draft that is handed in as a page, is made from.
BASES = {"desk.holiday_forms.HolidayPaperForm", "pages.word_in.forms.NewDraftForm"}


def name_of(form):
    return f"{form.__module__}.{form.__qualname__}"


def forms_with_days():
    """``{name: its day fields}`` of every declared form, of snippets, of pages and of ledgers."""
    import_module(settings.ROOT_URLCONF)
    get_resolver().url_patterns  # noqa: B018, imports every view
    declared = {
        name_of(form): days_of(form.base_fields)
        for form in _below(forms.BaseForm)
        if hasattr(form, "base_fields") and "." in form.__module__ and not _is_made(form)
    }
    made = {
        f"snippet {model._meta.label}": days_of(_form_of(model).base_fields)
        for model in get_snippet_models()
    }
    page = {"page DocumentPage": days_of(_page_form().base_fields)}
    ledgers = {
        f"ledger {word}": [column.name for column in ledger.first_columns if column.is_day]
        for word, ledger in LEDGERS.items()
    }
    every = {**declared, **made, **page, **ledgers}
    return {name: days for name, days in every.items() if days}


def _below(kind):
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def _is_made(form):
    """Made of a model by Wagtail for each edit view: met as a snippet or as a page."""
    return form.__module__.startswith("django.forms.") or form.__name__.endswith("FormSet")


def _form_of(model):
    return model.snippet_viewset.get_edit_handler().get_form_class()


def _page_form():
    return DocumentPage.get_edit_handler().get_form_class()


def days_of(fields):
    return [name for name, each in fields.items() if is_day(each)]


def is_day(each):
    is_cell = isinstance(each, CellField) and each.column.is_day
    return is_cell or isinstance(each, forms.DateField | forms.DateTimeField | DayField)
