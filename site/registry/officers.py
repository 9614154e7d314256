"""Officers of the offices: appointed in one act, moved on a day, ended; with their duties.

Whoever appoints never knows a password: the new officer makes one through the proved mailbox.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse

from records.acting import acting
from records.audit import record
from records.mail import write
from rules.periods import local_day
from rules.refusal import refuse_fields
from rules.typed_dates import POST

from . import addresses
from .models import Membership, User
from .permissions import organisations
from .roles import CHOICES, Auditor
from .roles import Permission as Authority

GROUP = "经办人员"
SUBJECT = "工作台账号已开设"
NEEDED = ("registry.add_user", "registry.add_membership", "registry.change_membership")


def staff_group():
    """The group of whoever works at the desk: it opens the back office, duties do the rest."""
    group, _ = Group.objects.get_or_create(name=GROUP)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return group


def may_appoint(user):
    """Whether ``user`` keeps accounts and duties."""
    return user.is_active and user.applicant_id is None and user.has_perms(NEEDED)


def may_word(user):
    """Whether ``user`` words what the office says: who keeps accounts, and the office's head."""
    return may_appoint(user) or bool(organisations(user, Authority.TERMINATE))


@transaction.atomic
def appoint(*, username, last_name, first_name, email, organisation, roles, first_day, by, at):
    """A new officer: account, group, duties from ``first_day`` on, and the mail to begin with."""
    refuse_fields(
        [
            *_against_who(by),
            *_against_names(username, last_name, first_name, email),
            *_against_post(organisation, roles, first_day, on=local_day(at)),
        ]
    )
    with acting(by=by, at=at):
        person = User(username=username, last_name=last_name, first_name=first_name, email=email)
        person.set_unusable_password()
        person.save()
        person.groups.add(staff_group())
        addresses.set_address(person, email)
        _give(person, organisation, roles, first_day)
    body = render_to_string(
        "registry/mail/officer.txt",
        {"person": person, "url": _url("account_reset_password"), "sign_in": _url("portal:login")},
    )
    write([person.email], SUBJECT, body, key=f"officer:{person.pk}")
    record("registry.appoint", person, by=by, at=at, organisation=organisation.code, roles=roles)
    return person


@transaction.atomic
def move(person, *, organisation, roles, first_day, by, at):
    """From ``first_day`` on ``person`` holds ``roles`` in ``organisation`` and nothing else.

    What they have taken in hand goes back to its office by itself on that day.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    refuse_fields(
        [
            *_against_who(by),
            *_against_person(person, by),
            *_against_post(organisation, roles, first_day, on=local_day(at)),
        ]
    )
    with acting(by=by, at=at):
        staying = Membership.objects.filter(organisation=organisation, role__in=roles)
        _end(person, first_day, leaving_out=staying)
        _give(person, organisation, roles, first_day)
        person.groups.add(staff_group())
    facts = {"organisation": organisation.code, "roles": roles, "first_day": f"{first_day}"}
    record("registry.move_officer", person, by=by, at=at, **facts)
    return person


@transaction.atomic
def end(person, *, first_day, because, by, at):
    """``person`` holds no duty any more from ``first_day`` on."""
    person = User.objects.select_for_update().get(pk=person.pk)
    reasons = [*_against_who(by), *_against_person(person, by)]
    reasons += POST.reasons_against(first_day, on=local_day(at))
    if len(because.strip()) < 2:
        reasons.append(("because", "请写明理由"))
    refuse_fields(reasons)
    with acting(by=by, at=at):
        _end(person, first_day)
    day = f"{first_day}"
    record("registry.end_officer", person, by=by, at=at, because=because.strip(), first_day=day)
    return person


def _give(person, organisation, roles, first_day):
    """One row for each role; a row that has ended runs again, one that still runs goes on."""
    for role in roles:
        membership, is_new = Membership.objects.get_or_create(
            user=person, organisation=organisation, role=role, defaults={"valid_from": first_day}
        )
        if is_new or membership.valid_until is None:
            continue
        if membership.valid_until < first_day:
            membership.valid_from = first_day
        membership.valid_until = None
        membership.save()


def _end(person, first_day, leaving_out=None):
    """Every duty ends the day before; what would only begin later never does."""
    last = first_day - timedelta(days=1)
    rows = Membership.objects.filter(user=person)
    if leaving_out is not None:
        rows = rows.exclude(pk__in=leaving_out.filter(user=person).values("pk"))
    for row in rows.filter(Q(valid_until=None) | Q(valid_until__gte=first_day)):
        if row.valid_from is not None and row.valid_from > last:
            row.delete()
        else:
            row.valid_until = last
            row.save()


def _against_who(by):
    return [] if may_appoint(by) else [("", "只有系统管理员可以办理工作人员的账号和任职")]


def _against_person(person, by):
    reasons = []
    if person.applicant_id is not None:
        reasons.append(("", "该账号属于申请单位，请在“申请单位账号”办理"))
    if person.pk == by.pk:
        reasons.append(("", "不能变更本人的任职，请由另一位系统管理员办理"))
    return reasons


def _against_names(username, last_name, first_name, email):
    reasons = []
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        reasons.append(("username", "请填写用户名，只用字母、数字和 @ . + - _"))
    if User.objects.filter(username__iexact=username).exists():
        reasons.append(("username", "已有同名用户，用户名不区分大小写"))
    if not last_name and not first_name:
        reasons.append(("first_name", "请填写姓名"))
    try:
        validate_email(email)
    except ValidationError:
        return [*reasons, ("email", "请填写电子信箱，首次设置密码的链接由此收取")]
    return reasons + [("email", why) for why in addresses.reasons_against(email)]


def _against_post(organisation, roles, first_day, *, on):
    reasons = POST.reasons_against(first_day, on=on)
    if organisation is None:
        reasons.append(("organisation", "请选择单位"))
    elif first_day and not organisation.is_in_force(first_day):
        reasons.append(("organisation", f"{organisation}当日不在有效期内"))
    if not roles or set(roles) - dict(CHOICES).keys():
        reasons.append(("roles", "请选择职责"))
    if Auditor.word in roles and len(roles) > 1:
        reasons.append(("roles", "审计不兼其他职责"))
    return reasons


def _url(name):
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name)}"


def officers():
    """People who work or worked for offices, with their duties, by name."""
    people = User.objects.filter(applicant=None, is_self_registered=False)
    return people.prefetch_related("memberships__organisation").order_by(
        F("last_name").asc(), "first_name", "username"
    )


def matching(people, text):
    """Those whose name, login name or office has ``text``."""
    names = Q(last_name__icontains=text) | Q(first_name__icontains=text)
    offices = Membership.objects.filter(organisation__name__icontains=text)
    names |= Q(username__icontains=text) | Q(pk__in=offices.values("user"))
    if len(text) > 1:
        names |= Q(last_name=text[0], first_name__startswith=text[1:])
    return people.filter(names)
