"""The ledgers of what units do: events, support given, pairings, media placements."""

from types import MappingProxyType

from rules.official_dates import official_date
from rules.periods import overlaps
from rules.typed_dates import A_YEAR

from ..models import Pairing, Placement, SalesEvent, SupportMeasure
from .declaring import Kind, Ledger


class Events(Ledger):
    """展销、直播、网红带货、电商节庆、培训和推荐；只登记有效的产品，成交额按销售记录计算。"""

    word, title, model, day = "events", "销售活动", SalesEvent, "begins_on"
    columns = (*("kind", "name", "partner", "place", "begins_on", "ends_on", "participants"),)
    listed = ("kind", "name", "place", "begins_on", "ends_on", "participants")
    later = ("participants",)
    searched = ("name", "place", "partner")
    parts = ("desk/_event_products.html",)
    ahead = MappingProxyType({"begins_on": A_YEAR, "ends_on": 2 * A_YEAR})

    def reasons(self, event, on):
        if event.ends_on < event.begins_on:
            yield "ends_on", "结束日期不得早于开始日期"


class SupportMeasures(Ledger):
    """给予经营主体的场地、费用减免和补贴：计划、兑现、结束。"""

    word, title, model, day = "support", "支持措施", SupportMeasure, "planned_on"
    columns = (
        *("kind", "applicant", "content", "basis", "amount_fen"),
        *("planned_on", "granted_on", "ended_on"),
    )
    listed = ("kind", "applicant", "content", "amount_fen", "planned_on", "granted_on", "ended_on")
    later = ("granted_on", "ended_on")
    searched = ("applicant__name", "content", "basis")
    ahead = MappingProxyType({"planned_on": A_YEAR})

    def reasons(self, measure, on):
        granted, ended = measure.granted_on, measure.ended_on
        if granted and not measure.planned_on <= granted <= on:
            yield "granted_on", "兑现日期应在计划日期和今天之间"
        if ended and not granted:
            yield "ended_on", "兑现以后才能结束"
        if granted and ended and ended < granted:
            yield "ended_on", "结束日期不得早于兑现日期"


class Pairings(Ledger):
    """结对帮扶单位和所帮扶的村；该村的销售记录计入该单位的考核报表。"""

    word, title, model, day = "pairings", "结对关系", Pairing, "begins_on"
    columns = ("village", "begins_on", "ends_on")
    listed = columns
    later = ("ends_on",)
    searched = ("village",)
    kept_by = (Kind.PAIRED_UNIT,)
    ahead = MappingProxyType({"ends_on": 10 * A_YEAR})

    def reasons(self, pairing, on):
        if pairing.ends_on and pairing.ends_on < pairing.begins_on:
            yield "ends_on", "结束日期不得早于开始日期"
        for other in pairing.same_days().select_related("unit"):
            end = f"至{official_date(other.ends_on)}" if other.ends_on else "起"
            yield (
                "village",
                f"该村{official_date(other.begins_on)}{end}已与{other.unit}结对，期间不得重叠",
            )

    def clashes(self, pairing, drawn):
        spans = drawn.setdefault(pairing.village, [])
        spans.append((pairing.begins_on, pairing.ends_on))
        if overlaps(spans):
            spans.pop()
            yield "village", "该村与本文件前面的行期间重叠"


class Placements(Ledger):
    """新闻网站、微博、微信、移动客户端等媒体的刊播。"""

    word, title, model, day = "placements", "媒体刊播", Placement, "placed_on"
    columns = ("medium", "outlet", "title", "placed_on", "url")
    listed = ("medium", "outlet", "title", "placed_on")
    searched = ("outlet", "title")
