"""What a holder must report of a change (办法四（三）, A19): how far, and what has to show it."""

from collections.abc import Iterable
from decimal import Decimal

#: Column → by how many percent it must have moved to be reported: fewer is told, dearer is told.
EXTENTS = {"annual_output": -30, "reference_price_fen": 20}
#: What is asked about each kind of change.
QUESTIONS = {
    "registration": "单位名称、统一社会信用代码或者住所已经变更登记",
    "licence": "生产经营许可证照换发、变更、到期、吊销或者注销",
    "product": "产品名称、规格或者执行标准改变",
    "origin_input": "产地迁移，或者原料、种苗等生产资料的来源改变",
    "output_supply": "年产量或者供货减少30%以上，或者供货月份改变",
    "price": "参考价格上涨20%以上",
    "benefit": "带贫机制、带动的户数、人数、增收或者用工改变",
    "stop": "停产、转产或者歇业",
    "safety": "发现质量安全问题，立即报告",
}
#: Kinds that rest on a paper of another authority → what is demanded where none came along.
PROOFS = {
    "registration": "请上传变更登记通知书或者变更后的营业执照",
    "licence": "请上传变更后的许可证照，或者注销、吊销的文书",
}


def limit_of(column: str, current: Decimal | str | int | None) -> Decimal | None:
    """The figure that ``column`` reaches when it must be reported; None where it has no limit."""
    if column not in EXTENTS or not current:
        return None
    return Decimal(current) * (100 + EXTENTS[column]) / 100


def is_far(
    column: str, before: Decimal | str | int | None, after: Decimal | str | int | None
) -> bool | None:
    """Whether ``column`` moved from ``before`` to ``after`` as far as must be reported.

    None where no extent is set for it, or nothing stood before.
    """
    limit = limit_of(column, before)
    if limit is None or after is None:
        return None
    is_drop = EXTENTS[column] < 0
    return Decimal(after) <= limit if is_drop else Decimal(after) >= limit


def proofs_demanded(kinds: Iterable[str]) -> list[str]:
    """What must be shown of ``kinds``, in the order of the list."""
    reported = set(kinds)
    return [proof for kind, proof in PROOFS.items() if kind in reported]
