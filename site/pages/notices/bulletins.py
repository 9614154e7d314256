"""Bulletins on the public site, and each as PDF and Word: one text, one template."""

from django.template.loader import render_to_string

from printing.pdf import pdf
from printing.word import DOCX

from ..documents.editions import HEAD_HEIGHT, HEAD_WIDTH, PDF, get_edition, print_fonts
from ..documents.word_paper import word_paper
from ..models import BulletinPage
from ..models.bulletins import bulletin_title, paper
from ..models.document_words import Section
from ..publishing import create
from ..site_tree import section_column


def open_bulletin_page(bulletin, *, by, at):
    """The public page of an issued bulletin, in the transaction of the decision; once."""
    existing = BulletinPage.objects.filter(bulletin=bulletin).first()
    if existing is not None:
        return existing
    page = BulletinPage(
        title=bulletin_title(bulletin),
        slug=f"{bulletin.close.quarter.lower()}-{bulletin.pk}",
        bulletin=bulletin,
        go_live_at=at,
    )
    return create(section_column(Section.BULLETIN), page, by=by, at=at)


def edition(bulletin, kind, *, is_public):
    """``(bytes, media type)`` of the bulletin as ``pdf`` or ``docx``; the same for the same words.

    Raises :class:`printing.pdf.PrinterMissing` and ``subprocess.SubprocessError``.
    """
    context = paper(bulletin, is_public)
    html = render_to_string("pages/_bulletin_paper.html", context)
    if kind == "docx":
        data = get_edition(html, "docx", lambda words: word_paper(words, title=context["title"]))
        return data, DOCX
    issuer = bulletin.unit.official_name
    whole = {
        "page": {"title": context["title"], "issuer": issuer},
        "paper": html,
        "fonts": list(print_fonts()),
        "head_size": f"{min(HEAD_HEIGHT, HEAD_WIDTH / (len(issuer) + 2)):.2f}",
    }
    return get_edition(render_to_string("printing/official.html", whole), "pdf", pdf), PDF
