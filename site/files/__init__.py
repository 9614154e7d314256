"""A file at rest: one row, one vault, one way in, one way out."""
