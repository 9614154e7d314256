"""Documents on their way to organisations: sent when public, read, reminded of (R02).

A document names organisations and groups; they are expanded once, when its version is sent: who
joins a group later is given it by hand. A correction is a version, and is sent again.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, Q

from pages.models import DocumentPage, DocumentVersion
from records.audit import record
from records.jobs import job
from records.mail import write
from registry.models import Organisation
from registry.permissions import organisations
from registry.receipts import codes_of, mark_read, unread
from registry.roles import Permission
from rules.periods import local_day
from rules.refusal import refuse_fields

from ..models import DocumentRecipient
from .bulletin_reminders import addresses_of, readers_of

#: [ours] After how long an unread document is reminded of, and from when on no more.
UNREAD, STALE = timedelta(days=3), timedelta(days=30)
BODY = "《{title}》已送达{unit}，尚未阅读。请登录后台“收文”查看。\n（本邮件由系统发出，请勿回复）"


@job("deliveries", "文件分送", order=82)
def send_due(at):
    """Send every public document that names recipients and whose last version was not sent yet."""
    return sum(send_due.each(_unsent(at), lambda version: send(version, at=at), at=at).done)


def _unsent(at):
    addressed = Q(delivered_to__isnull=False) | Q(delivered_groups__isnull=False)
    pages = DocumentPage.objects.visible(at).filter(addressed)
    last = DocumentVersion.objects.annotate(last=Max("page__versions__number"))
    sent = DocumentRecipient.objects.values("version")
    rows = last.filter(page__in=pages.values("pk"), number=F("last")).exclude(pk__in=sent)
    return rows.order_by("pk")


@transaction.atomic
def send(version, *, at):
    """Give ``version`` to everybody it is addressed to on that day; how many they are."""
    version = DocumentVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if DocumentRecipient.objects.filter(version=version).exists():
        return 0  # another runner was quicker
    to = expanded(version.page, local_day(at))
    _give(version, to, at=at)
    if to:
        record("workflow.delivery.send", version.page, by=None, at=at, **_facts(version, to))
    return len(to)


def expanded(page, on):
    """The organisations that ``page`` is addressed to on day ``on``: groups as their members, who
    came to an end as who came after, each once.
    """
    named = [*page.delivered_to.all()]
    for group in page.delivered_groups.all():
        named += group.members.all()
    for each in [each for each in named if each.kind == Organisation.Kind.GROUP]:
        named += Organisation.objects.in_force(on).filter(parent=each)
    heirs = {heir.pk: heir for each in named if (heir := each.successor(on))}
    return sorted(heirs.values(), key=lambda each: (each.level, each.code))


@transaction.atomic
def send_more(page, to, *, by, at):
    """Give the last version to further organisations by hand; those who have it are left out."""
    if not may_oversee(page, by):
        raise PermissionDenied("只有可以编辑该文件的人和收发人员可以补送")
    versions = DocumentVersion.objects.select_for_update(of=("self",)).filter(page=page)
    version = versions.order_by("-number").first()
    has = set(
        DocumentRecipient.objects.filter(version=version).values_list("organisation", flat=True)
    )
    fresh = [each for each in to if each.pk not in has]
    is_public = DocumentPage.objects.visible(at).filter(pk=page.pk).exists()
    reasons = [] if version and is_public else [("", "文件公开以后才能分送")]
    reasons += [] if fresh else [("to", "所填单位都已送达")]
    refuse_fields(reasons)
    _give(version, fresh, at=at)
    record("workflow.delivery.send", page, by=by, at=at, **_facts(version, fresh))
    return fresh


def _give(version, to, *, at):
    rows = (DocumentRecipient(version=version, organisation=each, delivered_at=at) for each in to)
    DocumentRecipient.objects.bulk_create(rows)


def _facts(version, to):
    return {"version": version.number, "recipients": [each.code for each in to]}


@transaction.atomic
def read(page, *, by, at):
    """Note for each organisation of ``by`` who was the first to open the document there."""
    if mark_read(DocumentRecipient.objects.filter(version__page=page), by=by, at=at):
        record("workflow.delivery.read", page, by=by, at=at)


def unread_by(user):
    """What was delivered to the organisations of ``user`` and nobody there has opened."""
    return with_names(unread(DocumentRecipient.objects.all(), user))


def received_by(user):
    """Everything the organisations of ``user`` were given, unread first, then the newest."""
    rows = DocumentRecipient.objects.filter(organisation__code__in=codes_of(user))
    return with_names(rows).order_by(F("read_at").asc(nulls_first=True), "-delivered_at", "-pk")


def with_names(rows):
    return rows.select_related("version__page", "organisation", "read_by")


def may_read(page, user):
    """Whether ``user`` may open the document at the desk: who was given it, and who oversees it."""
    rows = DocumentRecipient.objects.filter(
        version__page=page, organisation__code__in=codes_of(user)
    )
    return rows.exists() or may_oversee(page, user)


def may_oversee(page, user):
    """Whether ``user`` sees who has read it, and sends it on: who may edit it, and the clerks."""
    if organisations(user, Permission.PROCESS_PAPERS):
        return True
    return page.permissions_for_user(user).can_edit()


@job("delivery_reminders", "文件收文提醒", order=115)
def remind(at):
    """Write once to organisations that have not opened what was delivered three days ago."""
    late = DocumentRecipient.objects.filter(
        read_at=None, delivered_at__range=(at - STALE, at - UNREAD)
    )
    rows = with_names(late).order_by("pk")
    return sum(remind.each(rows, lambda row: _remind(row, local_day(at)), at=at).done)


def _remind(row, on):
    addresses = addresses_of(readers_of(row.organisation), on)
    body = BODY.format(title=row.version.page.title, unit=row.organisation)
    write(addresses, "收文提醒", body, key=f"delivery:unread:{row.pk}")
    return len(addresses)
