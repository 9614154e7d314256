"""How much time is left, in working days, in words that need no colour."""

from dataclasses import dataclass

from workflow.policies.acceptance import limits


@dataclass(frozen=True)
class Deadline:
    """``tone`` is late, today, soon, ok or none; ``text`` says the same."""

    text: str
    tone: str


def deadline(turn, *, on, calendar):
    """What to say on day ``on`` about the day by which ``turn`` is due."""
    if turn.due_on is None:
        return Deadline("不限期", "none")
    return marked(turn, *days_left(turn.due_on, on, calendar))


def acceptance_deadlines(items, *, on, calendar):
    """``{item key: (last day, Deadline)}`` of those of ``items`` that wait to be accepted."""
    return {
        item: (limit.due_on, deadline(limit, on=on, calendar=calendar))
        for item, limit in limits(items).items()
    }


def answer_deadline(objection, *, on, calendar):
    """What to say on day ``on`` about the day by which an objection is to be answered (A11)."""
    return marked(objection, *days_left(objection.answer_due_on, on, calendar))


def marked(row, text, tone):
    """A limit beyond the entered holiday papers is planned by weekdays only, and says so."""
    return Deadline(f"{text}（暂计）" if row.due_is_provisional else text, tone)


def days_left(due, on, calendar):
    """``(text, tone)`` of a due day as it looks on day ``on``."""
    if due == on:
        return "今天到期", "today"
    if due > on:
        days = calendar.planned_between(on, due)
        return f"还剩{days}个工作日", "soon" if days <= 2 else "ok"
    days = calendar.planned_between(due, on)
    return (f"已超期{days}个工作日" if days else "已超期"), "late"
