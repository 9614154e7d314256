"""An applicant at home: filling the header, scanning the papers, accepting the commitment."""

from applications.policies.materials import SIGNED_FORM, expired_licences, required_materials
from applications.services import drafts, materials
from registry import rulesets
from rules.periods import corresponding_day, local_day
from workflow.services import submissions

from .papers import pdf


def prepare(application, *, by, at):
    """Complete a draft so that it can be submitted at ``at``."""
    application = drafts.save_header(
        application,
        by=by,
        at=at,
        signatory=application.applicant.legal_representative,
        signed_on=local_day(at),
        no_roster_statement=not _has_rosters(application),
    )
    for kind, _reason in required_materials(application):
        if not application.materials.current().filter(kind=kind).exists():
            data = pdf(f"{application.applicant.name} {kind} {application.pk}")
            materials.attach(application, kind, name=f"{kind}.pdf", data=data, by=by, at=at)
    _renew_licences(application, by=by, at=at)
    text = rulesets.in_force(local_day(at)).commitment_text
    return drafts.accept_commitment(application, text=text, by=by, at=at)


def _has_rosters(application):
    """Whether it employs poor workers or has members, and so hands in a roster (R65)."""
    is_cooperative = application.applicant.entity_type == "cooperative"
    return is_cooperative or application.items.filter(employed_workers__gt=0).exists()


def _renew_licences(application, *, by, at):
    """Scans of the renewed licences, for those of the register that have run out (R63)."""
    for licence in expired_licences(application, local_day(at)):
        materials.attach(
            application,
            "M2_licence",
            name=f"{licence.number}.pdf",
            data=pdf(f"{licence} 换发 {application.pk}"),
            by=by,
            at=at,
            licence_no=licence.number,
            valid_until=corresponding_day(local_day(at), 60),
        )


def sign_again(application, *, by, at):
    """What was changed while it was mended is signed anew: the new scan replaces the old one."""
    [form] = application.materials.current().filter(kind=SIGNED_FORM)
    data = pdf(f"{application.applicant.name} {SIGNED_FORM} {application.pk} {at:%Y%m%d%H%M}")
    materials.attach(
        application, SIGNED_FORM, name="申请书.pdf", data=data, by=by, at=at, replaces=form
    )


def submit(application, *, by, at):
    """Prepare and submit; the application as submitted."""
    return submissions.submit(prepare(application, by=by, at=at), by=by, at=at)
