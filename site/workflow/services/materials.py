"""Uploading, replacing, taking back and reading the materials of an application (R62–R66)."""

import hashlib
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from registry.audit import record
from registry.files import EXTENSIONS, plain_name, reasons_against_file
from registry.vault import opened, sealed
from rules.refusal import Refused, refuse_if
from rules.vocabulary import MATERIAL_KINDS

from ..models import Application, Letter, Material, MaterialAccess, Scan
from ..scanning import refused_if_infected
from .drafts import is_editable


def attach(application, kind, *, name, data, by, at, replaces=None, **details):
    """Add one file of ``kind``; its bytes are checked, digested and encrypted before storage.

    ``replaces`` is the file in whose place it comes; ``details``: licence_no and valid_until of a
    licence, printed_form of a signed application form.
    """
    name = plain_name(name)
    refuse_if(reasons_against_file(name, data, max_bytes=settings.MATERIAL_MAX_BYTES))
    scan = refused_if_infected(data)
    with transaction.atomic():
        application = _open_to(application, by)
        digest = hashlib.sha256(data).hexdigest()
        refuse_if(_reasons_against_attaching(application, kind, digest))
        refuse_if(_reasons_against_more(application, len(data)))
        if replaces is not None:
            take_back(replaces, by=by, at=at)
        material = Material(
            application=application,
            kind=kind,
            name=name,
            size=len(data),
            mime=EXTENSIONS[PurePath(name).suffix.lower()],
            sha256=digest,
            uploaded_at=at,
            uploaded_by=by,
            scan=scan,
            scanned_at=at if scan == Scan.CLEAN else None,
            **details,
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
    """The plain bytes for ``by``; every view by an officer and of a roster leaves a row (R65).

    The door has already scoped who may see the application; an applicant's own view of its own
    roster is logged like everybody's. Refused while a scanner has not settled the file.
    """
    own = by.applicant_id == material.application.applicant_id
    refuse_if(_reasons_against_reading(material, own))
    if material.is_restricted:
        purpose = purpose.strip() or ("本单位查看" if own else "")
        refuse_if([] if purpose else ["查阅名册须填写目的"])
    data = opened(material.file)
    if material.is_restricted or not own:
        purpose = purpose.strip() or "审核办理"
        with transaction.atomic():
            MaterialAccess.objects.create(material=material, user=by, at=at, purpose=purpose[:120])
            if material.is_restricted:  # the chain guards what the table alone does not
                record(
                    "workflow.read_roster",
                    material,
                    by=by,
                    at=at,
                    because=purpose,
                    **_whose(material.application),
                )
    return data


def _whose(application):
    """The paper that a material is part of, as the auditor knows it; a draft has no number."""
    return {
        "application": application.number or "",
        "application_id": application.pk,
        "applicant": application.applicant.name,
    }


def _reasons_against_reading(material, own):
    if material.destroyed_at is not None:
        return [f"该文件已按保管期限于{material.destroyed_at:%Y-%m-%d}销毁"]
    if material.scan == Scan.INFECTED:
        return ["该文件发现病毒，已隔离，不能打开"]
    if material.scan == Scan.WAITING and not own:
        return ["该文件正在等待病毒扫描，扫描后才能打开"]
    return []


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


def _reasons_against_more(application, size):
    """An applicant's drafts hold so much; what a reviewer asked for is always taken."""
    if not application.is_draft:
        return []
    stored = Material.objects.filter(
        application__applicant=application.applicant_id,
        application__submitted_at__isnull=True,
        reused_from=None,
        destroyed_at__isnull=True,
    )
    held = stored.aggregate(files=Count("pk"), size=Coalesce(Sum("size"), 0))
    advice = "请先提交已经填好的申请，确需更多的请与区扶贫办联系"
    reasons = []
    if held["files"] >= settings.DRAFT_MAX_FILES:
        reasons.append(f"本单位未提交的申请中已有{held['files']}个文件（含已撤下的），{advice}")
    if held["size"] + size > settings.DRAFT_MAX_BYTES:
        most = settings.DRAFT_MAX_BYTES // (1024 * 1024)
        reasons.append(f"本单位未提交的申请中的文件（含已撤下的）合计将超过{most}MB，{advice}")
    return reasons


def _was_asked(application):
    """R66: other materials only on a reviewer's itemised request."""
    return Letter.objects.filter(item__application=application, kind="returned").exists()
