"""What should have happened and has not, as a number by kind, for a monitor."""

from records.measures import measure

from .services.overdue import overdue


@measure("overdue", "What should have happened by now and has not (manage.py overdue).", "kind")
def late(at):
    for kind, rows in overdue(at).items():
        if isinstance(rows, list):
            yield kind, len(rows)
