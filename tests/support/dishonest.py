"""A unit in the dishonesty register, as pages and policies about something else need it."""

from datetime import datetime, timedelta

from demo.acts import holder
from registry import dishonesty as register
from registry.models import DishonestyEntry
from rules.periods import day_starts
from workflow.services import dishonesty

COMPLAINT_OFFICER, CLERK, HEAD = "complaint_officer@fpb", "fpb_clerk@fpb", "manager@fpb"
FACTS = "经核查，所提交的成效证明系伪造，情况属实。"
BECAUSE = "事实清楚，证据充分，陈述申辩不成立。"


def proposed(applicant, *, at, cause="false_material", by=COMPLAINT_OFFICER, **more):
    return dishonesty.propose(
        applicant,
        cause=cause,
        facts=FACTS,
        basis="章测扶办〔2020〕3号",
        by=holder(by),
        at=at,
        **more,
    )


def noticed(applicant, *, at, **more):
    entry = proposed(applicant, at=at, **more)
    return dishonesty.send_notice(entry, by=holder(CLERK), at=at + timedelta(hours=1))


def in_register(applicant, *, since, until):
    """The row alone, in force from ``since`` to ``until``: for dates before the office opened."""
    day = day_starts(since) - timedelta(days=20)
    entry = register.propose(
        applicant,
        cause="false_material",
        facts=FACTS,
        basis="虚构文号",
        by=holder(COMPLAINT_OFFICER),
        at=day,
    )
    DishonestyEntry.objects.filter(pk=entry.pk).update(
        state="effective",
        noticed_at=day,
        noticed_by=holder(CLERK),
        defence_ends_at=day + timedelta(days=8),
        decided_at=datetime.combine(since, day.timetz()),
        decided_by=holder(HEAD),
        effective_from=since,
        effective_until=until,
    )
    entry.refresh_from_db()
    return entry
