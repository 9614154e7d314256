"""Rows of the audit trail as tests compare them."""


def acts(rows):
    """The words of the acts, in the order of the rows."""
    return [row.action for row in rows]
