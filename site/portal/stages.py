"""The way of a product as its applicant sees it: eight stages, told in plain words."""

from registry.names import fill_later
from rules.lifecycle import FINAL, REFUSED, ItemState
from workflow.stages import IN_PUBLIC, RETURNED, STAGE_OF_STATE, STAGE_OF_STEP, STAGES, days_of

__all__ = ["IN_PUBLIC", "RETURNED", "STAGE_OF_STATE", "STAGE_OF_STEP", "WORDS", "stages", "tone"]

_MEND = "审核意见要求补正。请按下面的要求一次补齐，再重新提交该产品。"
_OVER = "该产品不予认定，理由见书面反馈。消除有关情形后可以重新申请。"
WORDS = {
    ItemState.DRAFT: "还没有提交。",
    ItemState.STATION_REVIEW: fill_later("{station}正在核实带贫成效。"),
    ItemState.STATION_RETURNED: _MEND,
    ItemState.STATION_REFUSED: _OVER,
    ItemState.DISTRICT_REVIEW: "区级各审核部门正在同时审核。",
    ItemState.DISTRICT_RETURNED: _MEND,
    ItemState.DISTRICT_REFUSED: _OVER,
    ItemState.PUBLICITY_PENDING: "审核已通过，将在下一个工作日的公示中发布。",
    ItemState.DISTRICT_PUBLICITY: "正在区级公示，公众可以提出异议。",
    ItemState.OBJECTION_HOLD: fill_later("公示期间收到异议，{office}正在核查，其他产品不受影响。"),
    ItemState.REPORT_PENDING: fill_later("区级公示已结束，{office}将上报市级。"),
    ItemState.CITY_PENDING: "已上报，市级正在复核。",
    ItemState.CITY_RETURNED: _MEND,
    ItemState.CITY_REFUSED: _OVER,
    ItemState.PROVINCE_PENDING: "市级复核已通过，省级正在审核备案。",
    ItemState.PROVINCE_RETURNED: _MEND,
    ItemState.PROVINCE_REFUSED: _OVER,
    ItemState.NATIONAL_PENDING: "省级已备案，等待全国公示。",
    ItemState.NATIONAL_PUBLICITY: "正在全国公示。",
    ItemState.NATIONAL_OBJECTION_HOLD: "全国公示期间收到异议，正在核查。",
    ItemState.LISTING_PENDING: "公示期满，即将列入目录。",
    ItemState.LISTED: fill_later("已列入{product}目录。"),
    ItemState.WITHDRAWN: "已按你单位的要求撤回，办理终结。",
    ItemState.TERMINATED: "办理已经终止，原因见终止通知。",
}


def tone(state):
    """How a state is coloured: ``warning``, ``success``, ``error``, ``neutral`` or ``info``."""
    if state in RETURNED:
        return "warning"
    if state in REFUSED.values() or state is ItemState.TERMINATED:
        return "error"
    if state is ItemState.LISTED:
        return "success"
    return "neutral" if state in (ItemState.WITHDRAWN, ItemState.DRAFT) else "info"


def stages(state, ends, *, reached, ruleset):
    """The stage bar: ``[{title, status, on, days}]``; status is done, now, stopped or ahead.

    ``days`` is what the rule set allows the stage, in working days. ``ends`` maps a :class:`Stage`
    to the day it was last done; ``reached`` is how far the product came, for a state that belongs
    to no stage (withdrawn, terminated).
    """
    at = STAGES.index(STAGE_OF_STATE.get(state, reached))
    here = "done" if state is ItemState.LISTED else "stopped" if state in FINAL else "now"
    return [
        {
            "title": stage.label,
            "status": "done" if index < at else here if index == at else "ahead",
            "days": days_of(stage, ruleset),
            "on": ends.get(stage) if index < at or here == "done" else None,
        }
        for index, stage in enumerate(STAGES)
    ]
