"""Keeping what is typed before it is saved: any text of any form, unchecked, for its writer."""

import json

from django.db import transaction

from records.prepared import NUMBER, Prepared
from rules.refusal import Refused

from ..models import Application, UnsavedForm

LONGEST = 100_000
ANY = Prepared(
    lambda application: UnsavedForm.objects.filter(application=application).values_list("pk")[:1],
    NUMBER,
)


@transaction.atomic
def keep(application, form, data, *, by, at):
    """Keep ``data`` (``{field: [text]}``) of ``form`` as ``by`` typed it, in place of the last."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if by.applicant_id != application.applicant_id:
        raise Refused(["只有申请单位可以填写申请"])
    if len(json.dumps(data)) > LONGEST:
        raise Refused(["内容过长，不能暂存"])
    # PostgreSQL stores no NUL, neither in texts nor in JSON; no keyboard types it
    data = {field: [text.replace("\0", "") for text in texts] for field, texts in data.items()}
    row, _ = UnsavedForm.objects.update_or_create(
        application=application, user=by, form=form, defaults={"data": data, "kept_at": at}
    )
    return row


def get(application, form, *, by):
    """What ``by`` typed into ``form`` and did not save, or None."""
    return UnsavedForm.objects.filter(application=application, user=by, form=form).first()


def drop(application, form, *, by):
    """Forget it: it was saved, or its writer does not want it."""
    UnsavedForm.objects.filter(application=application, user=by, form=form).delete()


def drop_all(application):
    """Forget everybody's: the paper is submitted."""
    if ANY.first(application.pk):
        UnsavedForm.objects.filter(application=application).delete()
