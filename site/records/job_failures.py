"""Remembering what failed in the clock's work: by job and row, the kind of error and no more."""

import logging
import traceback

from django.db.models import F, Value
from django.db.models.functions import Least

from rules.refusal import Refused
from rules.working_days import CalendarMissing

from .models import JobFailure

log = logging.getLogger(__name__)


def note(job, subject, error, *, at):
    """Count one more failure of ``subject`` (a row; None: the whole job); its JobFailure.

    Called after the failed transaction was rolled back. The log gets the kind of error and the
    place in the code; the error's own words may quote a person.
    """
    key = {"job": job, **key_of(subject)}
    place = _place(error)
    log.error("job %s %s fails: %s at %s", job, subject_words(key), type(error).__name__, place)
    values = {"cause": describe(error), "last_at": at}
    failure, is_new = JobFailure.objects.get_or_create(**key, defaults={**values, "first_at": at})
    if not is_new:
        again = JobFailure.objects.filter(pk=failure.pk)
        again.update(**values, times=F("times") + 1, first_at=Least(F("first_at"), Value(at)))
    return failure


def clear(job, subject):
    """Forget the failure of one row, or with None of the whole job, because it succeeded."""
    JobFailure.objects.filter(job=job, **key_of(subject)).delete()


def clear_all(job, subject):
    """Forget the failures of one row and of the job as a whole."""
    clear(job, subject)
    clear(job, None)


def of(job, rows):
    """``{key of a row: JobFailure}`` of those among ``rows``, all of one model, that fail."""
    keys = [str(row.pk) for row in rows]
    label = rows[0]._meta.label_lower if rows else ""
    failures = JobFailure.objects.filter(job=job, subject_type=label, subject_id__in=keys)
    return {failure.subject_id: failure for failure in failures}


def key_of(subject):
    """The columns that name a row in :class:`JobFailure`."""
    if subject is None:
        return {"subject_type": "", "subject_id": ""}
    return {"subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}


def subject_words(key):
    return f"{key['subject_type']} {key['subject_id']}".strip() or "(whole)"


def describe(error):
    """The kind of error, or its words where they are ours: others may quote a person."""
    if isinstance(error, Refused | CalendarMissing):
        return f"{error}"[:300]
    return type(error).__name__


def _place(error):
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
