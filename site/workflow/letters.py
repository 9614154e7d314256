"""Writing the office's letters to the applicant from what was signed (R58: in writing)."""

from django.template.loader import render_to_string

from registry.news import send_news

from .letter_sentences import fill
from .models import Letter, LetterWording


def send(item, kind, *, at, subject="", **details):
    """Write the letter ``kind`` about ``item``; ``read_at`` proves that it was read.

    Whoever acts for the applicant also gets a mail that there is one: a single mail for the
    letters of one kind that one act wrote about the products of one application, or with a
    ``subject`` of its own one mail for each product.
    """
    text = compose(item, kind, at=at, **details)
    letter = Letter.objects.create(item=item, kind=kind, text=text, sent_at=at)
    paper = item.application
    key = f"letter:{paper.number}:{kind}:{at.isoformat()}{f':{item.pk}' if subject else ''}"
    news = f"申请 {paper.number} 有新的{letter.get_kind_display()}"
    send_news(paper.applicant, subject or news, key=key)
    return letter


def compose(item, kind, *, at, **details):
    """The words of the letter ``kind``, whether it is sent now or only shown beforehand.

    In the office's own wording, where one was approved by ``at``, else as they are shipped.
    """
    context = {"item": item, "application": item.application, "at": at, **details}
    wording = LetterWording.in_force(kind, at)
    if wording is not None:
        return fill(kind, wording.current_text, context, wording.current_sentences)
    return render_to_string(f"workflow/letters/{kind}.txt", context).strip()
