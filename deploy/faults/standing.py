"""``python -m deploy.faults.standing prepare|look``: notices that stand today, as JSON."""

import json
import sys

import django


def main(word):
    django.setup()
    if word == "prepare":
        _prepare()
    sys.stdout.write(json.dumps(_look(), ensure_ascii=False) + "\n")


def _prepare():
    """Two products whose notice was opened on the last working day."""
    from django.utils import timezone
    from tests.conftest import create_office

    from applications.services import drafts
    from demo import fiction
    from demo.acts import agent
    from demo.timetables import backwards, moment
    from demo.walking import walk
    from rules.periods import local_day

    create_office()
    today = local_day(timezone.now())
    days = backwards("notice", today)
    holder = fiction.applicant(1)
    by, at = agent(holder.pk), moment(days["submit"])
    application = drafts.start(holder, by=by, at=at)
    for row in range(2):
        drafts.add_item(application, by=by, at=at, **fiction.facts(1, row))
    walk(list(application.items.all()), days, until="notice")


def _look():
    from django.utils import timezone

    from publicity.models import PublicityEntry
    from records.audit_faults import faults
    from records.models import JobFailure
    from workflow.invariants import violations

    failures = JobFailure.objects.exclude(job="clock").values_list("job", flat=True)
    return {
        "running": PublicityEntry.objects.running().count(),
        "faults": [*faults(at=timezone.now()), *violations(), *(f"作业 {job}" for job in failures)],
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
