"""Letters and reports on paper: drawn once as PDF/A, kept encrypted under their digest (R58, R66).

The words were fixed when the letter was sent or the report made; the paper is drawn when somebody
first asks for it, and from then on it is the same bytes for everybody.
"""

import subprocess

from django.db import transaction
from django.template.loader import render_to_string

from files import delivery
from files.intake import examine, take
from printing.pdf import PrinterMissing, pdf
from publicity.models import Objection
from publicity.services.windows import row_of
from records.audit import record
from rules.refusal import Refused

from ..models import Document
from ..verified_figures import verified_figures

BROKEN = "文书暂时不能生成，请稍后再试或联系系统管理员"


def letter_document(letter, *, by, at):
    """The :class:`Document` of ``letter``, drawn now when nobody has asked for it before."""
    item = letter.item
    context = {"letter": letter, "item": item, "application": item.application}
    title = f"{letter.get_kind_display()}（{item.application.number}-{letter.pk}）"
    return _document("letter", letter, title, context, by=by, at=at)


def report_document(report, *, by, at):
    """The :class:`Document` of a report to the city, with the list of what it reports.

    The list says of each product what stood before the public: the verified figures (R45).
    """
    reviews = report.reviews.select_related(
        "item__application__applicant", "item__application__ruleset__office", "organisation"
    ).order_by("item__application__number", "item__position")
    rows = [(review.item, row_of(review.item, verified_figures(review.item))) for review in reviews]
    stood = {"entry__item__in": [item for item, _public in rows], "entry__ending": "passed"}
    context = {
        "report": report,
        "rows": rows,
        "first": reviews.first(),
        "had_objections": Objection.objects.filter(**stood).exists(),
    }
    return _document("report", report, f"上报（{report.document_no}）", context, by=by, at=at)


def read(document):
    """The bytes of the PDF as we drew them: a silent scanner keeps them from nobody."""
    return delivery.read(document.file, is_own=True)


def _document(kind, thing, title, context, *, by, at):
    document = Document.objects.filter(**{kind: thing}).first()
    return document or _draw(kind, thing, title, context, by=by, at=at)


def _draw(kind, thing, title, context, *, by, at):
    """Draws before the transaction opens: a child process must not hold a lock."""
    html = render_to_string(f"workflow/documents/{kind}.html", {"title": title, **context})
    try:
        data = pdf(html)
    except PrinterMissing as missing:
        raise Refused([str(missing)]) from missing
    except subprocess.SubprocessError as broken:
        raise Refused([BROKEN]) from broken
    sound = examine(f"{title}.pdf", data)
    with transaction.atomic():
        document, is_new = Document.objects.get_or_create(
            **{kind: thing},
            defaults={"title": title, "file": lambda: take(sound, by=by, at=at), "drawn_at": at},
        )
        if is_new:
            record("workflow.document", document, by=by, at=at, sha256=sound.sha256)
    return document
