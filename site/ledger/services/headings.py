"""What a holder's own files call the columns of the template: said once, kept for every file."""

from django.db import transaction

from records.audit import record
from rules.refusal import Refused, refuse_fields

from ..columns import COLUMNS, heading_key
from ..models import ImportMapping

#: The word under which the holders' sales stand among the ledgers.
SALES = "sales"
LONGEST = 40


def own_headings(applicant):
    """``{column: heading}`` as the holder's own files call the columns; {} where unsaid."""
    row = ImportMapping.objects.filter(applicant=applicant, ledger=SALES).first()
    return row.columns if row else {}


@transaction.atomic
def name_columns(applicant, headings, *, by, at):
    """Keep what the holder's files call our columns: ``{column: text}``, "" for ours."""
    if by.applicant_id != applicant.pk:
        raise Refused(["只能设置本单位的列名"])
    own = {name: text.strip() for name, text in headings.items() if text.strip()}
    refuse_fields(_reasons_against(own))
    row, _ = ImportMapping.objects.update_or_create(
        applicant=applicant, ledger=SALES, defaults={"columns": own}
    )
    record("ledger.name_columns", row, by=by, at=at, columns=own)
    return own


def _reasons_against(own):
    """``[(column, reason)]``: no unknown column, no endless word, no heading for two columns."""
    titles, keys = {each.name: each.heading for each in COLUMNS}, {}
    for name, text in own.items():
        if name not in titles:
            yield "", "没有这一列"
        elif len(text) > LONGEST:
            yield name, f"列名最多{LONGEST}个字"
        elif (other := keys.setdefault(heading_key(text), name)) != name:
            yield name, f"“{text}”已对应“{titles[other]}”，一列只能对应一项"
