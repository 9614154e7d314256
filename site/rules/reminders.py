"""When a limit reminds: at half of it, a day before it ends, on its day, and past it (§1c)."""

from datetime import date

from rules.working_days import Calendar

__all__ = [
    "OF_ACCEPTANCE",
    "PAST",
    "STAGES",
    "URGED",
    "days_before_stages",
    "stage_of_acceptance",
    "stage_reached",
]

#: In order; a later one makes the earlier ones pointless. Words for people beside each.
STAGES: tuple[tuple[str, str], ...] = (
    ("half", "时限过半"),
    ("day_before", "明天到期"),
    ("due", "今天到期"),
    ("overdue", "已超期"),
)

#: The same of the limit for accepting (受理时限), which runs beside that of the step.
OF_ACCEPTANCE: tuple[tuple[str, str], ...] = tuple(
    (f"accept_{stage}", f"受理{words}") for stage, words in STAGES
)

#: Of which the head hears, too.
PAST: tuple[str, ...] = ("overdue", "accept_overdue")

#: Not a stage of a limit: somebody asked for it by hand.
URGED: tuple[str, str] = ("urged", "催办")


def stage_reached(arrived: date, due: date, on: date, calendar: Calendar) -> str | None:
    """The latest stage of a limit that runs from ``arrived`` to ``due``, as seen on day ``on``.

    Half is the working day by which half of the limit's working days, rounded up, have passed.
    Days beyond the calendar are planned by weekday: a desk's limit never blocks on a missing
    paper. None before half.
    """
    if on > due:
        return "overdue"
    if on == due:
        return "due"
    if calendar.planned_after(on, 1).day >= due:
        return "day_before"
    limit = calendar.planned_between(arrived, due)
    half = calendar.planned_after(arrived, max(1, -(-limit // 2))).day
    return "half" if on >= half else None


def days_before_stages(limit: int) -> int:
    """So many of the working days of ``limit`` are over before any stage is reached."""
    return max(0, min(limit - 1, -(-limit // 2)))


def stage_of_acceptance(arrived: date, due: date, on: date, calendar: Calendar) -> str | None:
    """The same as ``stage_reached`` says it, as a stage of the limit for accepting."""
    stage = stage_reached(arrived, due, on, calendar)
    return stage and f"accept_{stage}"
