"""The words of a bulletin: drafted from frozen figures and signed progress, shown with both.

A figure in the text is a reference in 【】 to the closed quarter; a line that is one reference to a
table stands for the table with its chart.
"""

from dataclasses import dataclass

from rules.amounts import yuan
from rules.references import references, resolve
from rules.sales import quarter_words

from .models import Bulletin, Problem, Progress, TaskUnit
from .statistics import DIMENSIONS, OF_SELLERS
from .statistics.tables import REST

TABLE = "表："
SUMS = {
    "销售额": "amount_fen",
    "线上销售额": "online_fen",
    "线下销售额": "offline_fen",
    "预算单位采购": "unit_budget_fen",
    "工会福利采购": "union_welfare_fen",
    "百企帮百村采购": "private_enterprise_fen",
}
#: Sums → the row, or the whole table, from which they could be told before the public.
PUBLIC_SUMS = {
    "线上销售额": ("销售渠道", ""),
    "线下销售额": ("销售渠道", ""),
    "预算单位采购": ("资金来源", "预算单位采购"),
    "工会福利采购": ("资金来源", "工会福利"),
}
NOT_PUBLIC = "（不公布）"
#: Task → what of the figures its lead tells of.
FIGURES_OF = {
    5: "预算单位采购【预算单位采购】。",
    6: "工会福利采购【工会福利采购】。",
    7: "单位食堂采购【销售渠道：单位食堂采购】。",
    8: "商超直采直供【销售渠道：商超直采直供】。",
    10: "百企帮百村采购【百企帮百村采购】。",
    11: "区外专区销售【销售渠道：北上杭广深专区】。",
    12: "电商人才培训【电商人才培训】，【培训人数】参加；推荐参加活动【推荐参加活动】。",
    13: "村级电商服务站【村级电商服务站】，销售【销售渠道：村级电商服务站】。",
    14: "展销会【展销会】、直播【直播】、网红带货【网红带货】、电商节庆【电商节庆】。",
}
TITLES = {each.title: each for each in DIMENSIONS}


@dataclass(frozen=True)
class Part:
    """A paragraph of a bulletin, or a table: ``rows`` of (label, fen, amount as shown)."""

    text: str = ""
    title: str = ""
    rows: tuple = ()


def figure(close, name):
    """The figure that 【name】 stands for, as people read it; None when there is no such name."""
    if name in SUMS:
        return f"{yuan(close.totals[SUMS[name]])}元"
    if name == "笔数":
        return f"{close.totals['count']}笔"
    if name == "补报":
        return f"{close.late_count}笔{close.late_amount}元"
    if name in close.counts:
        number, measure = close.counts[name]
        return f"{number}{measure}"
    title, _, label = name.partition("：")
    if title in TITLES and label:
        cells = close.tables.get(TITLES[title].name, [])
        fen = next((fen for _, word, _, fen, _ in cells if word == label), 0)
        return f"{yuan(fen)}元"
    return None


def public_figure(close, name):
    """The same before the public; what would tell of fewer than three sellers is left out.

    A sum over several rows is told only where no row of its table had to be put together with
    others: else the difference would tell. A sum of which no public table tells is never told.
    """
    is_of_all = name in ("销售额", "笔数", *OF_SELLERS)
    if (name in close.counts and not is_of_all) or (is_of_all and close.public_tables):
        return figure(close, name)
    title, label = PUBLIC_SUMS.get(name, name.partition("：")[::2])
    rows = close.public_tables.get(TITLES[title].name, []) if title in TITLES else []
    labels = [word for word, _, _ in rows]
    is_open = label in labels if label else rows and REST not in labels
    return figure(close, name) if is_open else NOT_PUBLIC


def table(close, title, *, is_public=False):
    """The rows of 【表：title】 for a chart and its table; None when there is no such table."""
    if title not in TITLES or TITLES[title].name not in close.tables:
        return None
    name = TITLES[title].name
    if is_public:
        cells = [(label, fen) for label, _, fen in close.public_tables.get(name, [])]
    else:
        cells = [(label, fen) for _, label, _, fen, _ in close.tables[name]]
    return tuple((label, fen, yuan(fen)) for label, fen in cells)


def available(close):
    """``[(name, figure)]``: whatever a text about the closed quarter may refer to."""
    cells = [
        f"{title}：{row[1]}"
        for title, each in TITLES.items()
        if each.choices
        for row in close.tables.get(each.name, [])
    ]
    return [(name, figure(close, name)) for name in (*SUMS, "笔数", "补报", *close.counts, *cells)]


def unknown_references(close, text):
    """The names in ``text`` that stand for nothing in the quarter."""
    return [
        name
        for name in references(text)
        if (table(close, name[2:]) if name.startswith(TABLE) else figure(close, name)) is None
    ]


def parts(bulletin, *, is_public=False):
    """The :class:`Part` s of the text, references in place; the same ones as long as it stands."""
    close, shows = bulletin.close, public_figure if is_public else figure
    for line in filter(None, (line.strip() for line in bulletin.text.splitlines())):
        names = references(line)
        if len(names) == 1 and line == f"【{names[0]}】" and names[0].startswith(TABLE):
            title = names[0].removeprefix(TABLE)
            rows = table(close, title, is_public=is_public) or ()
            yield Part(title=f"按{title}", rows=rows)
        else:
            yield Part(text=resolve(line, lambda name: shows(close, name) or f"【{name}】"))


def recommended_text(bulletin):
    """A first draft: the office's of the whole district, a lead's of its own tasks."""
    words = quarter_words(bulletin.close.quarter)
    if bulletin.kind == Bulletin.Kind.DISTRICT:
        lines = _district(bulletin, words)
    else:
        lines = _of_lead(bulletin, words)
    return "\n".join(lines)


def _district(bulletin, words):
    issued = Bulletin.objects.standing().filter(close=bulletin.close, kind=Bulletin.Kind.LEAD_UNIT)
    told_by = "、".join(f"{each.unit}（{each.number}）" for each in issued.select_related("unit"))
    yield f"现将{words}全区工作进展情况通报如下。"
    yield "一、总体情况"
    yield "本季度计入统计的销售【笔数】，销售额【销售额】。"
    yield "其中线上【线上销售额】，线下【线下销售额】。"
    yield "以前季度补报、计入本季度的【补报】。"
    yield "【表：销售渠道】"
    yield "【表：六进】"
    yield "售出产品【售出产品】，经核实带动【带动户数】、【带动人数】。"
    yield (
        "有效目录产品【有效目录产品】，其中“菜篮子”产品【菜篮子产品】、“米袋子”产品【米袋子产品】；"
        "持证单位【持证单位】，有注册商标的【注册商标单位】，有品牌荣誉的【品牌荣誉单位】。"
    )
    yield "举办展销会【展销会】、直播【直播】、电商人才培训【电商人才培训】。"
    yield "二、牵头单位通报情况"
    yield f"已通报的牵头单位：{told_by or '无'}。"
    yield "三、任务进展"
    tasks = Progress.objects.filter(quarter=bulletin.close.quarter, confirmed_at__isnull=False)
    leads = tasks.filter(unit__role=TaskUnit.Role.LEAD).select_related("unit__task")
    for each in leads.order_by("unit__task__number"):
        yield f"任务{each.unit.task.number}：{each.get_status_display()}。"
    yield "四、下一步工作"
    yield "各责任单位要按照分工抓好落实，及时、完整报送进展和台账。"


def _of_lead(bulletin, words):
    quarter = bulletin.close.quarter
    units = bulletin.leads().select_related("task").order_by("task__number")
    tasks = [unit.task for unit in units]
    rows = Progress.objects.filter(
        quarter=quarter, confirmed_at__isnull=False, unit__task__in=tasks
    ).select_related("unit__organisation")
    by_task = {}
    for each in rows.order_by("unit__position"):
        by_task.setdefault(each.unit.task_id, []).append(each)
    yield f"现将{words}本单位牵头任务的进展情况通报如下。"
    for task in tasks:
        yield f"{task}。"
        for each in by_task.get(task.pk, []):
            text = " ".join(each.text.split())
            yield f"{each.unit.organisation}：{each.get_status_display()}。{text}"
        if task.number in FIGURES_OF:
            yield FIGURES_OF[task.number]
    problems = Problem.objects.open().filter(task__in=tasks).select_related("owner")
    for each in problems:
        yield f"存在问题：{each.text}（{each.owner}）。"
