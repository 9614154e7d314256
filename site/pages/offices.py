"""Whose a document is: the office of a writer, and which offices' documents a writer may change."""

from django.utils import timezone

from registry.models import Organisation
from registry.permissions import duties
from registry.rulesets import NoRuleSet, in_force
from rules.periods import local_day


def codes_of(user):
    """The codes of the organisations that ``user`` serves today; the site's own office for who
    serves none, as editors do who hold no duty of a flow. Asked once per request.
    """
    if not hasattr(user, "_serves"):
        own = {name.partition("@")[2] for name in duties(user) if not name.startswith("applicant@")}
        office = None if own else _office()
        user._serves = own or ({office.code} if office else set())
    return user._serves


def office_of(user):
    """The office that a new document of ``user`` belongs to, or None before there is one."""
    office = _office()
    if user is None:
        return office
    codes = codes_of(user)
    if office is not None and office.code in codes:
        return office
    return Organisation.objects.filter(code__in=codes).order_by("code").first()


def may_write_for(user, organisation_id):
    """Whether a document of an organisation (by key; None: the site's own) is ``user``'s."""
    if not hasattr(user, "_writes_for"):
        office, codes = _office(), codes_of(user)
        keys = set(Organisation.objects.filter(code__in=codes).values_list("pk", flat=True))
        user._writes_for = keys | ({None} if office is None or office.code in codes else set())
    return organisation_id in user._writes_for


def _office():
    """The office in charge of the site today."""
    try:
        return in_force(local_day(timezone.now())).office
    except NoRuleSet:
        return None
