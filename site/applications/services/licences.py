"""The licences of a unit: typed once, wherever, kept with scans, watched for their end (R63)."""

from django.db import transaction
from django.db.models import ProtectedError

from files.destroying import forget
from files.intake import take
from records.audit import record
from records.jobs import job
from records.mail import write
from registry.models import Licence, RuleSet
from registry.news import send_news
from registry.permissions import duty, holders
from registry.profiles import refuse_stranger
from registry.roles import Clerk
from registry.rulesets import in_force
from rules import typed_dates
from rules.licences import kind_of
from rules.official_dates import official_date
from rules.periods import local_day
from rules.plain_text import plain_values
from rules.refusal import Refused, refuse_fields, refuse_if

from .. import above
from ..models import LicenceVersion
from ..policies.licences import reasons_against_dropping, reasons_against_end

TWICE = "这个证书已经登记，不用再登记一次；重复的一条可以删除"
BODY = (
    "{count}个资格证书将在{days}天内到期。请登录后台“督办管理—资格证书”查看。\n"
    "（本邮件由系统发出，请勿回复）"
)


@transaction.atomic
def save_licence(applicant, *, by, at, licence=None, sound=None, **values):
    """Enter a licence, or put its number and days right; ``sound`` is its scan, if one came.

    A scan that is there stays only as long as number and end are what it shows.
    """
    refuse_stranger(applicant, by)
    licence = licence or Licence(applicant=applicant)
    for name, value in plain_values(values).items():
        setattr(licence, name, value)
    same = Licence.objects.filter(applicant=applicant, kind=licence.kind, number=licence.number)
    if same.exclude(pk=licence.pk).exists():
        raise Refused([TWICE], {"number": [TWICE]})
    refuse_fields(_about_days(licence, local_day(at)))
    file = take(sound, by=by, at=at) if sound else None
    if file is None and licence.pk:
        file = _scan_still_shown(licence)
    licence.save()
    _keep(licence, file, by=by, at=at)
    record("registry.licence", licence, by=by, at=at, kind=licence.kind, scan=file is not None)
    return licence


def _about_days(licence, on):
    reasons = []
    if licence.issued_on:
        reasons += typed_dates.LICENCE.reasons_against(licence.issued_on, on=on)
    rows = Licence.objects.filter(pk=licence.pk).values_list("valid_until", flat=True)
    return reasons + reasons_against_end(licence.valid_until, on=on, stood=rows.first())


def _keep(licence, file, *, by, at):
    return LicenceVersion.objects.create(
        licence=licence,
        number=licence.number,
        issued_on=licence.issued_on,
        valid_until=licence.valid_until,
        file=file,
        recorded_at=at,
        recorded_by=by,
    )


def scan_of(licence):
    """The scan of the licence as it stands now, or None."""
    version = licence.versions.select_related("file").first()
    file = version and version.file
    return None if file is None or file.destroyed_at else file


def _scan_still_shown(licence):
    """The scan of the last version, if ``licence`` still has the number and the end it shows."""
    last = licence.versions.first()
    is_same = last and (last.number, last.valid_until) == (licence.number, licence.valid_until)
    return scan_of(licence) if is_same else None


@transaction.atomic
def note_scan(applicant, *, number, valid_until, file, by, at):
    """What was typed beside a scan in a paper is kept in the unit's particulars too.

    An end that is there only moves later: a paper that shows an older scan takes nothing back.
    Returns the licence, or None where the scan names no number or is older than what is known.
    """
    number = number.strip()
    if not number:
        return None
    licence = Licence.objects.filter(applicant=applicant, number=number).first()
    if licence is None:
        kind = kind_of(number, credit_code=applicant.credit_code)
        licence = Licence(applicant=applicant, kind=kind, number=number)
    elif _ends_before(valid_until, licence.valid_until):
        return None
    licence.valid_until = valid_until
    licence.save()
    _keep(licence, file, by=by, at=at)
    record("registry.licence", licence, by=by, at=at, kind=licence.kind, scan=True)
    return licence


@transaction.atomic
def put_right(applicant, *, number, valid_until, file, by, at):
    """The words beside the very scan ``file`` were a slip: here they are put right as well.

    A row that came from this scan alone gives way to the one that has the right number already.
    Where no row stands on the scan, it is as if it came anew (:func:`note_scan`).
    """
    about = {"number": number.strip(), "valid_until": valid_until, "file": file}
    wrong = _resting_on(applicant, file)
    if wrong is None or not about["number"]:
        return note_scan(applicant, by=by, at=at, **about)
    twin = applicant.licences.filter(number=about["number"]).exclude(pk=wrong.pk).first()
    if twin is not None:
        if not wrong.versions.exclude(file=file).exists():
            _drop(wrong, by=by, at=at)
        return note_scan(applicant, by=by, at=at, **about)
    if wrong.kind == Licence.Kind.OTHER:
        wrong.kind = kind_of(about["number"], credit_code=applicant.credit_code)
    wrong.number, wrong.valid_until = about["number"], valid_until
    wrong.save()
    _keep(wrong, file, by=by, at=at)
    record("registry.licence", wrong, by=by, at=at, kind=wrong.kind, scan=True)
    return wrong


def _resting_on(applicant, file):
    """The licence whose newest version shows the very scan ``file``, or None."""
    rows = applicant.licences.filter(versions__file=file).distinct().order_by("pk")
    return next((row for row in rows if row.versions.first().file_id == file.pk), None)


def _ends_before(day, other):
    """Whether ``day`` is earlier than ``other``; no day at all is the latest."""
    return day is not None and (other is None or day < other)


@transaction.atomic
def drop_licence(licence, *, by, at, on):
    """Take out a licence that was entered by mistake; one that papers rest on is renewed."""
    refuse_stranger(licence.applicant, by)
    refuse_if(reasons_against_dropping(licence, on=on))
    refuse_if(above.reasons_against_deleting(licence.applicant_id, at=at))
    forget({file.pk: file for file in _drop(licence, by=by, at=at)}.values())


def _drop(licence, *, by, at):
    """Take the row out; the files of its versions, which others may still hold."""
    facts = {"number": licence.number, "valid_until": f"{licence.valid_until or ''}"}
    record("registry.drop_licence", licence, by=by, at=at, kind=licence.kind, **facts)
    files = [version.file for version in licence.versions.exclude(file=None).select_related("file")]
    try:
        licence.versions.all().delete()
        licence.delete()
    except ProtectedError as error:
        raise Refused(["该证书正在使用，不能删除"]) from error
    return files


@job("licences", "资格证书到期提醒", order=121)
def remind_of_ends(at):
    """Tell units of licences that end so many days from now, and the office how many there are.

    Each of the rule set's terms once; after a long sleep the nearest alone.
    """
    on = local_day(at)
    if not RuleSet.objects.exists():
        return 0  # no office is open yet
    rules = in_force(on)
    terms = rules.licence_reminder_days
    ending = Licence.objects.ending_within(on, days=terms[-1]).select_related("applicant")
    sweep = remind_of_ends.each(ending.order_by("pk"), lambda each: _remind(each, terms, on), at=at)
    count = sum(sweep.done)
    if count:
        _tell_office(rules, count=ending.count(), on=on)
    return count


def _remind(licence, terms, on):
    """One mail of one licence; 0 where its term was told of already."""
    left = (licence.valid_until - on).days
    term = next(days for days in terms if left <= days)
    if (
        licence.reminded_until == licence.valid_until
        and (licence.reminded_days or term + 1) <= term
    ):
        return 0
    subject = (
        f"{licence.get_kind_display()}将于{official_date(licence.valid_until)}到期，请及时换发"
    )
    key = f"licence:{licence.pk}:{licence.valid_until}:{term}"
    with transaction.atomic():
        send_news(licence.applicant, subject, key=key, path="unit/")
        licence.reminded_until, licence.reminded_days = licence.valid_until, term
        licence.save(update_fields=["reminded_until", "reminded_days"])
    return 1


def _tell_office(rules, *, count, on):
    clerks = holders(duty(Clerk.word, rules.office), on)
    addresses = [person.email for person in clerks if person.mail_notices]
    body = BODY.format(count=count, days=rules.licence_reminder_days[-1])
    write(addresses, "资格证书到期提醒", body, key=f"licences:{on}")
