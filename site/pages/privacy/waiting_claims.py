"""Files that were called mistaken and wait: signers are reminded each day, and not for ever.

A file in which the gate found personal data, and of which nobody says that it is none, leaves.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.permissions import page_permission_policy

from records.audit import record
from records.jobs import job
from records.mail import write
from records.witnesses import witness
from rules.official_dates import official_date
from rules.periods import SHANGHAI, local_day

from ..documents.signed_files import reasons_against_deleting
from .file_lifting import claimed_things, file_objections

#: How many days a claim waits for a signer: longer than a leave, shorter than a quarter.
WAITS = 30
#: Before the office opens no mail is written.
HOUR = 8
LAPSED = f"满{WAITS}日没有签发人员判断，按含有个人信息处理"
TO_SIGNERS = (
    "有{count}个文件、图片被上传人说明为误判，等待签发人员判断，最早的于{day}到期。"
    "到期没有判断的，从文件库删除。\n\n请登录后在“误判的文件”中办理：{url}\n"
)
TO_BRINGER = (
    "您于{day}上传并说明为误判的一个文件，{lapsed}，已从文件库删除。"
    "仍需使用的，请重新上传并写明理由，同时告知签发人员。\n"
)


def ends_on(claim):
    """The last day on which a signer may still judge what was called mistaken."""
    return local_day(claim.claimed_at) + timedelta(days=WAITS)


def until(claim):
    """The same in words, for lists."""
    return f"{official_date(ends_on(claim))}到期"


def waiting(claimed_by=None):
    """``[(thing, claim)]`` of what no signer has judged, the oldest first; all, or one person's."""
    things = claimed_things(claimed_by)
    rows = [(thing, claim) for thing, claim, standing in things if standing]
    return sorted(rows, key=lambda row: row[1].claimed_at)


@job("claimed_files", "误判文件的提醒和到期", order=132, every=timedelta(hours=1))
def remind_of_claims(at):
    """Lapse what waited too long, remind the signers of the rest; how many lapsed and wait."""
    on, rows = local_day(at), waiting()
    late = {claim: thing for thing, claim in rows if ends_on(claim) < on}
    sweep = remind_of_claims.each(late, lambda claim: _lapse(late[claim], claim, at=at), at=at)
    rest = [row for row in rows if row[1] not in late]
    if rest and at.astimezone(SHANGHAI).hour >= HOUR:
        _tell_signers(rest, on)
    return {"lapsed": sum(sweep.done), "waiting": len(rest)}


def _lapse(thing, claim, *, at):
    """Delete ``thing``; False where a draft names it, or a signer was quicker."""
    thing = type(thing).objects.select_for_update().filter(pk=thing.pk).first()
    if thing is None or not file_objections(thing) or reasons_against_deleting(thing):
        return False
    words = {"because": LAPSED, "sha256": claim.sha256}
    record("pages.lapse_claim", thing, by=None, at=at, **words)
    thing.delete()
    day = official_date(local_day(claim.claimed_at))
    body = TO_BRINGER.format(day=day, lapsed=LAPSED)
    people = get_user_model().objects.filter(pk=claim.claimed_by_id)
    key = f"claims:lapsed:{claim.pk}:{local_day(at)}"
    _write(_addresses(people), "误判的文件到期删除", body, key=key)
    return True


def _tell_signers(rows, on):
    last = official_date(min(ends_on(claim) for _, claim in rows))
    url = f"{settings.SITE_URL}{reverse('pages_claimed_files')}"
    body = TO_SIGNERS.format(count=len(rows), day=last, url=url)
    _write(_addresses(_signers()), f"{len(rows)}个误判的文件等待判断", body, key=f"claims:{on}")


def _signers():
    """Those who sign documents; administrators who do not are left alone."""
    people = page_permission_policy.users_with_permission("publish", include_superusers=False)
    return get_user_model().objects.filter(pk__in=people.values("pk"))


def _addresses(people):
    """Of those who are still in office and want mail."""
    return people.filter(is_active=True, mail_notices=True).values_list("email", flat=True)


def _write(addresses, subject, body, *, key):
    write(addresses, f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", body, key=key)


@witness(
    "claimed_files",
    "超过期限没有判断的误判文件",
    remedy="由签发人员在“误判的文件”中判断；确属个人信息的，先从引用它的草稿中去掉，再删除",
)
def late_claims(at):
    """``title`` of what should have left and is still named by a draft."""
    on = local_day(at)
    return [thing.title for thing, claim in waiting() if ends_on(claim) < on]
