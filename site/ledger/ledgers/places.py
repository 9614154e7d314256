"""The ledgers of places: venues and stations, bases and their contracts."""

from types import MappingProxyType

from rules.typed_dates import A_YEAR
from rules.vocabulary import OUTSIDE_CITIES

from ..models import SupplyBase, SupplyContract, Venue
from .declaring import Ledger


class Venues(Ledger):
    """专柜、专区、专馆、区外专区和村级电商服务站；上架产品暂停或者清理的，须确认下架。"""

    word, title, model, day = "venues", "销售场所", Venue, "opened_on"
    columns = (
        *("kind", "name", "city", "township", "address", "operator"),
        *("opened_on", "state", "closed_on"),
    )
    listed = ("kind", "name", "city", "township", "operator", "state")
    later = ("state", "closed_on")
    searched = ("name", "city", "address", "operator")
    parts = ("desk/_shelf.html",)

    def reasons(self, venue, on):
        if venue.kind == "outside_zone" and not venue.city:
            yield "city", f"区外专区请填写所在城市，如{'、'.join(OUTSIDE_CITIES)}"
        if venue.kind == "village_station" and venue.township is None:
            yield "township", "村级电商服务站请填写乡镇街道"
        if (venue.state == "closed") != (venue.closed_on is not None):
            yield "closed_on", "已关闭的请填写关闭日期，没有关闭的不填"
        if venue.closed_on and venue.closed_on < venue.opened_on:
            yield "closed_on", "关闭日期不得早于开业日期"


class SupplyBases(Ledger):
    """大型商超、农产品配送企业建立的直采直供基地；合同另立台账。"""

    word, title, model, day = "bases", "直采直供基地", SupplyBase, "opened_on"
    columns = ("name", "township", "applicant", "opened_on", "closed_on")
    listed = ("name", "township", "applicant", "opened_on", "closed_on")
    later = ("closed_on",)
    searched = ("name", "applicant__name")
    parts = ("desk/_base_contracts.html",)

    def reasons(self, base, on):
        if base.closed_on and base.closed_on < base.opened_on:
            yield "closed_on", "撤销日期不得早于建立日期"


class SupplyContracts(Ledger):
    """基地与采购单位签订的供货合同。"""

    word, title, model, day = "contracts", "供货合同", SupplyContract, "signed_on"
    columns = ("base", "buyer_name", "signed_on", "valid_from", "valid_until")
    listed = columns
    searched = ("buyer_name", "base__name")
    parts = ("desk/_contract_base.html",)
    ahead = MappingProxyType({"valid_from": A_YEAR, "valid_until": 10 * A_YEAR})

    def reasons(self, contract, on):
        if contract.valid_until < contract.valid_from:
            yield "valid_until", "期限止不得早于期限起"
