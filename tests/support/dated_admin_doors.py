"""The forms of administrators, editors and units with a day, each with all else filled in."""

from datetime import date, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone
from tests.support.dated_forms import forms_with_days
from tests.support.dated_world import MONDAY, OFFICES, Door
from tests.support.forms import paragraph
from tests.support.holiday_paper import posted

from demo.acts import holder
from ledger.ledgers import LEDGERS
from pages.documents.drafting import draft_document
from pages.models import DocumentIndexPage
from pages.models.document_words import Section
from registry.models import Membership, Organisation, RuleSet, User


def _administrators(model, right=None, **typed):
    """The form of a new row of basic data."""

    def open_door(world):
        world.travel(MONDAY)
        label = model.replace(".", "_").lower()
        address = reverse(f"wagtailsnippets_{label}:add")
        client = world.browser(User.objects.get(username="admin"))
        days = tuple(forms_with_days()[f"snippet {model}"])
        values = {name: value() if callable(value) else value for name, value in typed.items()}
        return Door(client, address, days, values, right or {}, reads=address)

    return open_door


def _holiday_paper(world):
    world.travel(date(2026, 11, 28))
    client = world.browser(User.objects.get(username="admin"))
    typed = posted()
    days = tuple(forms_with_days()["snippet registry.HolidayPaper"])
    texts = {name: typed.pop(name, "") for name in days}
    right = {name: text and date.fromisoformat(text) for name, text in texts.items()}
    address = reverse("wagtailsnippets_registry_holidaypaper:add")
    return Door(client, address, days, typed, right)


def _document(world):
    """A guide that an editor writes; who may plans when it appears and goes."""
    world.travel(MONDAY)
    column = DocumentIndexPage.objects.get(section=Section.GUIDE)
    address = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", column.pk])
    typed = {
        "title": "示例指南",
        "slug": "guide",
        "kind": "guide",
        "issuer": "章贡区扶贫办",
        "topic": "扶贫",
        "action-submit": "1",
        **paragraph("正文"),
    }
    days = tuple(forms_with_days()["page DocumentPage"])
    right = {name: "" for name in days if name != "written_on"}
    client = world.browser(User.objects.get(username="editor"))
    return Door(client, address, days, typed, right, reads=address)


def _review(world):
    """An editor has read a page again and says when the next look is due."""
    world.travel(MONDAY)
    editor = User.objects.get(username="editor")
    page = draft_document(
        by=editor,
        at=timezone.now(),
        kind="guide",
        title="示例指南",
        issuer="章贡区扶贫办",
        topic="扶贫",
        written_on=MONDAY,
        paragraphs=["正文"],
    )
    address = reverse("pages_review_date", args=[page.pk])
    right = {"due_on": MONDAY + timedelta(days=30)}
    return Door(world.browser(editor), address, ("due_on",), {"note": "内容有效"}, right)


def _office_of_the_rules(name):
    return getattr(RuleSet.objects.get(), f"{name}_id")


def _ledger(word):
    """A row of a unit that keeps this ledger; relations are left out, so it is never accepted."""

    def open_door(world):
        world.travel(MONDAY)
        ledger = LEDGERS[word]
        keeper = Membership.objects.filter(
            role="unit_reporter", organisation__kind__in=ledger.kept_by
        ).first()
        days = tuple(forms_with_days()[f"ledger {word}"])
        address = reverse("desk:new_entry", args=[word])
        typed = _row_of(ledger) | {"unit": keeper.organisation_id}
        return Door(world.browser(keeper.user), address, days, typed, is_whole=False)

    return open_door


def _row_of(ledger):
    """Something that can be read in each plain column but the days."""
    row = {}
    for column in ledger.first_columns:
        if not column.is_day and not column.field.is_relation:
            choices = [word for word, _title in column.choices or () if word]
            row[column.name] = choices[0] if choices else "1"
    return row | {"number": "x" * 200}  # too long in any ledger, so that none is complete


def _preview(world):
    """The column as it will be tomorrow, for somebody outside."""
    world.travel(MONDAY)
    column = DocumentIndexPage.objects.get(section=Section.GUIDE)
    address = reverse("pages_previews", args=[column.pk])
    client = world.browser(User.objects.get(username="editor"))
    right = {"moment": MONDAY + timedelta(days=1)}
    return Door(client, address, ("moment",), {"purpose": "法制股会签", "hours": "24"}, right)


ADMIN = {
    "pages.previewing.forms.PreviewForm": _preview,
    "snippet registry.HolidayPaper": _holiday_paper,
    "snippet registry.LocalOverride": _administrators(
        "registry.LocalOverride", basis="章府办〔2020〕3号"
    ),
    "snippet registry.Membership": _administrators(
        "registry.Membership",
        role="fpb_clerk",
        user=lambda: holder("fpb_reviewer@fpb").pk,
        organisation=lambda: Organisation.objects.get(code="fpb").pk,
    ),
    "snippet registry.Organisation": _administrators(
        "registry.Organisation", code="new", name="新设办公室", kind="department", level="district"
    ),
    "snippet registry.RuleSet": _administrators(
        "registry.RuleSet",
        {"effective_from": MONDAY + timedelta(days=1), "effective_until": ""},
        name="修订（虚构）",
        contact_phone="0797-8000000",
        address="章贡区示例路1号",
        **{name: partial(_office_of_the_rules, name) for name in OFFICES},
    ),
    "snippet registry.Township": _administrators(
        "registry.Township",
        gb_code="360702199",
        name="新设街道",
        kind="subdistrict",
        administered_by="章贡区",
    ),
    "page DocumentPage": _document,
    "pages.review_dates.views.ReviewDateForm": _review,
    **{f"ledger {word}": _ledger(word) for word in LEDGERS},
}
