"""Which duty each step of the flow asks for, as ``role@organisation`` (registry/permissions).

Each function carries ``roles``: whose step it can be, in whatever office.
"""

from registry.permissions import agency, duty
from rules.periods import local_day

from . import moment


def _for(*roles):
    """Note on a permission whose step it can be."""

    def note(permission):
        permission.roles = roles
        return permission

    return note


def _at_office(name, role):
    """A duty in one of the rule set's offices, or in the office that has taken its place."""

    @_for(role)
    def permission(activation):
        ruleset = activation.process.item.application.ruleset
        office = getattr(ruleset, name)
        return duty(role, office.successor(local_day(moment.current().at)) or office)

    return permission


clerk = _at_office("office", "fpb_clerk")
benefit_reviewer = _at_office("office", "fpb_reviewer")
quality_reviewer = _at_office("bureau", "agri_reviewer")
investigator = _at_office("office", "complaint_officer")
recorder = _at_office("office", "upper_recorder")


@_for("station_officer")
def station(activation):
    """The officers of the station that serves the place of production (A04)."""
    application = activation.process.item.application
    office = application.station
    return duty("station_officer", office.successor(local_day(moment.current().at)) or office)


@_for()
def applicant(activation):
    """The agents of the applicant."""
    return agency(activation.process.item.application.applicant_id)


@_for("upper_recorder", "city_reviewer")
def city(activation):
    """The city itself where it works here, else the district's recorder (A12)."""
    return _upper(activation, "city", "city_reviewer")


@_for("upper_recorder", "province_reviewer")
def province(activation):
    """The province itself where it works here, else the district's recorder."""
    return _upper(activation, "province", "province_reviewer")


def _upper(activation, name, role):
    office = getattr(activation.process.item.application.ruleset, name)
    return duty(role, office) if office.works_in_system else recorder(activation)
