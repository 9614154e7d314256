"""May this product be held between publicity and listing, and what does a hold keep back?"""

from records.prepared import DAY, NUMBER, Prepared
from registry.calendars import calendar
from registry.names import fill
from registry.permissions import organisations
from registry.roles import Permission
from rules.lifecycle import ItemState
from rules.official_dates import iso_day

from ..models import Hold
from ..positions import state_of
from .acting import reasons_against_ties

SHORTEST = 5
STANDING = Prepared(lambda item, on: Hold.objects.standing(on).filter(item=item)[:1], NUMBER, DAY)
#: After the district's window and before the catalogue.
WHERE = frozenset(
    {
        *(ItemState.REPORT_PENDING, ItemState.CITY_PENDING, ItemState.PROVINCE_PENDING),
        *(ItemState.NATIONAL_PENDING, ItemState.NATIONAL_PUBLICITY, ItemState.LISTING_PENDING),
    }
)


def standing(item, on):
    """What keeps ``item`` on day ``on``, or None."""
    return STANDING.first(item.pk, on)


def reasons_against_going_past(item, *, on):
    """Why ``item`` is neither reported nor listed on day ``on``."""
    hold = standing(item, on)
    return [f"该产品暂缓办理至{iso_day(hold.until)}：{hold.because}"] if hold else []


def last_possible_day(item, on):
    """So far a hold may reach: as many working days as the rule set gives an objection."""
    return calendar().planned_after(on, item.application.ruleset.objection_days).day


def reasons_against_who(item, *, by):
    """Why ``by`` may not hold or release ``item`` at all."""
    permissions = (Permission.TAKE_OBJECTIONS, Permission.TERMINATE)
    reasons = []
    if item.application.ruleset.office.code not in organisations(by, *permissions):
        reasons.append(fill("只有{office}的收发、核查人员和负责人可以暂缓办理"))
    return reasons + reasons_against_ties(item, by=by)


def reasons_against_holding(item, *, because, until, by, on):
    """Why ``item`` cannot be held so, as ``[(field, reason)]``."""
    reasons = [("", reason) for reason in reasons_against_who(item, by=by)]
    if item.is_ended or state_of(item) not in WHERE:
        reasons.append(("", "只有公示期满以后、列入目录以前的产品可以暂缓办理"))
    if standing(item, on):
        reasons.append(("", "该产品已经暂缓办理"))
    if item.holds.exists() and not _is_head(item, by):
        reasons.append(("", "再次暂缓须由负责人决定"))
    if len(because.strip()) < SHORTEST:
        reasons.append(("because", f"请写明理由，不少于{SHORTEST}个字"))
    last = last_possible_day(item, on)
    if until is None or not on <= until <= last:
        reasons.append(("until", f"请填写期限，不得早于今天，不得晚于{iso_day(last)}"))
    return reasons


def reasons_against_lifting(item, *, outcome, by, on):
    """Why the hold on ``item`` cannot be lifted so, as ``[(field, reason)]``."""
    reasons = [("", reason) for reason in reasons_against_who(item, by=by)]
    if standing(item, on) is None:
        reasons.append(("", "该产品没有暂缓办理，或者已经恢复"))
    if len(outcome.strip()) < SHORTEST:
        reasons.append(("outcome", f"请写明恢复的依据，不少于{SHORTEST}个字"))
    return reasons


def _is_head(item, by):
    return item.application.ruleset.office.code in organisations(by, Permission.TERMINATE)
