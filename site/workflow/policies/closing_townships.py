"""May a township end on a day, and which one comes after it: reasons."""

from datetime import timedelta

from applications.models import Application
from catalog.models import Certificate
from ledger.models import Venue
from registry.models import Applicant
from rules.typed_dates import A_YEAR


def units_of(township):
    """The applicants that produce or are domiciled there."""
    produce = Applicant.objects.filter(production_township=township)
    return produce | Applicant.objects.filter(domicile_township=township)


def drafts_of(township):
    """Papers not yet submitted; what was submitted says where it was made, and stays."""
    return Application.objects.filter(production_township=township, submitted_at__isnull=True)


def work_of(township):
    """What is open in ``township``, in words with numbers; empty when nothing."""
    under_way = Application.objects.filter(
        production_township=township, submitted_at__isnull=False, items__outcome__isnull=True
    )
    entries = Certificate.objects.live().filter(version__origin_township=township)
    counts = (
        ("家申请单位", units_of(township).count()),
        ("份填写中的申请", drafts_of(township).count()),
        ("件办理中的申请", under_way.distinct().count()),
        ("个有效目录条目", entries.count()),
        ("个销售场所", Venue.objects.filter(township=township).count()),
    )
    return [f"{number}{words}" for words, number in counts if number]


def reasons_against_closing(township, *, successor, last_day, on):
    """``[(field, reason)]`` why ``township`` cannot end on ``last_day``, ended on day ``on``."""
    reasons = []
    if last_day > on:
        reasons.append(
            ("valid_until", "失效日期不得晚于今天：所属单位即时转入承接者，请在当日办理")
        )
    if last_day < on - timedelta(days=A_YEAR):
        reasons.append(("valid_until", f"失效日期早于今天{A_YEAR}天以上，请核对年份"))
    work = work_of(township)
    if successor is None and work:
        text = f"该乡镇街道还有{'、'.join(work)}，请选择一个承接的乡镇街道"
        reasons.append(("successors", text))
    if successor is not None and successor.pk == township.pk:
        reasons.append(("successors", "承接者不能是该乡镇街道自己"))
    elif successor is not None and not successor.is_in_force(on):
        reasons.append(("successors", f"{successor}当日不在有效期内"))
    return reasons
