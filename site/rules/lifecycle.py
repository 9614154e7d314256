"""Tables of states: where an application item, a certificate and a complaint may go, from where.

Sources: requirements §2.8, §2.12 and A10–A13, A22; design §4. The diagrams in ``diagrams`` are
drawn from these tables.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Self


class _Labelled(StrEnum):
    """A stored word with the Chinese it is shown as."""

    label: str

    def __new__(cls, word: str, label: str) -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.label = label
        return member


class ItemState(_Labelled):
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


class CertificateStatus(_Labelled):
    """证书状态: how a catalogue entry stands."""

    ACTIVE = "active", "有效"
    SUSPENDED = "suspended", "暂停"
    EXPIRED = "expired", "已到期"
    REMOVED = "removed", "已清理"


class CertificateOp(_Labelled):
    """目录操作: what can happen to a catalogue entry; the words of the exchange format."""

    ADD = "add", "列入"
    UPDATE = "update", "变更"
    SUSPEND = "suspend", "暂停"
    RESUME = "resume", "恢复"
    EXPIRE = "expire", "到期"
    REMOVE = "remove", "清理"


class ComplaintState(_Labelled):
    """投诉举报状态: where a complaint stands (requirements §2.8)."""

    RECEIVED = "received", "已登记"
    ACCEPTED = "accepted", "已受理"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    TRANSFERRED = "transferred", "已转办"
    INVESTIGATING = "investigating", "调查中"
    DECIDED = "decided", "已处理"
    FED_BACK = "fed_back", "已反馈"
    CLOSED = "closed", "已办结"


_S = ItemState

_FORWARD: dict[ItemState, set[ItemState]] = {
    _S.DRAFT: {_S.STATION_REVIEW},
    _S.STATION_REVIEW: {_S.STATION_RETURNED, _S.STATION_REFUSED, _S.DISTRICT_REVIEW},
    _S.STATION_RETURNED: {_S.STATION_REVIEW},
    # A corrected item whose publicised facts stand goes straight back up (A12).
    _S.DISTRICT_REVIEW: {
        _S.DISTRICT_RETURNED,
        _S.DISTRICT_REFUSED,
        _S.PUBLICITY_PENDING,
        _S.REPORT_PENDING,
        _S.PROVINCE_PENDING,
    },
    _S.DISTRICT_RETURNED: {_S.DISTRICT_REVIEW},
    _S.PUBLICITY_PENDING: {_S.DISTRICT_PUBLICITY},
    _S.DISTRICT_PUBLICITY: {_S.OBJECTION_HOLD, _S.REPORT_PENDING},
    _S.OBJECTION_HOLD: {
        _S.DISTRICT_PUBLICITY,
        _S.PUBLICITY_PENDING,
        _S.DISTRICT_RETURNED,
        _S.DISTRICT_REFUSED,
    },
    _S.REPORT_PENDING: {_S.CITY_PENDING},
    _S.CITY_PENDING: {_S.CITY_RETURNED, _S.CITY_REFUSED, _S.PROVINCE_PENDING},
    _S.CITY_RETURNED: {_S.DISTRICT_REVIEW},
    _S.PROVINCE_PENDING: {_S.PROVINCE_RETURNED, _S.PROVINCE_REFUSED, _S.NATIONAL_PENDING},
    _S.PROVINCE_RETURNED: {_S.DISTRICT_REVIEW},
    _S.NATIONAL_PENDING: {_S.NATIONAL_PUBLICITY},
    _S.NATIONAL_PUBLICITY: {_S.NATIONAL_OBJECTION_HOLD, _S.LISTING_PENDING},
    _S.NATIONAL_OBJECTION_HOLD: {
        _S.NATIONAL_PUBLICITY,
        _S.NATIONAL_PENDING,
        _S.DISTRICT_RETURNED,
        _S.DISTRICT_REFUSED,
    },
    _S.LISTING_PENDING: {_S.LISTED},
}

EXITS = frozenset({ItemState.WITHDRAWN, ItemState.TERMINATED})
"""Open to every item that is not final: the applicant withdraws, or the case is ended."""

FINAL = frozenset(ItemState) - frozenset(_FORWARD)
"""States with no way out; a refused item may only be copied into a new application."""

TRANSITIONS: Mapping[ItemState, frozenset[ItemState]] = MappingProxyType(
    {
        state: frozenset(_FORWARD[state]) | EXITS if state in _FORWARD else frozenset()
        for state in ItemState
    }
)

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


def reasons_against(old: ItemState, new: ItemState) -> list[str]:
    """Why an item in ``old`` may not go to ``new``, in Chinese; empty when it may."""
    if new in TRANSITIONS[old]:
        return []
    if old in FINAL:
        return [f"该产品“{old.label}”，办理已经终结，不能再变更为“{new.label}”"]
    return [f"该产品处于“{old.label}”，不能直接变更为“{new.label}”"]


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


_C = ComplaintState

COMPLAINT_WAYS: Mapping[ComplaintState, frozenset[ComplaintState]] = MappingProxyType(
    {
        _C.RECEIVED: frozenset({_C.ACCEPTED, _C.NOT_ACCEPTED, _C.TRANSFERRED}),
        _C.ACCEPTED: frozenset({_C.INVESTIGATING, _C.TRANSFERRED}),
        _C.NOT_ACCEPTED: frozenset({_C.FED_BACK}),
        _C.TRANSFERRED: frozenset({_C.FED_BACK}),
        _C.INVESTIGATING: frozenset({_C.DECIDED, _C.TRANSFERRED}),
        _C.DECIDED: frozenset({_C.FED_BACK}),
        _C.FED_BACK: frozenset({_C.CLOSED}),
        _C.CLOSED: frozenset(),
    }
)
"""Where a complaint may go: nothing is closed but through a feedback (R26)."""


def reasons_against_way(old: ComplaintState, new: ComplaintState) -> list[str]:
    """Why a complaint in ``old`` may not go to ``new``, in Chinese; empty when it may."""
    if new in COMPLAINT_WAYS[old]:
        return []
    if new is old:
        return [f"该件已经是“{old.label}”"]
    if not COMPLAINT_WAYS[old]:
        return [f"该件“{old.label}”，不能再变更为“{new.label}”"]
    if new is ComplaintState.CLOSED:
        return ["尚未反馈，不能办结"]
    return [f"该件“{old.label}”，不能变更为“{new.label}”"]
