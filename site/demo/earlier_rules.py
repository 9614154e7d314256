"""Rules for the days before the district had any, so that a simulation may begin in 2019."""

from copy import copy

from registry.models import RuleSet
from rules.periods import ONE_DAY, day_starts

BASIS = (
    "区级办法公布之前没有规定。本版本仅供模拟：比照2020年3月26日公布的暂行办法的条款试行，"
    "工作依据为《国务院办公厅关于深入开展消费扶贫助力打赢脱贫攻坚战的指导意见》（国办发〔2018〕129号）。"
)


def cover(day):
    """Let a rule set with the founding terms hold from ``day`` on, where none does yet."""
    first = RuleSet.objects.approved().order_by("effective_from").first()
    if first is None or first.effective_from <= day:
        return None
    earlier = copy(first)
    earlier.pk = None
    earlier.name, earlier.document_no, earlier.basis = "办法公布前的试行规则", "", BASIS
    earlier.effective_from, earlier.effective_until = day, first.effective_from - ONE_DAY
    earlier.approved_at = day_starts(day)
    earlier.save(force_insert=True)
    return earlier
