"""Uploading, replacing, taking back and reading the materials of an application (R62–R66)."""

import hashlib
from pathlib import PurePath

from django.conf import settings
from django.db import transaction

from registry.audit import record
from registry.files import EXTENSIONS, reasons_against_file
from rules.refusal import Refused, refuse_if
from rules.vocabulary import MATERIAL_KINDS

from ..models import Application, Letter, Material, MaterialAccess
from ..vault import opened, sealed
from .drafts import is_editable


def attach(application, kind, *, name, data, by, at, licence_no="", valid_until=None):
    """Add one file of ``kind``; its bytes are checked, digested and encrypted before storage."""
    name = PurePath(name.replace("\\", "/")).name[:200]
    refuse_if(reasons_against_file(name, data, max_bytes=settings.MATERIAL_MAX_BYTES))
    with transaction.atomic():
        application = _open_to(application, by)
        digest = hashlib.sha256(data).hexdigest()
        refuse_if(_reasons_against_attaching(application, kind, digest))
        material = Material(
            application=application,
            kind=kind,
            name=name,
            size=len(data),
            mime=EXTENSIONS[PurePath(name).suffix.lower()],
            sha256=digest,
            licence_no=licence_no,
            valid_until=valid_until,
            uploaded_at=at,
            uploaded_by=by,
        )
        material.file.save(name, sealed(data), save=False)
        material.save()
        record("workflow.attach", material, by=by, at=at, sha256=digest, kind=kind)
    return material


@transaction.atomic
def take_back(material, *, by, at):
    """Stop using a file; a submitted application keeps it, marked superseded."""
    _open_to(material.application, by)
    changed = Material.objects.current().filter(pk=material.pk).update(superseded_at=at)
    if not changed:
        raise Refused(["该材料已撤下"])
    record("workflow.take_back", material, by=by, at=at)


def read(material, *, by, at, purpose=""):
    """The plain bytes for ``by``; every view of a restricted material leaves a row (R65).

    The door has already scoped who may see the application; an applicant's own view of its own
    roster is logged like everybody's.
    """
    if material.is_restricted:
        own = by.applicant_id == material.application.applicant_id
        purpose = purpose.strip() or ("本单位查看" if own else "")
        refuse_if([] if purpose else ["查阅名册须填写目的"])
        MaterialAccess.objects.create(material=material, user=by, at=at, purpose=purpose[:120])
    return opened(material.file)


def _open_to(application, by):
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if by.applicant_id != application.applicant_id:
        raise Refused(["只有申请单位可以提交材料"])
    if not is_editable(application):
        raise Refused(["申请正在审核，不能增减材料"])
    return application


def _reasons_against_attaching(application, kind, digest):
    reasons = []
    if kind not in dict(MATERIAL_KINDS):
        reasons.append("请选择材料种类")
    if application.materials.current().filter(kind=kind, sha256=digest).exists():
        reasons.append("同一文件已上传")
    if kind == "M5_other" and not _was_asked(application):
        reasons.append("“其他材料”仅在审核要求补充时上传")
    return reasons


def _was_asked(application):
    """R66: other materials only on a reviewer's itemised request."""
    return Letter.objects.filter(item__application=application, kind="returned").exists()
