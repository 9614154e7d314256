"""Reminding of quarterly bulletins: whoever has the next hand, and whoever has not read one."""

from datetime import timedelta

from ledger.models import Bulletin, BulletinRecipient
from records.jobs import job
from records.mail import write
from registry.permissions import duty, holders
from registry.roles import StationOfficer, UnitHead, UnitReporter
from rules.official_dates import official_date
from rules.periods import local_day

from ..permissions import SIGNERS, whose_work
from .bulletins import open_task

#: Before the last day, and how long after a delivery, somebody is written to.
SOON, UNREAD = timedelta(days=3), timedelta(days=3)
#: Nobody is written to about what was due or delivered longer ago: the lists show it.
STALE = timedelta(days=30)
BODY = "{what}。请登录后台“季度通报”查看并办理。\n（本邮件由系统发出，请勿回复）"


@job("bulletin_reminders", "季度通报提醒", order=114)
def remind(at):
    """Write to the next hand three days before the day, to the signer too once it is late, and to
    recipients who have not read what was delivered three days ago; once each.
    """
    on = local_day(at)
    due = Bulletin.objects.open().filter(due_on__range=(on - STALE, on + SOON))
    due = due.select_related("unit", "close").order_by("pk")
    sent = remind.each(due, lambda bulletin: _remind_of(bulletin, on), at=at)
    unread = BulletinRecipient.objects.filter(
        read_at=None, delivered_at__range=(at - STALE, at - UNREAD)
    ).select_related("organisation", "bulletin__unit", "bulletin__close")
    to_read = remind.each(unread.order_by("pk"), lambda row: _remind_to_read(row, on), at=at)
    return sum(sent.done) + sum(to_read.done)


def _remind_of(bulletin, on):
    is_late, task = bulletin.due_on < on, open_task(bulletin)
    duties = [task.owner_permission] if task and task.owner_permission else []
    if is_late:
        duties.append(duty(SIGNERS[bulletin.kind].word, whose_work(bulletin.unit, on)))
    when = "已超过期限" if is_late else f"应于{official_date(bulletin.due_on)}前签发"
    key = f"bulletin:{bulletin.pk}:{bulletin.state}:{'late' if is_late else 'soon'}"
    return _write(duties, f"{bulletin}{when}", key, on)


def _remind_to_read(row, on):
    what = f"{row.bulletin}已送达，尚未阅读"
    return _write(readers_of(row.organisation), what, f"bulletin:unread:{row.pk}", on)


def readers_of(organisation):
    """The duties whose holders are written to when a paper lies unread in ``organisation``."""
    return [duty(role.word, organisation) for role in (UnitReporter, UnitHead, StationOfficer)]


def addresses_of(duties, on):
    """The addresses of those who hold one of ``duties`` and want mail."""
    people = [person for name in duties for person in holders(name, on)]
    return {person.email for person in people if person.mail_notices}


def _write(duties, what, key, on):
    addresses = addresses_of(duties, on)
    write(addresses, "季度通报提醒", BODY.format(what=what), key=key)
    return len(addresses)
