"""Letters of authority: handed in by the applicant, checked by the office, withdrawn (R86)."""

from django.db import transaction

from files import delivery
from files.intake import examine, take
from records.audit import record
from registry.names import fill
from registry.permissions import organisations
from registry.roles import Permission
from rules import typed_dates
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields, refuse_if

from ..models import Authorisation, AuthorisationAccess


def hand_in(applicant, *, agent_name, valid_from, valid_until, name, data, by, at):
    """A scan of a letter of authority; it counts for nothing until the office has checked it."""
    sound, reasons = _examined(name, data)
    against = _reasons_against_letter(applicant, valid_from, valid_until, by, at)
    refuse_fields([*against, *(("file", reason) for reason in reasons)])
    with transaction.atomic():
        letter = Authorisation.objects.create(
            applicant=applicant,
            agent_name=agent_name,
            valid_from=valid_from,
            valid_until=valid_until,
            file=take(sound, by=by, at=at),
            uploaded_at=at,
            uploaded_by=by,
        )
        record("applications.authorise", letter, by=by, at=at, sha256=letter.sha256)
    return letter


def _examined(name, data):
    """The sound file, or the reasons against it, to be told together with all others."""
    try:
        return examine(name, data), []
    except Refused as refused:
        return None, refused.reasons


def _reasons_against_letter(applicant, valid_from, valid_until, by, at):
    if not (by.is_owner and by.applicant_id == applicant.pk):
        yield "", "只有本单位的账号管理人可以提交授权委托书"
    on = local_day(at)
    yield from typed_dates.AUTHORITY.reasons_against(valid_from, on=on)
    yield from typed_dates.AUTHORITY_END.reasons_against(valid_until, on=on, floor=valid_from)
    if valid_until < on:
        yield "valid_until", "授权已经过期"


@transaction.atomic
def check(letter, *, accepted, by, at, because=""):
    """The office has compared the scan; a refusal says why."""
    letter = Authorisation.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    refuse_if(_reasons_against_checking(letter, accepted, by, because))
    letter.state = letter.State.ACCEPTED if accepted else letter.State.REFUSED
    letter.because = "" if accepted else because.strip()[:300]
    letter.checked_at, letter.checked_by = at, by
    letter.save(update_fields=["state", "because", "checked_at", "checked_by"])
    record("applications.check_authorisation", letter, by=by, at=at, accepted=accepted)
    return letter


def _reasons_against_checking(letter, accepted, by, because):
    reasons = []
    if not organisations(by, Permission.CHECK_AUTHORISATIONS):
        reasons.append(fill("只有{office}受理、审核人员可以核对授权委托书"))
    if by.ties.filter(applicant=letter.applicant_id).exists():
        reasons.append("您与该申请单位有利害关系，应当回避")
    if letter.state != letter.State.WAITING:
        reasons.append("该授权委托书已经核对或者已经撤销")
    if not accepted and not because.strip():
        reasons.append("请写明未通过的原因")
    return reasons


def reasons_against_withdrawing(letter, *, by):
    """Why ``by`` cannot end the authority now."""
    if not (by.is_owner and by.applicant_id == letter.applicant_id):
        return ["只有本单位的账号管理人可以撤销授权"]
    return [] if letter.is_live else ["该授权已经失效"]


@transaction.atomic
def withdraw(letter, *, by, at):
    """The applicant ends an authority before its day; from now on nobody signs by it."""
    letter = Authorisation.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    refuse_if(reasons_against_withdrawing(letter, by=by))
    letter.state = letter.State.WITHDRAWN
    letter.save(update_fields=["state"])
    record("applications.withdraw_authorisation", letter, by=by, at=at)


def read(letter, *, by, at):
    """The plain bytes; every view leaves a row."""
    own = by.applicant_id == letter.applicant_id
    if not own and not organisations(by, Permission.CHECK_AUTHORISATIONS):
        raise Refused(["无权查阅"])
    data = delivery.read(letter.file, is_own=own)
    AuthorisationAccess.objects.create(authorisation=letter, user=by, at=at)
    return data
