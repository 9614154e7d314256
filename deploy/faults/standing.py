"""``python -m deploy.faults.standing prepare|passed|look``: notices that stand, as JSON."""

import json
import sys

import django


def main(word):
    django.setup()
    if word in AGO:
        _prepare(AGO[word])
    sys.stdout.write(json.dumps(_look(), ensure_ascii=False) + "\n")


#: How many days ago the notice was opened yesterday: while it stands, or long after its end.
AGO = {"prepare": 0, "passed": 30}


def _prepare(ago):
    """Two products whose notice was opened on the last working day, as it was ``ago`` days ago."""
    from datetime import timedelta

    from django.utils import timezone
    from tests.conftest import create_office

    from applications.services import drafts
    from demo import fiction
    from demo.acts import agent
    from demo.timetables import backwards, moment
    from demo.walking import walk
    from records import heartbeats
    from rules.periods import local_day

    create_office()
    today = local_day(timezone.now()) - timedelta(days=ago)
    days = backwards("notice", today)
    holder = fiction.applicant(1)
    by, at = agent(holder.pk), moment(days["submit"])
    application = drafts.start(holder, by=by, at=at)
    for row in range(2):
        drafts.add_item(application, by=by, at=at, **fiction.facts(1, row))
    walk(list(application.items.all()), days, until="notice")
    heartbeats.accept(timezone.now())


def _look():
    from django.utils import timezone

    from pages.models import ResultPage
    from publicity.models import Publicity, PublicityEntry
    from records.audit_faults import faults
    from records.models import AuditEvent, JobFailure
    from workflow.invariants import violations

    failures = JobFailure.objects.exclude(job="clock").values_list("job", flat=True)
    return {
        "running": PublicityEntry.objects.running().count(),
        "notices": Publicity.objects.count(),
        "results": ResultPage.objects.count(),
        "closings": AuditEvent.objects.filter(action="publicity.close").count(),
        "faults": [*faults(at=timezone.now()), *violations(), *(f"作业 {job}" for job in failures)],
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
