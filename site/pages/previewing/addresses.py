"""Preview addresses: made by an editor for somebody, told once, counted, ended or revoked.

An address is a random secret with our signature: what we never signed is not looked up at all,
and what lies in the database opens nothing.
"""

import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F
from wagtail.models import Page

from records.audit import record
from registry.models.secrets import digest_of
from rules.refusal import refuse_fields

from ..models import PreviewAddress
from .content import content_of, may_have_draft, reasons_against_showing

#: [ours] Hours that an address may live, how many a page may have, and how far one may look ahead.
HOURS = {2: "2小时", 24: "1天", 72: "3天", 168: "7天"}
MOST = 20
FARTHEST = timedelta(days=366)
SIGNER = Signer(sep=".", salt="pages.previewing")


@transaction.atomic
def make_address(page, *, purpose, hours, moment=None, by, at, secret=None, bundle=None):
    """``(address, token)``: the latest draft of ``page``, or the page as of ``moment``.

    ``token`` is told here and nowhere again. A bundle brings the ``secret`` of its page along.
    Raises ``PermissionDenied`` for who may not edit the
    page, :class:`Refused` with every reason at its field.
    """
    if not may_preview(page, by):
        raise PermissionDenied("只能为本人可以编辑的页面生成预览地址")
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    revision = None if moment else page.get_latest_revision()
    reasons = reasons_against_address(page, purpose=purpose, hours=hours, moment=moment, at=at)
    refuse_fields(reasons)
    secret = secret or secrets.token_urlsafe(32)
    address = PreviewAddress(
        page_id=page.pk,
        revision=revision,
        moment=moment,
        bundle=bundle,
        purpose=purpose.strip(),
        digest=digest_of(secret),
        made_at=at,
        made_by=by,
        expires_at=at + timedelta(hours=hours),
    )
    refuse_fields([("", why) for why in reasons_against_showing(content_of(address, at))])
    address.save()
    facts = {"moment": moment.isoformat()} if moment else {"revision": revision.pk}
    facts |= {"hours": hours, "purpose": address.purpose}
    record("pages.make_preview_address", page, by=by, at=at, **facts)
    return address, SIGNER.sign(secret)


def may_preview(page, user):
    """Whether ``user`` may hand out ``page``: whoever may edit it."""
    return page.specific.permissions_for_user(user).can_edit()


def reasons_against_address(page, *, purpose, hours, moment, at):
    """``(field, reason)`` pairs, but for those of the words themselves."""
    reasons = []
    if not 2 <= len(purpose.strip()) <= 60:
        reasons.append(("purpose", "请写明给谁看、做什么用（2至60字）"))
    if hours not in HOURS:
        reasons.append(("hours", "请选择有效时间"))
    if moment is None and not (may_have_draft(page) and page.latest_revision_id):
        reasons.append(("moment", "此页面没有草稿可以预览，请填写预览的时点"))
    if moment is not None and not at <= moment <= at + FARTHEST:
        reasons.append(("moment", "预览的时点应在此刻以后、一年以内"))
    if PreviewAddress.objects.open(at).filter(page=page.pk).count() >= MOST:
        reasons.append(("", f"一个页面有效的预览地址最多{MOST}个，请先撤销不用的"))
    return reasons


@transaction.atomic
def revoke_address(address, *, by, at):
    """End ``address`` now; once more is no act. Whoever may edit the page may."""
    address = PreviewAddress.objects.select_for_update().get(pk=address.pk)
    if not may_preview(address.page, by):
        raise PermissionDenied("只能撤销本人可以编辑的页面的预览地址")
    if address.revoke(by=by, at=at):
        record("pages.revoke_preview_address", address.page, by=by, at=at, purpose=address.purpose)
    return address


def find_address(token):
    """The :class:`PreviewAddress` of ``token``, open or not; None where we never signed it."""
    try:
        secret = SIGNER.unsign(token)
    except BadSignature:
        return None
    return PreviewAddress.objects.select_related("page", "revision").of(secret)


def count_use(address, at):
    """One more reading of the words; the first one leaves an audit row."""
    rows = PreviewAddress.objects.filter(pk=address.pk)
    with transaction.atomic():
        is_first = rows.filter(use_count=0).update(use_count=1, last_used_at=at)
        if is_first:
            page = address.page.specific
            record("pages.open_preview_address", page, by=None, at=at, purpose=address.purpose)
        else:
            rows.update(use_count=F("use_count") + 1, last_used_at=at)
