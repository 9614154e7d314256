"""Can a licence be entered like this, and taken out again? (R63)"""

from django.db.models import Q

from rules.official_dates import official_date
from rules.typed_dates import LICENCE_END

from ..models import Material
from .materials import LICENCE


def reasons_against_end(valid_until, *, on, stood=None):
    """Why ``valid_until`` cannot be entered on day ``on`` as the end of a licence.

    One that has ended proves nothing, and most often the year is a slip. ``stood`` is the end that
    is there already: it may stay while another column is put right. ``[(field, reason)]``.
    """
    if valid_until is None:
        return []
    reasons = [*LICENCE_END.reasons_against(valid_until, on=on)]
    if not reasons and valid_until < on and valid_until != stood:
        over = f"{official_date(valid_until)}已经过去，请与证书核对年份；确已到期的，换发后再登记"
        reasons = [(LICENCE_END.field, over)]
    return reasons


def reasons_against_dropping(licence, *, on):
    """Why ``licence`` stays in the unit's particulars on day ``on``.

    One that has run out and that a paper rests on is renewed, not hidden. A slip, or one whose
    successor is entered, may go.
    """
    if licence.valid_until is None or licence.valid_until >= on:
        return []
    same = licence.applicant.licences.filter(kind=licence.kind).exclude(pk=licence.pk)
    if same.filter(Q(valid_until=None) | Q(valid_until__gte=on)).exists():
        return []
    paper = _paper_on(licence)
    if paper is None:
        return []
    return [f"申请{paper.number}使用了该证书，到期后不能删除，请登记换发后的编号和有效期"]


def _paper_on(licence):
    """A submitted paper that has ``licence``, by whatever number it had, in its materials; or None.

    A number that was put right since takes no paper off the licence.
    """
    versions = licence.versions.all()
    numbers = {licence.number, *versions.values_list("number", flat=True)}
    files = versions.exclude(file=None).values("file")
    rows = Material.objects.current().filter(
        Q(licence_no__in=numbers) | Q(file__in=files),
        application__applicant=licence.applicant_id,
        application__submitted_at__isnull=False,
        kind=LICENCE,
    )
    row = rows.select_related("application").first()
    return row and row.application
