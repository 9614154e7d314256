"""When two names are one product's: as people would recognise it, not byte for byte (R04)."""

import unicodedata


def product_identity(name: str, sales_spec: str) -> str:
    """Name and specification in one width and case, without blanks: equal for the same product."""
    text = unicodedata.normalize("NFKC", f"{name}|{sales_spec}")
    return "".join(text.split()).lower()[:400]
