"""The district's sales summed by whatever they are described by, drawn down to their lines."""

from .counts import OF_SELLERS, counts
from .dimensions import BY_NAME, DIMENSIONS, PUBLIC
from .tables import Row, narrowed, public_tables, summary, tables

__all__ = [
    "BY_NAME",
    "DIMENSIONS",
    "OF_SELLERS",
    "PUBLIC",
    "Row",
    "counts",
    "narrowed",
    "public_tables",
    "summary",
    "tables",
]
