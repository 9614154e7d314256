"""The ledgers of the responsible units, each declared once (R06, R09, R27–R37, R51)."""

from .activities import Events, Pairings, Placements, SupportMeasures
from .declaring import Ledger
from .places import SupplyBases, SupplyContracts, Venues
from .purchasing import BudgetPurchases, CanteenPurchases, HundredEnterprises, UnionPurchases

#: In the order in which people choose from them.
DECLARED: tuple[type[Ledger], ...] = (
    Venues,
    Events,
    SupplyBases,
    SupplyContracts,
    UnionPurchases,
    BudgetPurchases,
    CanteenPurchases,
    HundredEnterprises,
    Pairings,
    SupportMeasures,
    Placements,
)
LEDGERS = {ledger.word: ledger() for ledger in DECLARED}


def kept_by(unit):
    """The ledgers that ``unit`` keeps."""
    return [each for each in LEDGERS.values() if each.is_kept_by(unit)]
