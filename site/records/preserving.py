"""Traces of people that nothing may clear away: a room above says whose, this one clears none."""

_askers = []


def register(ask):
    """Register ``ask(on)``: the keys of the people whose traces stay on a day, as a query."""
    if ask not in _askers:
        _askers.append(ask)


def clearable(rows, field, on):
    """``rows`` without those whose ``field``, a person, must be kept on day ``on``."""
    for ask in _askers:
        rows = rows.exclude(**{f"{field}__in": ask(on)})
    return rows
