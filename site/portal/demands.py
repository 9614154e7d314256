"""What reviewers ask to be mended: their words whole, each point at the field it is about."""

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from applications.policies.materials import SIGNED_FORM
from catalog.sheet import BENEFIT, COLUMN
from rules.periods import local_day
from rules.vocabulary import MATERIAL_KINDS, label
from workflow import mending

from .origins import with_way_back


@dataclass(frozen=True)
class Demand:
    """What one reviewer asks to be mended: the opinion, and point by point what is missing."""

    office: str
    on: date
    text: str
    points: list[mending.Point]


@dataclass(frozen=True)
class Place:
    """Where a point can be mended: the address, and what stands there."""

    url: str
    words: str


def demands(item):
    """The words of everybody who sent the item back in its present round, oldest first."""
    points = mending.points(item)
    return [
        Demand(office, local_day(at), text, [point for point in points if point.source == row])
        for row, office, at, text in mending.requests(item)
    ]


def points_by_field(item):
    """``{field or kind: [point]}`` of everything asked in the item's present round."""
    points = {}
    for point in mending.points(item):
        points.setdefault(point.field, []).append(f"{point.office}：{point.words}")
    return points


def place(item, point):
    """The :class:`Place` that the words of ``point`` mean, or None when they do not tell."""
    if not point.field:
        return None
    place = _place(point.field, item)
    back = reverse("portal:mend", args=[item.application_id, item.pk])
    return replace(place, url=with_way_back(place.url, back))


def _place(field, item):
    paper = item.application_id
    if mending.is_material(field):
        page = "signing" if field == SIGNED_FORM else "materials"
        url = reverse(f"portal:{page}", args=[paper])
        return Place(f"{url}#material-{field}", label(MATERIAL_KINDS, field))
    if field == mending.PHOTOS:
        return Place(reverse("portal:photos", args=[paper, item.pk]), "产品照片")
    if field in mending.CONTACT:
        return Place(f"{reverse('portal:particulars', args=[paper])}#id_{field}", "联系方式")
    column = COLUMN.get(field) or COLUMN[f"{field}_fen"]
    page = "benefit" if column.name in BENEFIT else "product"
    return Place(f"{reverse(f'portal:{page}', args=[paper, item.pk])}#id_{field}", column.title)
