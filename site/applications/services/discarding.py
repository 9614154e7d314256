"""Deleting a draft: nobody but its applicant has seen it, so nothing has to stay (PIPL 47)."""

from django.db import transaction

from files.destroying import forget
from records.audit import record
from rules.refusal import refuse_if

from .. import above
from ..models import Application, MaterialAccess, Photo


@transaction.atomic
def discard_draft(application, *, by, at):
    """Delete a draft with its products, photos, prints and files; one audit row says that it was.

    Files that it took along from an old paper stay with that paper.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    refuse_if(_reasons_against_discarding(application, by, at))
    materials, photos = (
        application.materials.all(),
        Photo.objects.filter(item__application=application),
    )
    record(
        "applications.discard_draft",
        application,
        by=by,
        at=at,
        products=application.items.count(),
        files=len(materials),
        photos=len(photos),
    )
    files = [each.file for each in (*materials, *photos)]
    MaterialAccess.objects.filter(material__application=application).delete()
    materials.update(replaces=None)
    materials.delete()
    application.printed_forms.all().delete()
    application.items.all().delete()
    application.delete()
    forget(files)


def _reasons_against_discarding(application, by, at):
    if by.applicant_id != application.applicant_id:
        return ["只有申请单位可以删除草稿"]
    if not application.is_draft:
        return ["该申请已提交，不能删除；不再申请的产品可以撤回"]
    return above.reasons_against_deleting(application.applicant_id, at=at, application=application)
