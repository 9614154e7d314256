"""An item with what nearly every act asks of it, in one prepared question."""

from applications.models import Item
from records.prepared import NUMBER, Prepared

WITH = (
    "application__ruleset__office",
    "application__ruleset__bureau",
    "application__applicant",
    "application__station",
    "outcome",
    "origin_township",
)


def _whole():
    return Item.objects.select_related(*WITH).order_by()


BY_KEY = Prepared(lambda key: _whole().filter(pk=key), NUMBER)
BY_PROCESS = Prepared(lambda key: _whole().filter(process_id=key), NUMBER)
