"""One secret address for several pages that are not public yet: a leader needs no account.

Each page gets a preview address of its own, whose secret follows from the bundle's: nothing that
opens a page is stored, and revoking the bundle ends them all.
"""

import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from wagtail.models import Page

from records.audit import record
from registry.models.secrets import digest_of
from rules.refusal import Refused, refuse_fields, refuse_if

from ..models import PreviewBundle
from .addresses import HOURS, SIGNER, make_address, may_preview
from .content import DRAFTED

#: [ours] Pages that one bundle may hold, and that are offered for it.
MOST, MOST_OFFERED = 30, 60
BUNDLE_SIGNER = Signer(sep=".", salt="pages.previewing.bundles")


def offered_to(user):
    """The pages with words that are not public yet that ``user`` may hand out, latest first."""
    rows = Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True))
    rows = rows.filter(latest_revision__isnull=False).type(*DRAFTED).specific()
    rows = rows.order_by("-latest_revision_created_at")[:MOST_OFFERED]
    return [page for page in rows if may_preview(page, user)]


@transaction.atomic
def make_bundle(pages, *, purpose, hours, by, at):
    """``(bundle, token)`` of the latest drafts of ``pages``; the token is told here alone.

    Raises ``PermissionDenied`` for a page that ``by`` may not edit, :class:`Refused` with every
    reason, those of a page under its title.
    """
    refuse_fields(reasons_against_bundle(pages, purpose=purpose, hours=hours))
    secret = secrets.token_urlsafe(32)
    bundle = PreviewBundle.objects.create(
        digest=digest_of(secret),
        purpose=purpose.strip(),
        made_at=at,
        made_by=by,
        expires_at=at + timedelta(hours=hours),
    )
    refuse_if([reason for page in pages for reason in _add(bundle, page, secret, hours)])
    titles = "、".join(page.title for page in pages)[:300]
    facts = {"hours": hours, "purpose": bundle.purpose, "pages": titles}
    record("pages.make_preview_bundle", bundle, by=by, at=at, **facts)
    return bundle, BUNDLE_SIGNER.sign(secret)


def _add(bundle, page, secret, hours):
    """The page's own address in the bundle; returns the reasons against it."""
    try:
        make_address(
            page,
            purpose=bundle.purpose,
            hours=hours,
            by=bundle.made_by,
            at=bundle.made_at,
            secret=_secret_of(page.pk, secret),
            bundle=bundle,
        )
    except Refused as refused:
        return [f"“{page.title}”：{reason}" for reason in refused.reasons]
    return []


def reasons_against_bundle(pages, *, purpose, hours):
    """``(field, reason)`` pairs, but for those of the pages themselves."""
    reasons = []
    if not 1 <= len(pages) <= MOST:
        reasons.append(("pages", f"请选择1至{MOST}个页面"))
    if not 2 <= len(purpose.strip()) <= 60:
        reasons.append(("purpose", "请写明给谁看、做什么用（2至60字）"))
    if hours not in HOURS:
        reasons.append(("hours", "请选择有效时间"))
    return reasons


@transaction.atomic
def revoke_bundle(bundle, *, by, at):
    """End the bundle and all its addresses now; once more is no act. Its maker, or who signs."""
    bundle = PreviewBundle.objects.select_for_update().get(pk=bundle.pk)
    if not may_revoke(bundle, by):
        raise PermissionDenied("只能撤销本人生成的预览集")
    if bundle.revoke(by=by, at=at):
        for address in bundle.addresses.select_for_update():
            address.revoke(by=by, at=at)
        record("pages.revoke_preview_bundle", bundle, by=by, at=at, purpose=bundle.purpose)
    return bundle


def may_revoke(bundle, user):
    """Its maker; or whoever may edit every page in it."""
    if bundle.made_by_id == user.pk:
        return True
    return all(may_preview(each.page, user) for each in bundle.addresses.select_related("page"))


def find_bundle(token):
    """``(bundle, its secret)`` of ``token``, open or not; ``(None, "")`` if not ours."""
    try:
        secret = BUNDLE_SIGNER.unsign(token)
    except BadSignature:
        return None, ""
    return PreviewBundle.objects.of(secret), secret


def tokens_of(bundle, secret):
    """``(address, token)`` of each page of the bundle, in the order in which they were chosen."""
    rows = bundle.addresses.select_related("page", "revision").order_by("pk")
    return [(row, SIGNER.sign(_secret_of(row.page_id, secret))) for row in rows]


def count_opening(bundle, at):
    """One more opening; the first one leaves an audit row."""
    rows = PreviewBundle.objects.filter(pk=bundle.pk)
    with transaction.atomic():
        if rows.filter(use_count=0).update(use_count=1, last_used_at=at):
            record("pages.open_preview_bundle", bundle, by=None, at=at, purpose=bundle.purpose)
        else:
            rows.update(use_count=F("use_count") + 1, last_used_at=at)


def _secret_of(key, secret):
    return salted_hmac(
        "pages.previewing.bundles", f"{secret}:{key}", algorithm="sha256"
    ).hexdigest()
