"""``/readyz``: whether what this process needs is there; yes or no, and which to a monitor.

``/healthz`` says only that the process answers: whoever starts it again asks that, since a database
that is away does not come back by it.
"""

import logging
import shutil
from functools import cache

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from files.models import StoredFile
from files.vault import is_known, seal, unseal
from records.jobs import silent
from records.models import AuditEvent
from workflow.services.overdue import GRACE

from .background import late_tasks
from .caches import LIMITS
from .metrics import brings_token

log = logging.getLogger(__name__)
#: What has to be free where files are kept, as a share and in bytes, whichever is less.
FREE_SHARE, FREE_BYTES = 0.1, 5 * 1024**3
#: The mark and the key's name at the beginning of a sealed file.
BEGINNING = 24


@never_cache
@require_safe
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """200 or 503; who brings the token of ``/metrics`` is told which part is missing."""
    parts = {name: _works(name, check) for name, check in CHECKS.items()}
    is_ready = all(parts.values())
    answer = {"status": "ok" if is_ready else "unavailable"}
    if brings_token(request):
        answer["parts"] = parts
        answer["watched"] = {name: _works(name, check) for name, check in WATCHED.items()}
    return JsonResponse(answer, status=200 if is_ready else 503)


def _works(name, check):
    try:
        works = check()
    except Exception as error:  # noqa: BLE001 - whatever keeps it from working is the answer
        log.error("not ready: %s (%s)", name, type(error).__name__)
        return False
    if not works:
        log.error("not ready: %s", name)
    return works


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _cache():
    """The shared cache, without which the site is slower, and what is counted in the database."""
    caches[LIMITS].get("readyz")
    return caches["default"].answers()


def _migrations():
    return _last_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


@cache
def _last_migrations():
    """The last migration of each app, as this process found them on the disk."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _keys():
    """The keys open what they seal, and are those of what was sealed and written last."""
    is_whole = unseal(seal(settings.SITE_URL.encode())) == settings.SITE_URL.encode()
    return is_whole and _is_own_file() and _is_own_trail()


def _is_own_file():
    file = StoredFile.objects.filter(destroyed_at=None).order_by("pk").last()
    if file is None:
        return True
    with file.sealed.open("rb") as stored:
        return is_known(stored.read(BEGINNING))


def _is_own_trail():
    event = AuditEvent.objects.order_by("pk").last()
    return event is None or event.mac == event.expected_mac()


def _jobs():
    """Each job of the clock came through when it should have; the log names those that did not."""
    late = [each.name for each, _ in silent(timezone.now(), grace=GRACE)]
    if late:
        log.error("no heartbeat of %s", ", ".join(late))
    return not late


def disk_is_free():
    """Whether there is room where files are kept."""
    usage = shutil.disk_usage(settings.DATA_ROOT)
    return usage.free >= min(FREE_BYTES, usage.total * FREE_SHARE)


def _queue():
    """No task of the workers failed for good, and none waits for a worker that is not there."""
    return not late_tasks(timezone.now())


CHECKS = {"database": _database, "cache": _cache, "migrations": _migrations, "keys": _keys}
#: Told to a monitor and no reason to take a process out of service: another would fare no better.
WATCHED = {"jobs": _jobs, "disk": disk_is_free, "queue": _queue}
