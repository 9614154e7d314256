"""Uploading, replacing, taking back and reading the materials of an application (R62–R66)."""

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from applications.models import Application, LicenceVersion, Material, MaterialAccess
from files import delivery, destroying
from files.inspection import stamped_with
from files.intake import examine, examine_pages, take
from files.kinds import BROWSER_TYPES, PDF, Unreadable, marks_on
from records.audit import record
from registry.names import fill
from rules.official_dates import official_date
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields, refuse_if
from rules.vocabulary import MATERIAL_KINDS

from ..above import was_returned
from ..policies.licences import reasons_against_end
from ..policies.materials import LICENCE, SHARED, SIGNED_FORM, reasons_against_form, shared
from . import licences
from .drafts import is_editable


def attach(application, kind, *, name, data, by, at, **details):
    """Add one file of ``kind``; its bytes are checked, digested and encrypted before storage."""
    return attach_sound(application, kind, examine(name, data), by=by, at=at, **details)


def attach_pages(application, kind, files, *, by, at, **details):
    """Add several pictures ``[(name, data)]`` of pages as one PDF of ``kind``."""
    return attach_sound(application, kind, examine_pages(files), by=by, at=at, **details)


def attach_sound(application, kind, sound, *, by, at, replaces=None, **details):
    """Add a file that was opened already.

    ``replaces`` is the file in whose place it comes; ``details``: licence_no and valid_until of a
    licence, printed_form of a signed application form.
    """
    if kind == LICENCE and replaces is not None and replaces.sha256 == sound.sha256:
        return put_right(replaces, by=by, at=at, **details)
    refuse_fields(reasons_against_end(details.get("valid_until"), on=local_day(at)))
    if kind == SIGNED_FORM:
        marks = marks_on(sound.data) if sound.mime == PDF else None
        refuse_if(reasons_against_form(sound.mime, marks))
    with transaction.atomic():
        application = _open_to(application, by)
        refuse_if(_reasons_against_attaching(application, kind, sound.sha256))
        refuse_if(_reasons_against_more(application, len(sound.data)))
        if replaces is not None:
            refuse_if(_reasons_against_replacing(application, kind, replaces))
            _supersede(replaces, by=by, at=at)
        material = Material.objects.create(
            application=application,
            kind=kind,
            file=take(sound, by=by, at=at),
            uploaded_at=at,
            uploaded_by=by,
            replaces=replaces,
            **details,
        )
        record("applications.attach", material, by=by, at=at, sha256=sound.sha256, kind=kind)
        if kind == LICENCE:
            licences.note_scan(
                application.applicant,
                number=material.licence_no,
                valid_until=material.valid_until,
                file=material.file,
                by=by,
                at=at,
            )
    return material


@transaction.atomic
def put_right(material, *, licence_no, valid_until, by, at):
    """Other words beside the scan of a licence that is here already: its number and its end.

    A new version of the material with the same file, which reviewers see; what the slip brought
    into the unit's particulars is put right as well.
    """
    application = _open_to(material.application, by)
    stood = material.valid_until
    refuse_fields(reasons_against_end(valid_until, on=local_day(at), stood=stood))
    refuse_if(_reasons_against_putting_right(material, (licence_no, valid_until)))
    _end(material, by=by, at=at)
    newer = Material.objects.create(
        application=application,
        kind=LICENCE,
        file=material.file,
        licence_no=licence_no,
        valid_until=valid_until,
        uploaded_at=at,
        uploaded_by=by,
        replaces=material,
        reused_from=material.reused_from,
    )
    record("applications.attach", newer, by=by, at=at, sha256=newer.sha256, kind=LICENCE)
    words = {"number": licence_no, "valid_until": valid_until, "file": newer.file}
    licences.put_right(application.applicant, by=by, at=at, **words)
    return newer


@transaction.atomic
def use_licence(application, licence, *, by, at):
    """Put a licence of the unit among the materials, by reference to its very scan (A17)."""
    application = _open_to(application, by)
    file = licences.scan_of(licence) if licence.applicant_id == application.applicant_id else None
    refuse_if([] if file else ["该证书没有扫描件，请上传"])
    if licence.valid_until and licence.valid_until < local_day(at):
        raise Refused(["该证书已到期，请先在单位资料登记换发的证书"])
    refuse_if(_reasons_against_attaching(application, LICENCE, file.sha256))
    material = Material.objects.create(
        application=application,
        kind=LICENCE,
        file=file,
        licence_no=licence.number,
        valid_until=licence.valid_until,
        uploaded_at=at,
        uploaded_by=by,
    )
    record("applications.attach", material, by=by, at=at, sha256=file.sha256, kind=LICENCE)
    return material


def offered(application):
    """The unit's licences that have a scan, are valid still, and are not among the materials."""
    here = application.materials.current().filter(kind=LICENCE)
    digests = {material.sha256 for material in here}
    rows = application.applicant.licences.prefetch_related("versions__file").order_by("kind", "pk")
    return [
        licence
        for licence in rows
        if (version := next(iter(licence.versions.all()), None))
        and version.file
        and version.file.destroyed_at is None
        and version.file.sha256 not in digests
    ]


@transaction.atomic
def take_back(material, *, by, at):
    """Stop using a file; a submitted application keeps it, a draft forgets its bytes.

    What other products are being reviewed by can only be replaced: a file of its kind that was
    added since takes its place, and without one it stays.
    """
    application = _open_to(material.application, by)
    resting = shared(application)
    if material in resting:
        newer = resting[material]
        refuse_if([] if newer else [SHARED])
        newer.replaces = material
        newer.save(update_fields=["replaces"])
    _supersede(material, by=by, at=at)


def _end(material, *, by, at):
    if not Material.objects.current().filter(pk=material.pk).update(superseded_at=at):
        raise Refused(["该材料已撤下"])
    record("applications.take_back", material, by=by, at=at)


def _supersede(material, *, by, at):
    _end(material, by=by, at=at)
    if material.application.is_draft and not _is_held_elsewhere(material):
        destroying.destroy(material.file, at=at)


def _is_held_elsewhere(material):
    """Whether another paper or the unit's particulars hold the very file."""
    others = Material.objects.exclude(application=material.application_id)
    return any(
        rows.filter(file=material.file_id).exists() for rows in (others, LicenceVersion.objects)
    )


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
    data = delivery.read(material.file, is_own=own)
    if material.is_restricted or not own:
        purpose = purpose.strip() or "审核办理"
        with transaction.atomic():
            MaterialAccess.objects.create(material=material, user=by, at=at, purpose=purpose[:120])
            if material.is_restricted:  # the chain guards what the table alone does not
                record(
                    "applications.read_roster",
                    material,
                    by=by,
                    at=at,
                    because=purpose,
                    **_whose(material.application),
                )
    return data


def read_marked(material, *, by, at, purpose=""):
    """What :func:`read` gives, with its purpose, its reader and the day across every page (R63).

    For licences, which are worth something to others; the kept file stays as it is. A file that
    is no picture and no PDF is given as it is.
    """
    data = read(material, by=by, at=at, purpose=purpose)
    if material.kind != LICENCE or material.mime not in BROWSER_TYPES:
        return data
    words = f"{fill('仅供{district}{product}认定审核使用')}　{by}　{local_day(at)}"
    try:
        return stamped_with(words, data)
    except Unreadable as error:
        raise Refused([f"暂时不能加注水印：{error}"]) from error


def _whose(application):
    """The paper that a material is part of, as the auditor knows it; a draft has no number."""
    return {
        "application": application.number or "",
        "application_id": application.pk,
        "applicant": application.applicant.name,
    }


def _reasons_against_reading(material, own):
    if material.destroyed_at is not None and material.destroyed_at == material.superseded_at:
        return ["该文件在提交以前已撤下，没有保存"]
    if material.destroyed_at is not None:
        return [f"该文件已按保管期限于{official_date(local_day(material.destroyed_at))}销毁"]
    return delivery.reasons_against_opening(material.file, is_own=own)


def _open_to(application, by):
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if by.applicant_id != application.applicant_id:
        raise Refused(["只有申请单位可以提交材料"])
    if not is_editable(application):
        raise Refused(["申请正在审核，不能增减材料"])
    return application


def _reasons_against_replacing(application, kind, replaced):
    is_same = replaced.application_id == application.pk and replaced.kind == kind
    return [] if is_same else ["只能更换同一申请中同一种类的材料"]


def _reasons_against_putting_right(material, words):
    if material.kind != LICENCE:
        return ["只有资格证书有编号和有效期"]
    is_same = words == (material.licence_no, material.valid_until)
    return ["编号和有效期没有改动；要更换文件的，请选择新的文件"] if is_same else []


def _reasons_against_attaching(application, kind, digest):
    reasons = []
    if kind not in dict(MATERIAL_KINDS):
        reasons.append("请选择材料种类")
    if application.materials.current().filter(kind=kind, file__sha256=digest).exists():
        reasons.append("同一文件已上传")
    if kind == "M5_other" and not was_returned(application):
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
        file__destroyed_at__isnull=True,
    )
    totals = stored.aggregate(files=Count("pk"), size=Coalesce(Sum("file__size"), 0))
    advice = "请删除不再需要的草稿和材料，或者先提交已经填好的申请"
    reasons = []
    if totals["files"] >= settings.DRAFT_MAX_FILES:
        reasons.append(f"本单位未提交的申请中已有{totals['files']}个文件，{advice}")
    if totals["size"] + size > settings.DRAFT_MAX_BYTES:
        most = settings.DRAFT_MAX_BYTES // (1024 * 1024)
        reasons.append(f"本单位未提交的申请中的文件合计将超过{most}MB，{advice}")
    return reasons
