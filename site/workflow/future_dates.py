"""What says of itself that it happened, and when, cannot lie in the future: a clock was wrong.

Every column of the house that is called ``at``, ``…_at`` or ``…_on`` tells of something that has
happened, but for what is due and for those below, which tell of something planned.
"""

from datetime import timedelta
from functools import cache

from django.apps import apps
from django.db import models
from wagtail.models import Page

from records.prepared import DAY, MOMENT, Prepared
from rules.periods import SHANGHAI, local_day

ROOMS = {"applications", "catalog", "exchange", "ledger", "pages", "records", "registry"}
ROOMS |= {"doors", "publicity", "supervision", "workflow"}
#: Two machines may disagree by so much.
TOLERANCE = timedelta(minutes=5)
PLANNED = {
    "catalog.CertificateEvent.effective_at",
    "pages.DocumentPage.expires_on",
    "pages.DocumentPage.written_on",
    "pages.DocumentPage.printed_on",
    "pages.IndexedPage.shown_at",
    "pages.PreviewAddress.expires_at",
    "registry.Invitation.expires_at",
    "publicity.Publicity.ends_at",
    "publicity.PublicityEntry.ends_at",
    "registry.ListedWord.begins_on",
    "registry.ListedWord.ends_on",
    "ledger.Pairing.ends_on",
    "ledger.SalesEvent.begins_on",
    "ledger.SalesEvent.ends_on",
    "ledger.SupportMeasure.planned_on",
    "supervision.Inspection.planned_on",
    "workflow.ChangeReport.changed_on",
}
#: A draft says nothing yet.
WHEN_DECLARED = {"applications.Application.signed_on": {"submitted_at__isnull": False}}


def columns():
    """``[(model, field)]`` of every column that tells of something that has happened."""
    pages = [(Page, Page._meta.get_field(f"{which}_published_at")) for which in ("first", "last")]
    return pages + [
        (model, field)
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.DateField) and _has_happened(model, field)
    ]


def _has_happened(model, field):
    is_named_so = field.name == "at" or field.name.endswith(("_at", "_on"))
    is_due = field.name.endswith(("due_on", "due_at"))
    return is_named_so and not is_due and f"{model._meta.label}.{field.name}" not in PLANNED


def dated_after(at):
    """One sentence for each row that says it happened later than ``at``."""
    limit = at + TOLERANCE
    for model, field, later_than in _questions():
        is_moment = isinstance(field, models.DateTimeField)
        for pk, value in later_than(limit if is_moment else local_day(limit)):
            name = f"{model._meta.verbose_name}第{pk}号的“{field.verbose_name}”"
            yield f"{name}为{_words(value)}，晚于现在"


@cache
def _questions():
    """``[(model, field, question)]``: so many that writing them anew costs more than asking."""
    return [(model, field, _later_than(model, field)) for model, field in columns()]


def _later_than(model, field):
    declared = WHEN_DECLARED.get(f"{model._meta.label}.{field.name}", {})

    def rows(bound):
        later = model._default_manager.filter(**{f"{field.name}__gt": bound}, **declared)
        return later.order_by("pk").values_list("pk", field.name)

    return Prepared(rows, MOMENT if isinstance(field, models.DateTimeField) else DAY)


def _words(value):
    if hasattr(value, "tzinfo"):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}"
