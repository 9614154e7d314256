"""Every report over units, whichever room its figures stand in, and what its lines bring along."""

from ledger.models import SalesRecord
from ledger.unit_reports import REPORTS as OF_LEDGERS
from supervision.intent_report import INTENTS
from supervision.models import PurchaseIntent

REPORTS = (*OF_LEDGERS, INTENTS)
BY_NAME = {each.name: each for each in REPORTS}
#: What a list of lines needs so that it takes one query; of an entry of a ledger its unit.
RELATED = {
    SalesRecord: ("applicant", "certificate__product"),
    PurchaseIntent: ("applicant", "certificate__product", "sale__reversal"),
}
