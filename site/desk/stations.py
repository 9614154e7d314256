"""Village e-commerce stations by township: a map of tiles with its table (R36)."""

from django.db.models import Count, Q, Sum

from ledger.ledgers import LEDGERS
from ledger.models import SalesRecord, Venue
from printing.drawings import tile_map
from registry.models import Township
from rules.periods import local_day

from .ledgers import OfLedgers, rows_of


def stations_by_township(stations, townships):
    """``[(township, stations, count and fen of their sales)]`` for each of ``townships``."""
    numbers = dict(stations.order_by().values_list("township").annotate(Count("pk")))
    codes = dict(stations.values_list("number", "township"))
    sold = {}
    sums = SalesRecord.objects.counted().order_by().filter(venue_code__in=codes)
    for code, fen in sums.values_list("venue_code").annotate(Sum("amount_fen")):
        sold[codes[code]] = sold.get(codes[code], 0) + fen
    return [(each, numbers.get(each.pk, 0), sold.get(each.pk, 0)) for each in townships]


class StationMap(OfLedgers):
    """How many stations each township has, and what was sold through them."""

    template_name = "desk/stations.html"
    page_title = "村级电商服务站分布"
    header_icon = "site"

    def get_context_data(self, **kwargs):
        stations = (
            rows_of(LEDGERS["venues"], self.request.user)
            .standing()
            .filter(~Q(state=Venue.State.CLOSED), kind="village_station")
        )
        townships = Township.objects.in_force(local_day(self.at))
        rows = stations_by_township(stations, townships)
        tiles, width, height = tile_map((f"{place}", number) for place, number, _fen in rows)
        return super().get_context_data(
            rows=rows,
            tiles=tiles,
            width=width,
            height=height,
            stations=stations.order_by("township__gb_code", "number"),
            **kwargs,
        )
