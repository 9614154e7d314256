"""传阅: showing an application to colleagues who may see it, with a receipt from each."""

from django.db import transaction

from applications.models import Application
from records.audit import record
from records.mail import write
from rules.refusal import refuse_fields, refuse_if

from ..models import Circular, CircularCopy

SHORTEST, MOST = 5, 30
SUBJECT = "传阅件"
BODY = "您有一份传阅件。请登录后台“待办”查看，阅后点“已阅”。\n（本邮件由系统发出，请勿回复）"


def reasons_against_sending(application, readers, *, note, by):
    """Why ``application`` cannot be shown to ``readers``, as ``[(field, reason)]``."""
    reasons = []
    if len(note.strip()) < SHORTEST:
        reasons.append(("note", f"请写明传阅的说明，不少于{SHORTEST}个字"))
    if not 1 <= len(readers) <= MOST:
        reasons.append(("readers", f"请选择传阅给谁，一次最多{MOST}人"))
    for reader in readers:
        if reader.pk == by.pk:
            reasons.append(("readers", "不能传阅给本人"))
        elif not Application.objects.scope(reader).filter(pk=application.pk).exists():
            reasons.append(("readers", f"{reader}无权查看该申请，不能传阅给其"))
    return reasons


@transaction.atomic
def send(application, readers, *, note, by, at):
    """Show ``application`` to ``readers`` (users); the :class:`Circular`."""
    readers = list(readers)
    refuse_fields(reasons_against_sending(application, readers, note=note, by=by))
    circular = Circular.objects.create(
        application=application, note=note.strip(), sent_by=by, sent_at=at
    )
    CircularCopy.objects.bulk_create(
        CircularCopy(circular=circular, reader=reader) for reader in readers
    )
    record(
        "workflow.circulate",
        application,
        by=by,
        at=at,
        because=circular.note,
        readers=[reader.username for reader in readers],
    )
    addresses = [reader.email for reader in readers if reader.mail_notices]
    write(addresses, SUBJECT, BODY, key=f"circular:{circular.pk}")
    return circular


@transaction.atomic
def confirm_reading(copy, *, by, at):
    """The reader's word that it was read; once."""
    copy = CircularCopy.objects.select_for_update().get(pk=copy.pk)
    refuse_if([] if copy.reader_id == by.pk else ["该件不是传阅给您的"])
    refuse_if(["送阅人已收回"] if copy.withdrawn_at else [])
    refuse_if(["您已经阅过"] if copy.read_at else [])
    copy.read_at = at
    copy.save(update_fields=["read_at"])
    record("workflow.read_circular", copy.circular.application, by=by, at=at)
    return copy


@transaction.atomic
def withdraw(circular, *, by, at):
    """Take back what nobody has read yet; receipts that were given stay. How many were."""
    refuse_if([] if circular.sent_by_id == by.pk else ["只有送阅人可以收回"])
    unread = CircularCopy.objects.select_for_update().unread().filter(circular=circular)
    withdrawn = unread.update(withdrawn_at=at)
    refuse_if([] if withdrawn else ["没有未阅的传阅件可以收回"])
    record("workflow.withdraw_circular", circular.application, by=by, at=at, withdrawn=withdrawn)
    return withdrawn
