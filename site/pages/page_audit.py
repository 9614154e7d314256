"""What people and the clock do to pages: rows of Wagtail's own log become audit rows."""

from functools import partialmethod

from wagtail.models import Page, PageLogEntry

from records.audit import record

from .models import DocumentPage
from .public_change import reason

#: Wagtail's name of an act → ours. Nobody stands for drafts and comments: they are not here.
ACTS = {
    "wagtail.publish": "pages.publish",
    "wagtail.publish.scheduled": "pages.publish",
    "wagtail.publish.schedule": "pages.schedule",
    "wagtail.schedule.cancel": "pages.unschedule",
    "wagtail.unpublish": "pages.take_down",
    "wagtail.unpublish.scheduled": "pages.expire",
    "wagtail.workflow.start": "pages.hand_in",
    "wagtail.workflow.resume": "pages.hand_in",
    "wagtail.workflow.approve": "pages.approve",
    "wagtail.workflow.reject": "pages.return",
    "wagtail.workflow.cancel": "pages.withdraw",
    "wagtail.copy": "pages.copy",
    "wagtail.move": "pages.move",
    "wagtail.reorder": "pages.reorder",
    "wagtail.delete": "pages.delete",
}
#: Acts whose page was stored a moment ago as it stands in memory: it is not read again.
AS_STORED = {"wagtail.publish", "wagtail.publish.scheduled"}

#: What a row of the log points at is at hand when the row is written: nobody need look for it.
AT_HAND = ("content_type", "page", "revision", "user")


def seal(sender, instance, created, raw=False, **_):
    """The audit row of a new row of the log (a ``post_save``)."""
    action = ACTS.get(instance.action)
    if not created or raw or action is None:
        return
    page = _page(instance)
    record(
        action,
        page,
        by=instance.user,
        at=instance.timestamp,
        because=reason() or instance.data.get("comment", ""),
        **_facts(page, instance),
    )


def connect():
    from django.db.models.signals import post_save

    PageLogEntry.full_clean = partialmethod(PageLogEntry.full_clean, exclude=AT_HAND)
    post_save.connect(seal, sender=PageLogEntry, dispatch_uid="pages.page_audit")


def _page(entry):
    """The page that the row is about; one that is gone by its key and title."""
    if entry.action in AS_STORED and PageLogEntry.page.is_cached(entry):
        return entry.page
    page = Page.objects.filter(pk=entry.page_id).first()
    if page is None or entry.deleted:
        model = entry.content_type.model_class() if entry.content_type else Page
        return (model or Page)(pk=entry.page_id, title=entry.label)
    return page.specific


def _facts(page, entry):
    facts = {"url_path": page.url_path} if page.url_path else {}
    if entry.revision_id:
        facts["revision"] = entry.revision_id
    task = entry.data.get("workflow", {}).get("task")
    if task:
        facts["step"] = task["title"]
    if isinstance(page, DocumentPage) and ACTS[entry.action] == "pages.publish":
        facts |= _document(page)
    return facts


def _document(page):
    """Which wording went out under which number, and what it repeals or changes."""
    facts = {"index_no": page.index_no, "text_sha256": page.text_digest()}
    for name in ("repeals", "partly_repeals", "amends"):
        numbers = [each.index_no or str(each.pk) for each in getattr(page, name).all()]
        facts |= {name: numbers} if numbers else {}
    last = page.versions.last()
    return facts | ({"version": last.number, "note": last.note} if last else {})
