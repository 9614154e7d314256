"""No village is paired twice on one day, in the database too: its sales would count twice (R08)."""

from registry.day_spans import DaySpans

SPANS = DaySpans(
    "ledger_pairing",
    "pairing_no_overlap",
    "begins_on",
    "ends_on",
    "{row}voided_at IS NULL",
    within="village",
)
