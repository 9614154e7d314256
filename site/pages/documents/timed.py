"""Timed publishing that follows the given moment, and is safe to run late, twice or at once.

Wagtail's own publishing compares with the wall clock, and its scheduled run publishes twice when
two run together; here the moment is an argument and every page is decided under its row lock.
"""

from datetime import datetime, timedelta

from django.db import transaction
from wagtail.log_actions import log as log_action
from wagtail.models import Page, Revision
from wagtail.signals import page_published, published

from pages.public_change import public_change
from records.jobs import job
from records.models import JobFailure

from ..models.gated import Gated

#: What failed to go public is tried again by readers after so long, by the clock at each pass.
REST = timedelta(minutes=1)
#: What a first revision changes of its page.
OF_REVISION = (
    "draft_title",
    "latest_revision",
    "latest_revision_created_at",
    "has_unpublished_changes",
)
#: What publishing changes besides, of a new page without words of an editor: those are completed
#: as they are signed, and the gate looks at them.
OF_PUBLISHING = ("live", "expired", "live_revision", "first_published_at", "last_published_at")


def approve(page, *, by, at):
    """Publish the page as it is now, or schedule it when its hour lies after ``at``.

    A window that has wholly passed is never shown: the page is marked expired at once.
    """
    return sign(page.save_revision(user=by, clean=True), by=by, at=at)


def approve_new(page, *, by, at):
    """:func:`approve` for a page that was looked over and stored just now, in the same act.

    Its revision is what ``save_revision`` makes; the page is stored with it once, when it is known
    whether it is public.
    """
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=by,
        content=page.serializable_data(),
        object_str=str(page),
    )
    page.latest_revision, page.latest_revision_created_at = revision, revision.created_at
    page.draft_title, page.has_unpublished_changes = page.title, True
    return _sign(revision, by=by, at=at, new=page)


def sign(revision, *, by, at):
    """:func:`approve` for the words of a revision; a document is numbered and dated with it."""
    return _sign(revision, by=by, at=at)


@transaction.atomic
def _sign(revision, *, by, at, new=None):
    """``new``: the page as it was stored in this act; every other one waits for whoever is at it
    (the clock, another signer) and is read after that.
    """
    with public_change():
        is_new = new is not None
        if not is_new:
            Page.objects.select_for_update().get(pk=revision.object_id)
        page = new or revision.as_object()
        if hasattr(page, "complete_at_signature"):
            page.complete_at_signature(revision, at=at)
        if page.go_live_at is not None and page.go_live_at > at:
            if is_new:
                page.save(clean=False, update_fields=OF_REVISION)
            return _schedule(page, revision, by=by, at=at)
        return _go_live(revision, by=by, at=at, action="wagtail.publish", page=page, is_new=is_new)


def _schedule(page, revision, *, by, at):
    """The revision waits for its hour; what else was waiting does not any more."""
    page.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    revision.approved_go_live_at = page.go_live_at
    revision.save(update_fields=["approved_go_live_at"])
    if hasattr(page, "number_at_signature"):
        page.number_at_signature()
    log_action(page, "wagtail.publish.schedule", user=by, revision=revision, timestamp=at)
    return page


@job("pages", "页面上线和下线", order=80)
def publish_due(at):
    """Bring every page to where it should be at ``at``; counts of expired, live and failed.

    Each page is its own transaction; one that fails stays due and does not stop the others.
    """
    leaving = Page.objects.filter(live=True, expire_at__lte=at).only("pk").order_by("expire_at")
    expired = publish_due.each(leaving, lambda page: _expire(page.pk, at), at=at)
    live = _bring_in(due(at), at)
    return {
        "expired": sum(expired.done),
        "live": sum(live.done),
        "failed": expired.failed + live.failed,
    }


def due(at):
    """The revisions whose hour had come at ``at`` and that are not public yet, the first first."""
    waiting = Revision.page_revisions.filter(approved_go_live_at__lte=at)
    return waiting.only("pk").order_by("approved_go_live_at")


def bring_in(at):
    """Bring in what is due while somebody reads; what failed a moment ago is left to the clock."""
    failures = JobFailure.objects.filter(job=publish_due.name, last_at__gt=at - REST)
    failures = failures.filter(subject_type=Revision._meta.label_lower)
    tried = [int(key) for key in failures.values_list("subject_id", flat=True)]
    _bring_in(due(at).exclude(pk__in=tried), at)


def _bring_in(revisions, at):
    return publish_due.each(revisions, lambda revision: _go_live_due(revision.pk, at), at=at)


def _expire(key, at):
    page = Page.objects.select_for_update().filter(pk=key, live=True, expire_at__lte=at).first()
    if page is None:  # another runner was quicker
        return False
    with public_change():
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _go_live_due(key, at):
    owner = Revision.page_revisions.filter(pk=key).values_list("object_id", flat=True).first()
    if owner is None or not Page.objects.select_for_update().filter(pk=owner).exists():
        return False
    revision = Revision.objects.filter(pk=key, approved_go_live_at__lte=at).first()
    if revision is None:  # another runner was quicker
        return False
    since = at if _has_failed(revision) else revision.approved_go_live_at
    with public_change():
        _go_live(revision, by=None, at=at, action="wagtail.publish.scheduled", since=since)
    return True


def _has_failed(revision):
    """Whether the words stayed hidden past their hour: readers were not shown them from then on."""
    subject = {"subject_type": revision._meta.label_lower, "subject_id": str(revision.pk)}
    return JobFailure.objects.filter(job=publish_due.name, **subject).exists()


def _go_live(revision, *, by, at, action, since=None, page=None, is_new=False):
    """Make the revision the live version at ``at``; its first hour is the one it was timed for.

    ``since``: from when its words counted, where nobody came to bring them in at once. ``page``:
    its words, where they are at hand. ``is_new``: they were looked over and stored in this act.
    """
    page = page or revision.as_object()
    missed = _missed(revision, at)
    page.live, page.expired = not missed, missed
    page.live_revision = None if missed else revision
    page.has_unpublished_changes = not (is_new or revision.is_latest_revision())
    page.first_published_at = page.first_published_at or page.go_live_at or at
    page.last_published_at = since or at
    is_whole = not is_new or isinstance(page, Gated)
    page.save(clean=not is_new, update_fields=None if is_whole else OF_REVISION + OF_PUBLISHING)
    if not is_new:
        page.revisions.update(approved_go_live_at=None)
    if not missed:
        log_action(page, action, user=by, revision=revision, timestamp=at)
        page_published.send(sender=page.specific_class, instance=page, revision=revision)
        published.send(sender=page.specific_class, instance=page, revision=revision)
    return page


def _missed(revision, at):
    ends = revision.content.get("expire_at")
    return bool(ends) and datetime.fromisoformat(str(ends)) <= at
