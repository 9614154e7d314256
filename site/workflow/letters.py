"""Writing the office's letters to the applicant from what was signed (R58: in writing)."""

from django.template.loader import render_to_string

from .models import Letter


def send(item, kind, *, at, **details):
    """Write the letter ``kind`` about ``item``; ``read_at`` proves that it was read."""
    text = compose(item, kind, at=at, **details)
    return Letter.objects.create(item=item, kind=kind, text=text, sent_at=at)


def compose(item, kind, *, at, **details):
    """The words of the letter ``kind``, whether it is sent now or only shown beforehand."""
    context = {"item": item, "application": item.application, "at": at, **details}
    return render_to_string(f"workflow/letters/{kind}.txt", context).strip()
