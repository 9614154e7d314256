"""The table of a notice as a workbook, for readers with tools of their own (§5.5)."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from printing.tables import XLSX, as_xlsx

from ..catalogue.public_text import masked
from ..issuing import note_issued

NOTHING = "—"
HEADINGS = (
    *("序号", "申请单位", "产品", "类别", "产地"),
    *("带动户数", "带动人数", "带贫机制", "状态", "公示末日", "恢复后剩余工作日"),
)
NUMBERS = ("序号", "带动户数", "带动人数", "恢复后剩余工作日")


def notice_workbook(page, *, at):
    """The bytes of the notice's table as it stands at ``at``; the same table, the same bytes."""
    rows = [
        _row(number, entry, state)
        for number, (entry, state) in enumerate(page.entries_at(at), start=1)
    ]
    records = [dict(zip(HEADINGS, row, strict=True)) for row in rows]
    return as_xlsx(records, HEADINGS, title="公示内容", numbers=NUMBERS)


def _row(number, entry, state):
    words = (entry.applicant_name, entry.product_name, entry.category, entry.origin)
    return (
        number,
        *map(masked, words),
        entry.households,
        entry.persons,
        entry.mechanisms,
        state.label,
        f"{entry.own_last_day:%Y-%m-%d}" if entry.own_last_day else NOTHING,
        entry.remaining_days or NOTHING,
    )


def serve_workbook(request, page):
    """The download below a notice: ``<notice>/table/``."""
    at = timezone.now()
    workbook = notice_workbook(page, at=at)
    note_issued(workbook, "table", page=page, at=at)
    response = HttpResponse(workbook, content_type=XLSX)
    name = f"{page.title}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
