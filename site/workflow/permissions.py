"""Which duty each step of the flow asks for, as ``role@organisation`` (registry/permissions).

Each function carries ``needs``: the permission that its roles have, in whatever office.
"""

from datetime import timedelta

from records.prepared import NUMBER, Prepared
from registry.models import Organisation
from registry.permissions import agency, duty
from registry.roles import (
    BenefitReviewer,
    CityReviewer,
    Clerk,
    ComplaintOfficer,
    Manager,
    Permission,
    ProvinceReviewer,
    Recorder,
    StationOfficer,
    UnitHead,
    UnitReporter,
)
from registry.rulesets import in_force
from rules.periods import local_day
from supervision.policies import duties_for

from . import moment

OFFICE = Prepared(lambda key: Organisation.objects.filter(pk=key), NUMBER)


def _for(needed):
    """Note on a duty which permission its holders have."""

    def note(owner):
        owner.needs = needed
        return owner

    return note


def whose_work(office, on):
    """Who does from day ``on`` what ``office`` did: on its last day, too, who it was handed to."""
    return office.successor(on + timedelta(days=1)) or office.successor(on) or office


def _whose_work(office):
    return whose_work(office, local_day(moment.current().at))


def at(name, role, needed):
    """The duty ``role`` in the rule set's office ``name``, or in the office in its place."""

    @_for(needed)
    def permission(activation):
        ruleset = activation.process.item.application.ruleset
        return duty(role.word, _whose_work(getattr(ruleset, name)))

    permission.office = name
    return permission


clerk = at("office", Clerk, Permission.PROCESS_PAPERS)
benefit_reviewer = at("office", BenefitReviewer, Permission.REVIEW_BENEFIT)
investigator = at("office", ComplaintOfficer, Permission.INVESTIGATE_OBJECTIONS)
recorder = at("office", Recorder, Permission.RECORD_NATIONAL)


def _now_at_office(role, needed):
    """A duty in the office of the rule set in force: for papers about no product."""

    @_for(needed)
    def permission(activation):
        return duty(role.word, in_force(local_day(moment.current().at)).office)

    return permission


notifier = _now_at_office(Clerk, Permission.SEND_DISHONESTY_NOTICE)
head = _now_at_office(Manager, Permission.DECIDE_DISHONESTY)


@_for(Permission.HANDLE_COMPLAINTS)
def complaint_handler(activation):
    """Who handles a complaint: the handler's duty, before there is one the office's.

    What is about one of its people goes to the head of the office.
    """
    complaint, on = activation.process.complaint, local_day(moment.current().at)
    if complaint.handler_id is None:
        role = Manager if complaint.subject_kind == "person" else ComplaintOfficer
        return duty(role.word, in_force(on).office)
    unit, handler, tomorrow = _whose_work(complaint.unit), complaint.handler, on + timedelta(days=1)
    rows = duties_for(complaint, unit=complaint.unit, handler=handler, on=on)
    # who came along from a unit that ended today serves in the next one from tomorrow
    rows = rows or duties_for(complaint, unit=unit, handler=handler, on=tomorrow)
    return duty(rows[0].role if rows else ComplaintOfficer.word, unit)


#: Who signs a bulletin, by its kind.
SIGNERS = {"lead_unit": UnitHead, "district": Manager}


def _of_bulletin(needed, of_unit, of_office):
    """A duty in the lead unit for its own bulletin, in the office for the district's."""

    @_for(needed)
    def permission(activation):
        bulletin = activation.process.bulletin
        is_units = bulletin.kind == bulletin.Kind.LEAD_UNIT
        return duty((of_unit if is_units else of_office).word, _whose_work(bulletin.unit))

    return permission


bulletin_drafter = _of_bulletin(Permission.DRAFT_BULLETINS, UnitReporter, Clerk)
bulletin_signer = _of_bulletin(Permission.SIGN_BULLETINS, *SIGNERS.values())
bulletin_checker = _now_at_office(BenefitReviewer, Permission.CHECK_BULLETINS)
bulletin_publisher = _now_at_office(Manager, Permission.PUBLISH_BULLETINS)


@_for(Permission.ENDORSE)
def station(activation):
    """The officers of the station that serves the place of production (A04)."""
    return duty(StationOfficer.word, _whose_work(activation.process.item.application.station))


@_for(None)
def applicant(activation):
    """The agents of the applicant."""
    return agency(activation.process.item.application.applicant_id)


@_for(Permission.RECORD_CITY)
def city(activation):
    """The city itself where it works here, else the district's recorder (A12)."""
    return _upper(activation, "city", CityReviewer)


@_for(Permission.RECORD_PROVINCE)
def province(activation):
    """The province itself where it works here, else the district's recorder."""
    return _upper(activation, "province", ProvinceReviewer)


def _upper(activation, name, role):
    key = getattr(activation.process.item.application.ruleset, f"{name}_id")
    office = OFFICE.first(key)
    return duty(role.word, office) if office.works_in_system else recorder(activation)
