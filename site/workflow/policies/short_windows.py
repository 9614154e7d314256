"""What the head may decide about a product whose window turned out to be too short: reasons."""

from records.prepared import NUMBER, Prepared
from registry.names import fill
from registry.permissions import organisations
from registry.roles import Permission

from ..models import ShortWindow
from ..positions import nodes_of
from .acting import reasons_against_ties

Decision = ShortWindow.Decision
UNDECIDED = Prepared(lambda item: ShortWindow.objects.undecided().about(item)[:1], NUMBER)
#: Where nothing has been decided on the window yet: it may stand again.
STILL_HERE = {"district": "report_to_city", "national": "list_item"}


def reasons_against_going_on(item):
    """Why ``item`` goes no further: a window of it was too short, and nobody has decided."""
    if (short := UNDECIDED.first(item.pk)) is None:
        return []
    return [f"因{short.because}，该产品的公示期不足，请由负责人决定如何处置"]


def reasons_against_head(item, *, by):
    """Why ``by`` may decide nothing about the windows of ``item``."""
    is_short = ShortWindow.objects.undecided().about(item).exists()
    reasons = [] if is_short else ["该产品没有待处置的公示期不足"]
    if item.application.ruleset.office.code not in organisations(by, Permission.TERMINATE):
        reasons.append(fill("只有{office}负责人可以决定"))
    return reasons + reasons_against_ties(item, by=by)


def reasons_against_deciding(item, short, *, decision, because, by):
    """Why it cannot be decided so, as ``(field, reason)``."""
    reasons = [("", reason) for reason in reasons_against_head(item, by=by)]
    if decision not in Decision.values:
        reasons.append(("decision", "请选择处置决定"))
    if len(because.strip()) < 10:
        reasons.append(("because", "请写明理由，不少于10个字"))
    if decision == Decision.AGAIN and not is_still_here(item, short):
        reasons.append(("decision", "该产品已经上报、列入或者办结，不能重新公示"))
    return reasons


def reasons_against_unseen(rows, on_page):
    """Why nothing is decided on what was read: windows of ``rows`` noted since; None is all."""
    later = [each for each in rows if on_page is not None and each.pk not in on_page]
    return [
        f"页面打开以后又有新情况：因{each.because}，公示期不足，请核对后再作决定" for each in later
    ]


def is_still_here(item, short):
    """Whether nobody has yet decided anything on the window of ``short``."""
    if short is None or item.is_ended:
        return False
    return nodes_of(item) == [STILL_HERE[short.entry.publicity.level]]
