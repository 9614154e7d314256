"""Are the materials of a paper there, valid and signed, and which may be taken back? (R62–R66)"""

from files.kinds import BROWSER_TYPES
from records.prepared import DAY, NUMBER, SECOND_NUMBER, Prepared
from registry import rulesets
from registry.models import Licence
from rules.official_dates import official_date

from ..above import mended_items
from ..models import Material
from ..printed import form_title, item_facts, plain, printed_digest
from ..whole_papers import items_of

SIGNED_FORM = "M1_application_form"
LICENCE = "M2_licence"
STALE_PRINT = "申请书打印以后，填写的内容又有修改。请重新打印、签字盖章，用新的扫描件更换原来的"
STALE = "申请书签字以后，填写的内容又有修改。请重新打印、签字盖章，用新的扫描件更换原来的"
SHARED = "同一申请的其他产品正在以该材料接受审核，只能更换，不能撤下"
#: What of a submission stands on the printed form beside the products.
ON_PAPER = ("phone", "email", "no_roster_statement")


def _expired(application, applicant, on):
    scans = Material.objects.current().filter(application=application, kind=LICENCE)
    renewed = scans.filter(valid_until__gte=on).values_list("licence_no", flat=True)
    return Licence.objects.expired(on).filter(applicant=applicant).exclude(number__in=renewed)


EXPIRED = Prepared(_expired, NUMBER, SECOND_NUMBER, DAY)
CURRENT = Prepared(
    lambda application: (
        Material.objects.current()
        .filter(application=application)
        .select_related("file", "printed_form")
    ),
    NUMBER,
)


def expired_licences(application, on):
    """R63: licences of the register past their last day, with no renewed scan in this paper."""
    return EXPIRED(application.pk, application.applicant_id, on)


def about_licences(application, on):
    """Each at the licence itself, in the unit's particulars: there a slip is mended as well."""
    return [
        (
            f"licence-{licence.pk}",
            f"{licence}已于{official_date(licence.valid_until)}到期：换发的，登记新的编号和有效期；"
            "填错或者重复登记的，更正或者删除",
        )
        for licence in expired_licences(application, on)
    ]


def about_materials(application, on):
    """办法三（一）至（四）, A35: what must be there, and licences still valid."""
    current = list(CURRENT(application.pk))
    kinds = {material.kind for material in current}
    reasons = [
        (f"material-{kind}", reason)
        for kind, reason in required_materials(application)
        if kind not in kinds
    ]
    reasons += _about_print(application, current, on)
    for material in current:
        if material.valid_until and material.valid_until < on:
            ended = official_date(material.valid_until)
            reasons.append((f"material-{material.kind}", f"{material.name}已于{ended}到期"))
    return reasons


def _about_print(application, materials, on):
    """R62: what was signed says what the paper says now, whoever printed it."""
    forms = [material for material in materials if material.kind == SIGNED_FORM]
    prints = [material.printed_form for material in forms if material.printed_form_id]
    if prints:
        ruleset = application.ruleset or rulesets.in_force(on)
        now = printed_digest(application, ruleset)
        is_stale = any(printed.sha256 != now for printed in prints)
        return [(f"material-{SIGNED_FORM}", STALE_PRINT)] if is_stale else []
    return [(f"material-{SIGNED_FORM}", STALE)] if _was_changed(application, forms) else []


def _was_changed(application, forms):
    """Whether what stands on the form differs from when these very ``forms`` were submitted."""
    last = None if application.is_draft else application.submissions.order_by("number").last()
    if last is None:
        return False
    before = last.payload
    signed = {each["sha256"] for each in before["materials"] if each["kind"] == SIGNED_FORM}
    return signed == {form.sha256 for form in forms} and not _still_says(application, before)


def _still_says(application, before):
    """Whether the paper says on its form what it said in the submission ``before``."""
    rows = application.items.select_related("origin_township")
    items = {f"{item.uid}": plain(item_facts(item)) for item in rows}
    earlier = {each["uid"]: {**each} for each in before["items"]}
    for each in earlier.values():
        del each["uid"], each["round"]
    header = {name: getattr(application, name) for name in ON_PAPER}
    return items == earlier and header == {name: before["header"][name] for name in ON_PAPER}


def shared(application):
    """``{material: what may come in its place}`` of what products still under review rest on.

    Those are the files that were submitted, and newer versions of them, which the reviewers see.
    They may not be lost: one goes only for a file of its kind that was added since, or None where
    there is no such file yet. What was added since is not among them and may go again.
    """
    if application.is_draft or not _is_under_review(application):
        return {}
    submitted_at = application.submissions.order_by("number").last().submitted_at
    files = {each.pk: each for each in application.materials.order_by("pk")}
    current = [each for each in files.values() if each.superseded_at is None]
    resting = [each for each in current if _first(each, files).uploaded_at <= submitted_at]
    newer = [each for each in current if each not in resting and each.replaces_id is None]
    return {
        each: next((other for other in newer if other.kind == each.kind), None) for each in resting
    }


def _is_under_review(application):
    """Whether a product of it is with a reviewer, not with its applicant and not ended."""
    mended = mended_items(application).values("pk")
    return application.items.under_way().exclude(pk__in=mended).exists()


def _first(file, files):
    """The file in whose place ``file`` came, over however many versions."""
    while file.replaces_id is not None:
        file = files[file.replaces_id]
    return file


def reasons_against_form(mime, marks):
    """Why a file is no signed and stamped form; ``marks`` as ``files.kinds.marks_on`` tells."""
    if mime not in BROWSER_TYPES:
        return ["签字盖章的申请书请扫描或者拍照，上传 PDF、JPG 或 PNG，不接受 Word 文件"]
    if marks and marks["title"] == form_title() and not marks["is_marked"]:
        return ["这是从本系统下载的、没有签字盖章的申请书。请打印后签字盖章，再扫描或者拍照上传"]
    return []


def required_materials(application):
    """``[(kind, what to say when it is missing)]`` for this applicant and these products."""
    required = [
        ("M1_application_form", "请上传签字盖章的认定申请书"),
        (LICENCE, "请上传资格证书"),
        ("M3_benefit_proof", "请上传带贫益贫成效证明"),
    ]
    employs = any(item.employed_workers for item in items_of(application))
    if employs:
        required.append(("M4a_worker_roster", "雇用建档立卡贫困劳动力的，请上传名册"))
    if application.applicant.entity_type == "cooperative":
        required.append(("M4b_member_roster", "合作社请上传成员名册"))
    elif not employs and not application.no_roster_statement:
        required.append(("M4a_worker_roster", "请上传名册，或声明没有雇用建档立卡贫困劳动力"))
    return required
