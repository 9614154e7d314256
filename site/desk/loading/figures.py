"""Figures of a quarter's bulletin, summed from the district's sales records that count."""

from collections import Counter
from decimal import Decimal

CHANNELS = {
    "national_platform": "中国社会扶贫网",
    "platform_832": "832平台",
    "ecommerce": "其他电商",
    "live_stream": "直播带货",
    "new_media": "微博微信等",
    "village_station": "村级电商服务站",
    "canteen": "单位食堂",
    "community": "社区直销",
    "market": "交易市场",
    "counter": "专柜",
    "zone": "专区",
    "hall": "专馆",
    "exhibition": "展销会",
    "supermarket_direct": "商超直采直供",
    "outside_zone": "区外专区",
    "direct": "其他线下",
}
SIX_ENTRIES = {
    "organ": "进机关",
    "school": "进学校",
    "hospital": "进医院",
    "enterprise": "进企业",
    "community": "进社区",
    "market": "进交易市场",
}
MOST = 8


def quarter_figures(sales, quarter):
    """The rows of ``BulletinFigure`` for ``quarter`` ("2020Q2"); none when nothing was sold."""
    rows = [row for row in sales if row["expect"]["counted"] and quarter_of(row) == quarter]
    if not rows:
        return []
    total = [
        {"group": "total", "label": "有效销售记录", "amount": Decimal(len(rows)), "unit": "笔"},
        *(_money("total", label, rows, line) for label, line in LINES),
    ]
    return [
        *total,
        *_by("channel", CHANNELS, rows, "channel"),
        *_by("six_entry", SIX_ENTRIES, rows, "six_entry"),
    ]


LINES = (("销售额", None), ("线上", "online"), ("线下", "offline"))


def quarter_of(row):
    year, month, _ = row["sold_on"].split("-")
    return f"{year}Q{(int(month) - 1) // 3 + 1}"


def _money(group, label, rows, line):
    fen = sum(row["amount_fen"] for row in rows if line in (None, row["channel_line"]))
    return {"group": group, "label": label, "amount": Decimal(fen) / 100, "unit": "元"}


def _by(group, names, rows, column):
    """The largest few of one column, the largest first."""
    sums = Counter()
    for row in rows:
        if row[column]:
            sums[row[column]] += row["amount_fen"]
    return [
        {"group": group, "label": names[key], "amount": Decimal(fen) / 100, "unit": "元"}
        for key, fen in sums.most_common(MOST)
    ]
