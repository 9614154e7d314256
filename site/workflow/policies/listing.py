"""What the head may decide about a product that an upheld complaint keeps out (A11)."""

from records.prepared import NUMBER, Prepared
from registry.names import fill
from registry.permissions import organisations
from registry.roles import Permission
from rules.lifecycle import Stage
from supervision.models import Complaint
from supervision.policies import details_given_away

from ..models import ListingDecision
from ..positions import MENDING, nodes_of
from ..stages import STAGE_OF_STEP
from .acting import reasons_against_ties

Decision = ListingDecision.Decision
#: Up to here the ordinary way leads through the review anyway.
BEFORE_THE_REVIEW = (Stage.STATION, Stage.DISTRICT)


def undecided():
    """Complaints that keep a product out, and about which the head has not decided."""
    complaints = Complaint.objects.upheld("no_listing").filter(item__outcome__isnull=True)
    return complaints.filter(item__isnull=False, listing_decision__isnull=True).order_by("pk")


#: The first of them about an item, by its number.
UPHELD = Prepared(
    lambda item: undecided().filter(item=item).values_list("number", flat=True)[:1], NUMBER
)


def upheld(item):
    """Those of them about ``item``."""
    return undecided().filter(item=item)


def reasons_against_head(item, *, by):
    """Why ``by`` may decide nothing about ``item``."""
    reasons = [] if upheld(item).exists() else ["该产品没有待处置的查实投诉，或者已经办结"]
    if item.application.ruleset.office.code not in organisations(by, Permission.TERMINATE):
        reasons.append(fill("只有{office}负责人可以决定"))
    return reasons + reasons_against_ties(item, by=by)


def reasons_against_deciding(item, *, decision, because, by):
    """Why ``item`` cannot be decided about so, as ``(field, reason)``."""
    reasons = [("", reason) for reason in reasons_against_head(item, by=by)]
    if decision not in Decision.values:
        reasons.append(("decision", "请选择处置决定"))
    if len(because.strip()) < 10:
        reasons.append(("because", "请写明理由，不少于10个字"))
    if any(details_given_away(each, because) for each in upheld(item)):
        reasons.append(("because", "不得透露反映人的姓名或者联系方式"))
    if decision == Decision.REVIEW and _is_reviewed_anyway(item):
        reasons.append(("decision", "该产品尚未通过区级审核，照常审核即可，不需要退回"))
    return reasons


def reasons_against_unseen(item, on_page):
    """Why nothing is decided on what was read: complaints upheld since; ``on_page`` None is all."""
    if on_page is None:
        return []
    numbers = upheld(item).exclude(pk__in=on_page).values_list("number", flat=True)
    later = "、".join(numbers)
    return [f"页面打开以后又有投诉举报{later}查实，请一并核对后再作决定"] if later else []


def _is_reviewed_anyway(item):
    names = nodes_of(item)
    return any(name in MENDING or STAGE_OF_STEP[name] in BEFORE_THE_REVIEW for name in names)
