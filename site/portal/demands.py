"""What reviewers ask to be mended: their words whole, each point at the field it is about."""

import re
from dataclasses import dataclass
from datetime import date

from rules.periods import local_day

#: Words of a point → the field or the kind of material that it is about; the first that fits.
FIELDS = (
    ("M1_application_form", "申请书|签字|盖章|公章"),
    ("M4a_worker_roster", "劳动力名册|务工名册"),
    ("M4b_member_roster", "成员名册|社员名册"),
    ("M2_licence", "营业执照|许可证|资格证书|登记证|复印件"),
    ("M5_other", "检验报告|检测报告|合格证|补充材料"),
    ("M3_benefit_proof", "成效证明|带贫证明|益贫"),
    ("sales_spec", "规格"),
    ("reference_price", "价格|单价"),
    ("annual_output", "产量"),
    ("supply_months", "供货"),
    ("input_sources", "生产资料|原料|收购来源"),
    ("origin_text", "产地"),
    ("category", "类别"),
    ("standard_no", "执行标准|标准号"),
    ("name", "产品名称"),
    ("employed_workers", "务工|雇用"),
    ("households", "户数"),
    ("persons", "人数"),
    ("mechanisms", "机制"),
    ("benefit_text", "成效|带贫|增收|收益"),
    ("phone", "电话|联系方式"),
)


@dataclass(frozen=True)
class Demand:
    """What one reviewer asks to be mended: the opinion, and point by point what is missing."""

    office: str
    on: date
    text: str
    points: list[str]


def demands(item):
    """The words of everybody who sent the item back in its present round, oldest first."""
    this_round, office = {"round": item.round}, item.application.ruleset.office
    demands_of_round = [
        Demand(row.organisation.name, local_day(row.signed_at), row.text, row.demands)
        for row in item.opinions.filter(result="return", **this_round)
    ]
    demands_of_round += [
        Demand(row.organisation.name, local_day(row.recorded_at), row.reasons, row.demands)
        for row in item.upper_reviews.filter(result="return", **this_round)
    ]
    demands_of_round += [
        Demand(office.name, local_day(row.decided_at), row.text, row.demands)
        for row in item.investigations.filter(decision="return", **this_round)
    ]
    return sorted(demands_of_round, key=lambda demand: demand.on)


def field_of(point):
    """The field or kind of material that a point is about, or "" when its words do not tell."""
    return next((field for field, words in FIELDS if re.search(words, point)), "")


def points_by_field(item):
    """``{field or kind: [point]}`` of everything asked in the item's present round."""
    points = {}
    for demand in demands(item):
        for point in demand.points:
            points.setdefault(field_of(point), []).append(f"{demand.office}：{point}")
    return points
