"""A signer lifts an objection of the gate that is mistaken, for one wording and on record.

What the gate could not read is no objection: it is looked at (``confirming.py``).
"""

import hashlib

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page

from records.audit import record
from rules.refusal import refuse_fields

from ..models.lifted import SHORTEST_REASON, LiftedObjection
from .answers import FORBIDDEN

LONGEST_REASON = 300
#: What the gate reads of a document beside what counts as its text.
BESIDE = ("summary", "keywords", "topic", "category", "search_description", "seo_title")


def words_digest(page):
    """SHA-256 of all words of a document that the gate reads, as they are in memory."""
    beside = [str(getattr(page, name, "") or "") for name in BESIDE]
    return hashlib.sha256("\0".join([page.text_digest(), *beside]).encode()).hexdigest()


def lifted_of(page):
    """The rows for the words of ``page`` as they are in memory; none of other pages."""
    if not _is_document(page) or not page.pk:
        return LiftedObjection.objects.none()
    rows = LiftedObjection.objects.filter(page=page.pk, words_sha256=words_digest(page))
    return rows.select_related("lifted_by")


def without_lifted(reasons, page):
    """The reasons against ``page`` that nobody has lifted for these words."""
    if not any(FORBIDDEN in reason for reason in reasons):
        return reasons
    lifted = set(lifted_of(page).values_list("sentence", flat=True))
    return [reason for reason in reasons if reason not in lifted]


def _is_document(page):
    return hasattr(type(page), "lifted_objections")


def may_lift(page, user):
    """Whoever signs documents."""
    return _is_document(page) and page.permissions_for_user(user).can_unschedule()


def objections(page):
    """The sentences against the latest draft of ``page`` that a signer may lift."""
    from .gate import reasons_against_words  # the gate asks this module, too

    draft = page.get_latest_revision_as_object()
    return [each for each in reasons_against_words(draft) if FORBIDDEN in each]


@transaction.atomic
def lift(page, *, sentences, reason, by, at):
    """Record that ``by`` lets ``sentences`` of the gate pass for the latest draft of ``page``.

    Raises ``PermissionDenied`` for who does not sign, :class:`Refused` with the reasons against.
    """
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if not may_lift(page, by):
        raise PermissionDenied("只有签发人员可以解除检查意见")
    refuse_fields(_reasons_against(page, sentences, reason, by))
    digest = words_digest(page.get_latest_revision_as_object())
    for sentence in sentences:
        LiftedObjection.objects.create(
            page_id=page.pk,
            words_sha256=digest,
            sentence=sentence,
            reason=reason.strip(),
            lifted_by=by,
            lifted_at=at,
        )
    record("pages.lift_objection", page, by=by, at=at, because=reason.strip(), lifted=sentences)


def _reasons_against(page, sentences, reason, by):
    written_by = page.get_latest_revision().user_id
    standing, length = objections(page), len(reason.strip())
    return [
        (name, why)
        for name, why, is_against in (
            ("sentences", "请选择要解除的检查意见", not sentences),
            ("sentences", "文稿刚刚改动过，请重新查看", set(sentences) - set(standing)),
            ("reason", f"请写明理由（至少{SHORTEST_REASON}个字）", length < SHORTEST_REASON),
            ("reason", f"理由不超过{LONGEST_REASON}字", length > LONGEST_REASON),
            ("", "本人改动的文稿，由其他签发人员解除", written_by == by.pk),
        )
        if is_against
    ]
