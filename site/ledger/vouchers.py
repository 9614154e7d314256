"""Vouchers of sales and ledgers: opened, and refused where they name people by their numbers.

They stay inside the house. Whoever keeps a ledger still has no need of resident numbers (R47): a
paper that shows them comes with them covered. A picture gives no words and is taken as it is.
"""

from doors.evidence import examined
from files.inspection import words_in
from files.unreadable import Unreadable
from files.words import Words
from rules.privacy import scan
from rules.private_tables import scan_rows
from rules.refusal import refuse_fields


def examined_vouchers(files, *, field="evidence"):
    """``files`` (``(name, bytes)`` or ``SoundFile``) as ``SoundFile`` ones; reasons at ``field``.

    Takes seconds: to be called before the act's transaction.
    """
    ready = examined(files)
    reasons = [reason for file in ready for reason in reasons_against_private(file)]
    refuse_fields([(field, reason) for reason in reasons])
    return ready


def reasons_against_private(file):
    """Why a ``SoundFile`` cannot be a voucher: the resident numbers in its words, masked."""
    try:
        words = Words(**words_in(file.data))
    except Unreadable:
        return []  # it opens, but gives no words
    parts = [finding for _, text in words.places for finding in scan(text)]
    parts += [each.finding for _, rows in words.tables for each in scan_rows(rows)]
    masked = {each.masked for each in parts if each.kind == "resident_id"}
    return [
        f"{file.name}：含有公民身份号码（{number}），请遮盖后再上传" for number in sorted(masked)
    ]
