"""Letters of authority: handed in by the applicant, checked by the office, withdrawn (R86)."""

import hashlib
from pathlib import PurePath

from django.conf import settings
from django.db import transaction

from files.kinds import EXTENSIONS, plain_name, reasons_against_file
from files.models import Scan
from files.scanning import refused_if_infected
from files.vault import opened, sealed
from records.audit import record
from registry.permissions import organisations
from registry.roles import Permission
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields, refuse_if

from ..models import Authorisation, AuthorisationAccess


def hand_in(applicant, *, agent_name, valid_from, valid_until, name, data, by, at):
    """A scan of a letter of authority; it counts for nothing until the office has checked it."""
    name = plain_name(name)
    refuse_fields(_reasons_against_letter(applicant, valid_from, valid_until, name, data, by, at))
    scan = refused_if_infected(data)
    with transaction.atomic():
        letter = Authorisation(
            applicant=applicant,
            agent_name=agent_name,
            valid_from=valid_from,
            valid_until=valid_until,
            name=name,
            size=len(data),
            mime=EXTENSIONS[PurePath(name).suffix.lower()],
            sha256=hashlib.sha256(data).hexdigest(),
            scan=scan,
            uploaded_at=at,
            uploaded_by=by,
        )
        letter.file.save(name, sealed(data), save=False)
        letter.save()
        record("applications.authorise", letter, by=by, at=at, sha256=letter.sha256)
    return letter


def _reasons_against_letter(applicant, valid_from, valid_until, name, data, by, at):
    if not (by.is_owner and by.applicant_id == applicant.pk):
        yield "", "只有本单位的账号管理人可以提交授权委托书"
    if valid_until < valid_from:
        yield "valid_until", "授权止期不得早于起期"
    if valid_until < local_day(at):
        yield "valid_until", "授权已经过期"
    for reason in reasons_against_file(name, data, max_bytes=settings.MATERIAL_MAX_BYTES):
        yield "file", reason


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
        reasons.append("只有区扶贫办受理、审核人员可以核对授权委托书")
    if by.ties.filter(applicant=letter.applicant_id).exists():
        reasons.append("您与该申请单位有利害关系，应当回避")
    if letter.state != letter.State.WAITING:
        reasons.append("该授权委托书已经核对或者已经撤销")
    if not accepted and not because.strip():
        reasons.append("请写明未通过的原因")
    return reasons


@transaction.atomic
def withdraw(letter, *, by, at):
    """The applicant ends an authority before its day; from now on nobody signs by it."""
    if not (by.is_owner and by.applicant_id == letter.applicant_id):
        raise Refused(["只有本单位的账号管理人可以撤销授权"])
    live = (Authorisation.State.WAITING, Authorisation.State.ACCEPTED)
    rows = Authorisation.objects.filter(pk=letter.pk, state__in=live)
    refuse_if([] if rows.update(state=Authorisation.State.WITHDRAWN) else ["该授权已经失效"])
    record("applications.withdraw_authorisation", letter, by=by, at=at)


def read(letter, *, by, at):
    """The plain bytes; every view leaves a row."""
    own = by.applicant_id == letter.applicant_id
    if not own and not organisations(by, Permission.CHECK_AUTHORISATIONS):
        raise Refused(["无权查阅"])
    if letter.scan == Scan.INFECTED or (letter.scan == Scan.WAITING and not own):
        raise Refused(["该文件未通过或者正在等待病毒扫描，不能打开"])
    AuthorisationAccess.objects.create(authorisation=letter, user=by, at=at)
    return opened(letter.file)
