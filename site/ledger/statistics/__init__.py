"""The district's sales summed by whatever they are described by, drawn down to their lines."""

from .dimensions import BY_NAME, DIMENSIONS, PUBLIC
from .tables import Row, narrowed, public_tables, summary, tables

__all__ = [
    "BY_NAME",
    "DIMENSIONS",
    "PUBLIC",
    "Row",
    "narrowed",
    "public_tables",
    "summary",
    "tables",
]
