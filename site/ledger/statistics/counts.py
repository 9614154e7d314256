"""What a quarter's bulletin counts beside money: products, brands, trainings (R07, R35, R44).

Counted once, when the quarter is closed, and frozen with it.
"""

from django.db.models import Sum

from catalog.models import Certificate
from rules.sales import quarter_ends, term_days
from rules.vocabulary import EVENT_KINDS, PRODUCT_TAGS, label

from ..models import Placement, SalesEvent, SupportMeasure, Venue
from .benefits import brands, helped

#: The names that may not be told before the public where there are too few sellers.
OF_SELLERS = ("售出产品", "带动户数", "带动人数")


def counts(lines, word):
    """``{name: [number, measure]}`` of quarter ``word`` with its sales ``lines``, as plain JSON."""
    return {**_of_catalogue(quarter_ends(word)), **_of_sales(lines), **_of_work(word)}


def _of_catalogue(on):
    entries, facts = Certificate.objects.in_force(on), brands(on)
    tags = [tag for row in entries.values_list("version__tags", flat=True) for tag in row]
    products = {f"{title}产品": [tags.count(word), "个"] for word, title in PRODUCT_TAGS}
    return {
        "有效目录产品": [entries.count(), "个"],
        **products,
        "持证单位": [facts["units"], "家"],
        "注册商标单位": [facts["trademarks"], "家"],
        "品牌荣誉单位": [facts["brands"], "家"],
    }


def _of_sales(lines):
    by = helped(lines)
    numbers = zip(OF_SELLERS, (by.products, by.households, by.persons), "个户人", strict=True)
    return {name: [number, measure] for name, number, measure in numbers}


def _of_work(word):
    """What the units registered of the quarter by the moment of closing."""
    days = term_days(word)
    events = SalesEvent.objects.standing().filter(begins_on__range=days)
    kinds = list(events.order_by().values_list("kind", flat=True))
    people = events.filter(kind="training").aggregate(sum=Sum("participants", default=0))
    stations = Venue.objects.standing().filter(kind="village_station", opened_on__lte=days[1])
    placements = Placement.objects.standing().filter(placed_on__range=days)
    support = SupportMeasure.objects.standing().filter(granted_on__range=days)
    names = {kind: label(EVENT_KINDS, kind).partition("（")[0] for kind, _ in EVENT_KINDS}
    return {
        **{name: [kinds.count(kind), "次"] for kind, name in names.items()},
        "培训人数": [people["sum"], "人"],
        "村级电商服务站": [stations.exclude(state="closed").count(), "个"],
        "媒体刊播": [placements.count(), "篇"],
        "兑现支持措施": [support.count(), "项"],
    }
