"""``python -m tests.support.worker_house WORD…``: what tests ask of a house with workers; JSON."""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path

import django
from django.utils import timezone
from django_tasks import task

from config.starting import nothing_collected


@task()
def write_line(path):
    """Hangs the first time, for ever as far as a test is concerned; then writes one line."""
    begun = Path(f"{path}.begun")
    if not begun.exists():
        begun.touch()
        time.sleep(600)
    with open(path, "a") as file:
        file.write("done\n")


@task()
def fail():
    raise ZeroDivisionError("一句不该让人看到的话")


def enqueue(path):
    write_line.enqueue(path)


def clock_passes(minutes):
    from config.background import run_again

    return run_again(timezone.now() + timedelta(minutes=int(minutes)))


def late(minutes):
    from config.background import late_tasks

    return late_tasks(timezone.now() + timedelta(minutes=int(minutes)))


def statuses():
    from django_tasks_db.models import DBTaskResult

    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def poison():
    """A task that has killed three workers, and one that raises."""
    from django_tasks_db.models import DBTaskResult

    fail.enqueue()
    result = write_line.enqueue("nowhere")
    begun = timezone.now()
    DBTaskResult.objects.filter(pk=result.id).update(
        status="RUNNING", started_at=begun, worker_ids=["a", "b", "c"]
    )


def write_two_mails():
    from records.mail import write

    write(["a@example.com", "b@example.com"], "测试", "正文", key="worker-house")
    return statuses()


def mails():
    from records.models import OutgoingMail

    return sorted(OutgoingMail.objects.values_list("state", flat=True))


def finds_nothing(data):
    """A virus scanner (``MATERIAL_SCANNER``)."""
    return ""


def file_waits():
    """A file that was taken while the scanner was silent, after every job had come through."""
    from django.core.files.base import ContentFile

    from files.models import Scan, StoredFile
    from files.vault import sealed
    from records.jobs import JOBS, came_through

    for name in JOBS:
        came_through(name, timezone.now())
    about = {"name": "a", "size": 1, "mime": "text/plain", "sha256": "0" * 64}
    content = ContentFile(sealed(b"x").read(), name="a")
    StoredFile.objects.create(sealed=content, scan=Scan.WAITING, taken_at=timezone.now(), **about)


def clock_goes_on():
    """What the clock did of the scans in one pass by itself; None where it left them."""
    from records import heartbeats, jobs, waking

    at = timezone.now()
    heartbeats.beat(at)
    return jobs.tick(at, hand_over=waking.hand_over).get("scans")


def worker_is_at_it(minutes):
    """A worker took what waits so many minutes ago; the statuses of all passes of the scans."""
    from django_tasks_db.models import DBTaskResult

    passes = DBTaskResult.objects.filter(args_kwargs={"args": ["scans"], "kwargs": {}})
    begun = timezone.now() - timedelta(minutes=int(minutes))
    passes.exclude(status="SUCCESSFUL").update(status="RUNNING", started_at=begun)
    return sorted(passes.values_list("status", flat=True))


def scans():
    from files.models import StoredFile

    return sorted(StoredFile.objects.values_list("scan", flat=True))


if __name__ == "__main__":
    with nothing_collected():
        django.setup()
    from tests.support import worker_house  # tasks are found by this name, not by __main__

    answer = getattr(worker_house, sys.argv[1])(*sys.argv[2:])
    sys.stdout.write(f"{json.dumps(answer)}\n")
