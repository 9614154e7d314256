"""Which stations owe a notice a place at the village board, and who may record that it is there."""

from collections import Counter

from registry.models import Organisation
from registry.models.organisations import with_closed
from registry.permissions import organisations
from registry.roles import Permission
from rules import typed_dates
from rules.periods import local_day
from rules.privacy import scan

from .models import BoardPosting, PublicityEntry

SHORTEST = 4


def stations_of(publicity):
    """The stations with products in ``publicity``; a board of each hangs it out."""
    papers = publicity.entries.values("item__application__station")
    return Organisation.objects.filter(pk__in=papers).order_by("code")


def stations_without(publicity):
    """Those of them that have recorded no board yet; none where the rules want no board."""
    if not publicity.ruleset.board_posting:
        return Organisation.objects.none()
    return stations_of(publicity).exclude(pk__in=publicity.postings.values("station"))


def missing_boards(notices):
    """``{key of a publicity: how many of its stations have recorded no board}``, two queries."""
    strict = [notice.pk for notice in notices if notice.ruleset.board_posting]
    entries = PublicityEntry.objects.filter(publicity__in=strict)
    owed = set(entries.values_list("publicity", "item__application__station"))
    done = BoardPosting.objects.filter(publicity__in=strict).values_list("publicity", "station")
    return Counter(notice for notice, _station in owed - set(done))


def stations_for(publicity, by):
    """The stations of ``publicity`` for which ``by`` may record a board: one's own, or all.

    One's own is also the station that one's own came after: its notices hang on.
    """
    stations = stations_of(publicity)
    office = publicity.ruleset.office.code
    if office in organisations(by, Permission.PROCESS_PAPERS):
        return stations
    return stations.filter(pk__in=with_closed(organisations(by, Permission.RECORD_BOARDS)))


def reasons_against_posting(
    publicity, station, *, place, posted_on, name, has_photo, is_public, by, at
):
    """Why this board cannot be recorded, as ``[(field, reason)]``."""
    floor = local_day(publicity.published_at)
    reasons = typed_dates.POSTING.reasons_against(posted_on, on=local_day(at), floor=floor)
    if posted_on and posted_on > publicity.last_day:
        reasons.append(("posted_on", f"张贴日期不得晚于公示末日{publicity.last_day:%Y-%m-%d}"))
    if not stations_for(publicity, by).filter(pk=station.pk).exists():
        reasons.append(("station", "您不能为该工作站登记本公示的张贴"))
    if len(place.strip()) < SHORTEST:
        reasons.append(("place", f"请写明村和公示栏的位置（至少{SHORTEST}个字）"))
    reasons += [("place", f"张贴地点含有个人信息：{each.masked}") for each in scan(place)]
    if not name.strip():
        reasons.append(("posted_by_name", "请填写张贴人"))
    if is_public and not has_photo:
        reasons.append(("photo", "没有照片可以公开"))
    if publicity.postings.filter(station=station, place=place.strip()).exists():
        reasons.append(("place", "该地点的张贴已经登记"))
    return reasons
