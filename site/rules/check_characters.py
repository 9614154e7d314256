"""Check characters: the sums by which a copied number betrays a slip of the pen.

Sources: GB 32100-2015 (mod 31), GB 11714-1997 (mod 11), GB 11643-1999 (ISO 7064 MOD 11-2).
Each function takes characters already normalised and raises ValueError on a foreign one.
"""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100-2015: digits and capitals without I, O, S, V, Z."""

DIGITS_AND_CAPITALS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def mod_31(body: str) -> str:
    """The character c with Σ value·3^position + c ≡ 0 (mod 31), positions counted from 0."""
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return ALPHABET[-total % 31]


def organisation_digit(body: str) -> str:
    """The ninth character of a GB 11714 organisation code, from its first eight."""
    values = (DIGITS_AND_CAPITALS.index(char) for char in body)
    total = sum(value * weight for value, weight in zip(values, ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def resident_digit(body: str) -> str:
    """The eighteenth character of a resident identity number, from its first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, RESIDENT_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]
