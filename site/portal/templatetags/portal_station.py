"""The work station that serves the signed-in unit: whom to ring first about its paper."""

from django import template

from registry.models import Organisation

register = template.Library()


@register.simple_tag
def own_station(user):
    """Name and telephone of the station of the unit's place of production; None where unknown."""
    stations = Organisation.objects.filter(townships__applicants=user.applicant_id)
    return stations.exclude(phone="").only("name", "phone", "address").first()
