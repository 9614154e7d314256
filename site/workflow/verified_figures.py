"""What the station verified of an item: this is public, the claim is not (R45, R84)."""

from records.prepared import NUMBER, Prepared
from rules.duties import Duty

from .models import Opinion

ENDORSED = Prepared(
    lambda item: Opinion.objects.filter(
        item=item,
        step=Duty.ENDORSE,
        result=Opinion.Result.PASS,
        verified_households__isnull=False,
    ).order_by("-signed_at", "-pk")[:1],
    NUMBER,
)


def verified_figures(item):
    """``{households, persons, average_income_fen}`` of the station's last endorsement.

    {} where none names them. An income that the station did not verify is None, whatever the claim.
    """
    endorsed = ENDORSED.first(item.pk)
    if endorsed is None:
        return {}
    return {
        "households": endorsed.verified_households,
        "persons": endorsed.verified_persons,
        "average_income_fen": endorsed.verified_income_fen,
    }
