"""May this sale be booked, this one reversed, this quarter closed? The reasons, at their fields."""

import re
from decimal import Decimal

from rules import typed_dates, vocabulary
from rules.amounts import plain_yuan
from rules.privacy import scan
from rules.sales import TOLERANCE_FEN, amount_fen, next_quarter, quarter_starts

from .models import PeriodClose

CHOICES = (
    ("source", vocabulary.SALE_SOURCES, "来源"),
    ("channel", vocabulary.CHANNELS, "销售渠道"),
    ("buyer_type", vocabulary.BUYER_TYPES, "购买方类型"),
    ("fund_source", vocabulary.FUND_SOURCES, "资金来源"),
)
TEXTS = (
    ("external_id", 64, "流水号"),
    ("unit", 8, "单位"),
    ("buyer_name", 80, "购买单位"),
    ("paired_village", 60, vocabulary.PAIRED_VILLAGE),
    ("venue_code", 30, "场所编号"),
    ("event_code", 30, "活动编号"),
)
PRIVATE = ("buyer_name", "paired_village")
#: How a spreadsheet shows a long number that it has already cut to fifteen digits.
SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)
#: What the number of a sample row of the template begins with.
SAMPLE = "样例"
#: What to do about a number that lost its last digits.
AS_TEXT = "请把该列设为文本格式，从原单据重新粘贴单号"
NO_RETURNS = "不能填负数；退货、冲减请打开原来的销售记录办理冲正"
LARGEST_FEN = 10**12
LARGEST_QUANTITY = Decimal(10) ** 12


def reasons_against_sale(sale, *, on):
    """Why ``sale``, a row not yet saved, cannot be booked on day ``on``: ``[(field, reason)]``."""
    return [*_about_words(sale), *_about_texts(sale), *_about_numbers(sale), *_about_day(sale, on)]


def _about_words(sale):
    for name, choices, title in CHOICES:
        if getattr(sale, name) not in dict(choices):
            yield name, f"请选择{title}"
    if sale.six_entry and sale.six_entry not in dict(vocabulary.SIX_ENTRIES):
        yield "six_entry", "六进类别不在列表中"


def _about_texts(sale):
    for name, longest, title in TEXTS:
        text = getattr(sale, name)
        if len(text) > longest:
            yield name, f"{title}不超过{longest}个字"
        if name in PRIVATE and scan(text):
            yield name, f"{title}不得含有身份证号、手机号等个人信息"
    yield from reasons_against_number(sale.external_id)
    if not sale.unit:
        yield "unit", "请填写单位"
    if sale.buyer_type == "individual" and sale.buyer_name:
        yield "buyer_name", "个人消费者不登记姓名，购买单位请留空"


def reasons_against_number(number):
    """Why ``number`` cannot be a slip's: order numbers may look like a telephone's, not an id's."""
    if number.startswith(SAMPLE):
        yield "external_id", "这是模板的样例行，请删除"
    if SCIENTIFIC.fullmatch(number):
        yield "external_id", f"流水号“{number}”是表格软件缩写的数，末几位已经丢失；{AS_TEXT}"
    if any(finding.kind == "resident_id" for finding in scan(number)):
        yield "external_id", "流水号不得是身份证号"


def _about_numbers(sale):
    if sale.quantity is not None and sale.quantity < 0:
        yield "quantity", f"数量{NO_RETURNS}"
    elif not sale.quantity or sale.quantity >= LARGEST_QUANTITY:
        yield "quantity", "数量应大于零"
    elif sale.quantity != round(sale.quantity, 3):
        yield "quantity", "数量最多三位小数"
    yield from _about_price(sale.unit_price_fen)
    if (
        sale.unit_price_fen is not None
        and sale.quantity
        and sale.quantity > 0
        and sale.amount_fen is not None
    ):
        yield from _about_amount(sale)


def _about_price(fen):
    if fen is None:
        yield "unit_price_fen", "请填写单价"
    elif fen < 0:
        yield "unit_price_fen", f"单价{NO_RETURNS}"
    elif fen >= LARGEST_FEN:
        yield "unit_price_fen", "单价超出范围"


def _about_amount(sale):
    reckoned = amount_fen(sale.quantity, sale.unit_price_fen)
    if sale.amount_fen < 0:
        yield "amount_fen", f"金额{NO_RETURNS}"
    elif sale.amount_fen >= LARGEST_FEN:
        yield "amount_fen", "金额超出范围"
    elif sale.amount_fen == 0 < reckoned:
        yield "amount_fen", "金额为0，而数量和单价都大于零，请核对；赠送的不是销售"
    elif sale.amount_fen > reckoned + TOLERANCE_FEN:
        yield "amount_fen", f"金额大于数量×单价（{plain_yuan(reckoned)}元），请核对"


def _about_day(sale, on):
    yield from typed_dates.SALE.reasons_against(sale.sold_on, on=on)


def reasons_against_reversing(sale, *, reason, reversed_on, on):
    """Why ``sale`` cannot be reversed: once only, with a reason, on a day from the sale on."""
    reasons = _about_reason(reason)
    if sale.reverses_id is not None:
        reasons.append(("", "冲正记录不能再冲正"))
    if hasattr(sale, "reversal"):
        reasons.append(("", "该销售记录已冲正"))
    if reversed_on > on or reversed_on < sale.sold_on:
        reasons.append(("", "冲正日期应在销售日期和今天之间"))
    return reasons


def reasons_against_undoing(sales, *, reason):
    """Why an imported file, of which ``sales`` still stand, cannot be reversed whole."""
    reasons = _about_reason(reason)
    return reasons if sales else [*reasons, ("", "该批次没有可以冲正的记录，或者已全部冲正")]


def _about_reason(reason):
    if not 2 <= len(reason.strip()) <= 100:
        return [("reason", "请写明冲正原因（2至100字）")]
    return [("reason", "冲正原因不得含有个人信息")] if scan(reason) else []


def reasons_against_closing(quarter, *, on):
    """A quarter is closed once, after its last day, and never before the one before it."""
    if not re.fullmatch("[12][0-9]{3}Q[1-4]", quarter):
        return ["请选择季度"]
    closes = PeriodClose.objects.in_force()
    if closes.filter(quarter=quarter).exists():
        return [f"{quarter}已关账"]
    if on < quarter_starts(next_quarter(quarter)):
        return [f"{quarter}尚未结束，不能关账"]
    last = closes.order_by("-quarter").first()
    if last is not None and quarter != next_quarter(last.quarter):
        return [f"应先关账{next_quarter(last.quarter)}"]
    return []
