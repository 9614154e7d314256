"""``/statistics/``: the tables of the district with their charts, each to take away."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from printing.tables import CSV, XLSX, as_csv, as_xlsx

from .district_figures import figure_tables

FORMS = ("xlsx", "csv")


@require_safe
def statistics(request):
    """Every table with its chart and its files."""
    at = timezone.now()
    context = {"tables": list(figure_tables(at)), "forms": FORMS, "asked_at": at}
    return render(request, "pages/statistics.html", context)


@require_safe
def statistics_file(request, key, form):
    """``/statistics/<table>.<xlsx|csv>``; numbers are numbers."""
    table = next((each for each in figure_tables(timezone.now()) if each.key == key), None)
    if table is None or form not in FORMS:
        raise Http404
    records, headings = table.records, table.headings
    if form == "csv":
        answer = HttpResponse(as_csv(records, headings), content_type=CSV)
    else:
        book = as_xlsx(records, headings, title=table.title[:31], numbers=headings[1:])
        answer = HttpResponse(book, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{table.title}.{form}")
    return answer
