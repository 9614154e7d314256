"""The application form on paper, verbatim in the order of the sample (R87): what stands where."""

from itertools import pairwise

from applications.models import PrintedForm
from rules.official_dates import official_moment
from rules.periods import SHANGHAI

COLUMNS = ("产品名称", "产地", "产品类别", "生产资料来源", "年产量", "供货时间")


def rows(items):
    """The table: one row for each product, in the columns of the sample."""
    return [
        (
            f"{item}（{item.sales_spec}）" if item.sales_spec else f"{item}",
            item.origin_text or f"{item.origin_township or ''}",
            item.category_text,
            _joined(item.input_sources_text, item.input_source_text),
            item.output_text,
            item.supply_text or _months(item.supply_months),
        )
        for item in items
    ]


def benefits(items):
    """带贫减贫机制及成效 of each product, as numbered paragraphs."""
    return [
        f"{number}．{item}：{_benefit_figures(item)}{item.benefit_text}"
        for number, item in enumerate(items, start=1)
    ]


def _benefit_figures(item):
    parts = [item.mechanisms_text] if item.mechanisms_text else []
    if None not in (item.households, item.persons):
        parts.append(f"带动{item.households}户{item.persons}人")
    if item.employed_workers:
        parts.append(f"吸纳务工{item.employed_workers}人")
    return f"{'，'.join(parts)}。" if parts else ""


def _months(months):
    """Months as people say them: 全年, 11月至次年3月, or one by one where there are gaps."""
    if len(months) == 12:
        return "全年"
    follows = all(after == before % 12 + 1 for before, after in pairwise(months))
    if len(months) > 2 and follows:
        over = "次年" if months[-1] < months[0] else ""
        return f"{months[0]}月至{over}{months[-1]}月"
    return "、".join(f"{month}月" for month in months)


def _joined(words, more):
    return f"{words}（{more}）" if words and more else words or more


def trace(application, printed: PrintedForm | None):
    """The line at the foot that ties a signed scan to its words."""
    if printed is None:
        return "预览，打印后显示校验码"
    name = application.number or f"草稿 {application.pk}"
    at = printed.printed_at.astimezone(SHANGHAI)
    return f"{name}　{official_moment(at)} 打印　校验码 {printed.code}"
