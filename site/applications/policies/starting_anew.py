"""From which papers may a new draft be made?"""

from ..models import Application, Outcome

#: How a product ended that may be applied for anew.
ENDED_WITHOUT_LISTING = (
    Outcome.Kind.REFUSED,
    Outcome.Kind.WITHDRAWN,
    Outcome.Kind.TERMINATED,
)


def may_begin_anew(application):
    """The products of ``application`` that ended without being listed, in the order of the form."""
    return application.items.filter(outcome__kind__in=ENDED_WITHOUT_LISTING)


def reasons_against_starting_anew(application, items, *, by):
    """Why ``items`` of ``application`` cannot be taken into a new draft by ``by``."""
    if by.applicant_id != application.applicant_id:
        return ["只有申请单位可以重新申请"]
    if not items:
        return ["请选择要重新申请的产品"]
    ended = set(may_begin_anew(application))
    return [
        f"“{item}”没有不予认定、撤回或者终止，不能重新申请" for item in items if item not in ended
    ]


def reasons_against_copying(application, *, by):
    """Why ``by`` cannot copy the draft ``application``."""
    if by.applicant_id != application.applicant_id:
        return ["只有申请单位可以复制草稿"]
    if not application.is_draft:
        return ["该申请已提交，不能复制；不予认定、撤回的产品可以重新申请"]
    if application.kind == Application.Kind.RENEWAL:
        return ["再次申请的草稿不能复制：同一目录条目只能有一份填写中的再次申请"]
    return []
