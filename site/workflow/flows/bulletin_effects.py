"""What the engine asks and does by itself about a bulletin."""

from datetime import timedelta

from ledger.models import Bulletin
from registry.rulesets import in_force
from rules.periods import day_ends
from rules.sales import quarter_ends


def begin(activation, bulletin):
    """Bind the new process to its bulletin."""
    activation.process.bulletin = bulletin
    activation.process.save()
    return activation.process


def waits_for_reports(activation):
    """The district's waits for those of the lead units; a correction waits for nobody."""
    bulletin = activation.process.bulletin
    return bulletin.kind == Bulletin.Kind.DISTRICT and bulletin.corrects_id is None


def reports_due(activation):
    """The end of the day by which the lead units are due."""
    last = quarter_ends(activation.process.bulletin.close.quarter)
    return day_ends(last + timedelta(days=in_force(last).unit_bulletin_days))


def is_checked(activation):
    return activation.process.bulletin.checked_at is not None


def is_issued(activation):
    return activation.process.bulletin.issued_at is not None
