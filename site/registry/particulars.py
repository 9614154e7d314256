"""The holder's particulars, which change only on an assessed change report (R18, §2.3)."""

from django.db import transaction

from records.audit import record
from rules.refusal import refuse_if

from .models import Applicant

#: How a change report names a column of the applicant → the column.
PARTICULARS = {
    "holder_name": "name",
    "holder_credit_code": "credit_code",
    "holder_domicile": "domicile",
}


@transaction.atomic
def change_particulars(applicant, particulars, *, by, at, because):
    """Change name, credit code or domicile, by the names of :data:`PARTICULARS`."""
    changed = {PARTICULARS[name]: value for name, value in particulars.items()}
    code = changed.get("credit_code")
    others = Applicant.objects.filter(credit_code=code).exclude(pk=applicant.pk)
    refuse_if(["该统一社会信用代码已属于另一申请单位"] if code and others.exists() else [])
    for column, value in changed.items():
        setattr(applicant, column, value)
    applicant.save(update_fields=[*changed, "changed_at"])
    record(
        "registry.particulars",
        applicant,
        by=by,
        at=at,
        because=because,
        columns="、".join(sorted(changed)),
    )
    return applicant
