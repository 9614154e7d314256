"""Duties that a person takes on in an application; what an opinion must conclude on (R12, R67)."""

from .lifecycle import Labelled


class Duty(Labelled):
    """职责: one person takes one of these in an application, and no second one (R67)."""

    ENDORSE = "endorse", "工作站认可"
    BENEFIT = "benefit", "带贫减贫成效审核"
    QUALITY = "quality", "质量安全审核"
    PRICE = "price", "价格核查"
    INVESTIGATE = "investigate", "异议核查"
    RECORD = "record", "上报、登记与列入"
    CITY = "city", "市级复核"
    PROVINCE = "province", "省级审核"


#: The duties that end in a signed opinion, and what it must conclude on, each with its evidence
#: (R12, R55, R56).
CRITERIA = {
    Duty.ENDORSE: (("genuine", "带贫成效证明属实"),),
    Duty.BENEFIT: (
        ("lawful", "符合国家法律和相关规定"),
        ("benefit", "具有明确的带贫减贫效应"),
    ),
    Duty.QUALITY: (("quality", "符合农产品质量标准"), ("safety", "符合食品安全标准")),
    Duty.PRICE: (("price", "价格合理"),),
}
