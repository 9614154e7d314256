"""Amounts of money: kept in whole fen, read and typed in yuan (人民币元)."""

from decimal import ROUND_HALF_UP, Decimal


def yuan(fen: int | Decimal | None) -> str:
    """``123456`` → ``"1,234.56"``; "" when there is no amount."""
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}"


def plain_yuan(fen: int | Decimal | None) -> str:
    """``123456`` → ``"1234.56"``, as a form or a file is filled in; "" when there is none."""
    return "" if fen is None else f"{Decimal(fen) / 100:.2f}"


def fen(amount: Decimal | None) -> int | None:
    """Yuan as typed, at most two places, as fen; None when nothing was typed."""
    return None if amount is None else int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
