"""May these entries be certified again? (办法四（二）, A16–A18)"""

from catalog.above import open_case
from rules.official_dates import official_date

from ..models import Item


def reasons_against_renewing(applicant, certificates, *, on):
    """Why a renewal of ``certificates`` cannot be begun on day ``on``."""
    reasons = []
    for certificate in certificates:
        if certificate.applicant_id != applicant.pk:
            reasons.append(f"{certificate}不属于本单位")
        elif not certificate.is_renewable(on):
            reasons.append(_why(certificate, on))
        elif case := open_case(certificate):
            reasons.append(f"{certificate}有案件{case}在办理，办结后才能再次申请")
        elif draft_of(certificate) is not None:
            reasons.append(f"{certificate}已有一份填写中的再次申请，请继续填写，或者删除后重新开始")
    return reasons


def draft_of(certificate):
    """The product of a draft that renews ``certificate``, or None; there is one at most."""
    return Item.objects.filter(renewal_of=certificate, process__isnull=True).first()


def _why(certificate, on):
    if certificate.exited_on:
        return f"{certificate}已自愿退出目录，请提出首次申请"
    if certificate.renewal_sought_on:
        return f"{certificate}的再次申请正在办理，不能重复提出"
    if certificate.renewals.exists():
        return f"{certificate}已再次认定"
    if certificate.status_on(on) == "removed":
        return f"{certificate}已清理出目录，不能再次申请"
    return f"{certificate}的再次申请自{official_date(certificate.renewal_opens_on)}起受理"
