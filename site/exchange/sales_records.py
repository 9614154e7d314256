"""One sale or reversal of the ledger as one record of the exchange format (requirements §6.2)."""

from .digests import sha256

#: The longest key of the format.
LONGEST_KEY = 64


def sales_record(row):
    """The record of ``row`` (SalesRecord): money in fen, quantity as decimal text, no buyer's name.

    The format knows organisations only by their code, which the ledger does not hold: null.
    """
    return {
        "record_id": str(row.uid),
        "record_version": 1,
        "op": "reverse" if row.reverses_id else "add",
        "external_id": external_id(row),
        "source": row.source,
        "certificate_no": row.certificate.number,
        "holder_uscc": row.applicant.credit_code,
        "sold_on": f"{row.sold_on}",
        "booked_quarter": row.booked_quarter,
        "quantity": f"{row.quantity.normalize():f}",
        "unit": row.unit,
        "unit_price_fen": row.unit_price_fen,
        "amount_fen": row.amount_fen,
        "channel": row.channel,
        "channel_line": "online" if row.is_online else "offline",
        "six_entry": row.six_entry or None,
        "buyer_type": row.buyer_type,
        "buyer_uscc": None,
        "fund_source": row.fund_source,
        "hundred_enterprises": row.hundred_enterprises,
        "venue_code": row.venue_code or None,
        "event_code": row.event_code or None,
        "reverses": str(row.reverses.uid) if row.reverses_id else None,
        "reverse_reason": row.reverse_reason or None,
    }


def external_id(row):
    """A key unique for its source: a holder's or a till's own number is led by whose it is."""
    issuer = {"platform_import": "", "venue_pos": f"{row.venue_code}-"}
    prefix = issuer.get(row.source, f"{row.applicant.credit_code}-")
    again = f"-{row.booking}" if row.booking > 1 else ""
    key = f"{prefix}{row.external_id}{again}"
    if len(key) <= LONGEST_KEY:
        return key
    return f"{prefix}{sha256(key.encode())[: LONGEST_KEY - len(prefix)]}"
