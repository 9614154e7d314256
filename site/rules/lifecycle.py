"""The states of an item, a certificate and a complaint, and where a certificate may go from where.

Where an item or a complaint may go, its flow alone says (``workflow/flows/``). Sources:
requirements §2.8, §2.12 and A10–A13, A22. ``diagrams`` draws these tables.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Self


class Labelled(StrEnum):
    """A stored word with the Chinese it is shown as."""

    label: str

    def __new__(cls, word: str, label: str) -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.label = label
        return member


def choices(words: Iterable[Labelled]) -> list[tuple[str, str]]:
    """The ``choices`` of a column that stores one of ``words``."""
    return [(word.value, word.label) for word in words]


class ItemState(Labelled):
    """申请项目状态: where one product of an application stands."""

    DRAFT = "draft", "草稿"
    STATION_REVIEW = "station_review", "待工作站认可"
    STATION_RETURNED = "station_returned", "工作站退回补正"
    STATION_REFUSED = "station_refused", "工作站不予认可"
    DISTRICT_REVIEW = "district_review", "区级审核"
    DISTRICT_RETURNED = "district_returned", "区级退回补正"
    DISTRICT_REFUSED = "district_refused", "不符合条件"
    PUBLICITY_PENDING = "publicity_pending", "待公示"
    DISTRICT_PUBLICITY = "district_publicity", "区级公示中"
    OBJECTION_HOLD = "objection_hold", "异议核查"
    REPORT_PENDING = "report_pending", "待上报市级"
    CITY_PENDING = "city_pending", "市级复核中"
    CITY_RETURNED = "city_returned", "市级退回补正"
    CITY_REFUSED = "city_refused", "市级复核未通过"
    PROVINCE_PENDING = "province_pending", "省级审核备案中"
    PROVINCE_RETURNED = "province_returned", "省级退回补正"
    PROVINCE_REFUSED = "province_refused", "省级审核未通过"
    NATIONAL_PENDING = "national_pending", "待全国公示"
    NATIONAL_PUBLICITY = "national_publicity", "全国公示中"
    NATIONAL_OBJECTION_HOLD = "national_objection_hold", "全国公示异议核查"
    LISTING_PENDING = "listing_pending", "待列入"
    LISTED = "listed", "已列入"
    WITHDRAWN = "withdrawn", "已撤回"
    TERMINATED = "terminated", "已终止"


class Stage(Labelled):
    """阶段: the part of its way that a product is on, as its applicant sees it."""

    SUBMISSION = "submission", "提交"
    STATION = "station", "工作站认可"
    DISTRICT = "district", "区级审核"
    DISTRICT_NOTICE = "district_notice", "区级公示"
    CITY = "city", "市级复核"
    PROVINCE = "province", "省级审核备案"
    NATIONAL_NOTICE = "national_notice", "全国公示"
    LISTING = "listing", "列入目录"


class CertificateStatus(Labelled):
    """证书状态: how a catalogue entry stands."""

    ACTIVE = "active", "有效"
    SUSPENDED = "suspended", "暂停"
    EXPIRED = "expired", "已到期"
    REMOVED = "removed", "已清理"


class CertificateOp(Labelled):
    """目录操作: what can happen to a catalogue entry; the words of the exchange format."""

    ADD = "add", "列入"
    UPDATE = "update", "变更"
    SUSPEND = "suspend", "暂停"
    RESUME = "resume", "恢复"
    EXPIRE = "expire", "到期"
    REMOVE = "remove", "清理"


class ComplaintState(Labelled):
    """投诉举报状态: where a complaint stands (requirements §2.8)."""

    RECEIVED = "received", "已登记"
    ACCEPTED = "accepted", "已受理"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    JOINED = "joined", "已并入他件"
    TRANSFERRED = "transferred", "已转办"
    INVESTIGATING = "investigating", "调查中"
    DECIDED = "decided", "已处理"
    FED_BACK = "fed_back", "已反馈"
    CLOSED = "closed", "已办结"


EXITS = frozenset({ItemState.WITHDRAWN, ItemState.TERMINATED})
"""Open to every item that is not final: the applicant withdraws, or the case is ended."""

REFUSED = {
    "station": ItemState.STATION_REFUSED,
    "district": ItemState.DISTRICT_REFUSED,
    "city": ItemState.CITY_REFUSED,
    "province": ItemState.PROVINCE_REFUSED,
}
"""The level that refused a product → the state in which that leaves it."""

FINAL = frozenset({*REFUSED.values(), *EXITS, ItemState.LISTED})
"""States with no way out; a refused item may only be copied into a new application."""

OPS: Mapping[tuple[CertificateStatus | None, CertificateOp], CertificateStatus] = MappingProxyType(
    {
        (None, CertificateOp.ADD): CertificateStatus.ACTIVE,
        (CertificateStatus.ACTIVE, CertificateOp.UPDATE): CertificateStatus.ACTIVE,
        (CertificateStatus.ACTIVE, CertificateOp.SUSPEND): CertificateStatus.SUSPENDED,
        (CertificateStatus.ACTIVE, CertificateOp.EXPIRE): CertificateStatus.EXPIRED,
        (CertificateStatus.ACTIVE, CertificateOp.REMOVE): CertificateStatus.REMOVED,
        (CertificateStatus.SUSPENDED, CertificateOp.UPDATE): CertificateStatus.SUSPENDED,
        (CertificateStatus.SUSPENDED, CertificateOp.RESUME): CertificateStatus.ACTIVE,
        (CertificateStatus.SUSPENDED, CertificateOp.EXPIRE): CertificateStatus.EXPIRED,
        (CertificateStatus.SUSPENDED, CertificateOp.REMOVE): CertificateStatus.REMOVED,
        (CertificateStatus.EXPIRED, CertificateOp.REMOVE): CertificateStatus.REMOVED,
    }
)
"""What an operation makes of a certificate; None is a certificate not yet given."""


def reasons_against_op(status: CertificateStatus | None, op: CertificateOp) -> list[str]:
    """Why ``op`` may not happen to a certificate in ``status``, in Chinese; empty when it may."""
    if (status, op) in OPS:
        return []
    if status is None:
        return [f"证书尚未列入目录，不能办理“{op.label}”"]
    return [f"证书“{status.label}”，不能办理“{op.label}”"]


def after(status: CertificateStatus | None, op: CertificateOp) -> CertificateStatus:
    """The status that ``op`` leads to; ValueError with the reasons when it may not happen."""
    if reasons := reasons_against_op(status, op):
        raise ValueError("；".join(reasons))
    return OPS[status, op]


def reasons_against_way(
    old: ComplaintState, new: ComplaintState, ways: Iterable[ComplaintState]
) -> list[str]:
    """Why a complaint in ``old`` may not go to ``new``, outside its ``ways``; else empty."""
    if new in ways:
        return []
    if new is old:
        return [f"该件已经是“{old.label}”"]
    if not ways:
        return [f"该件“{old.label}”，不能再变更为“{new.label}”"]
    if new is ComplaintState.CLOSED:
        return ["尚未反馈，不能办结"]
    return [f"该件“{old.label}”，不能变更为“{new.label}”"]
