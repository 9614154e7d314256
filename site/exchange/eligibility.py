"""Which entries a receiver takes: 832平台 only those of its counties, by default."""

from django.conf import settings

from .receivers import HAS_832


def reasons_against_record(receiver, record):
    """Why ``record`` (catalogue) is not sent to ``receiver``; such a record is left out silently.

    832平台: the unit is registered in one of the 832 counties and the product comes from one [S25].
    """
    if receiver.eligible != HAS_832 or settings.EXCHANGE_832_EVERYWHERE:
        return []
    counties = set(settings.EXCHANGE_832_COUNTIES)
    reasons = []
    if record["holder_region"] not in counties:
        reasons.append("经营主体登记地不在832个县名单内")
    if record["origin_region"] not in counties:
        reasons.append("产地不在832个县名单内")
    return reasons
