"""Writing the office's letters to the applicant from what was signed (R58: in writing)."""

from django.template.loader import render_to_string

from .models import Letter


def send(item, kind, *, at, **details):
    """Write the letter ``kind`` about ``item``; ``read_at`` proves that it was read."""
    text = render_to_string(
        f"workflow/letters/{kind}.txt",
        {"item": item, "application": item.application, "at": at, **details},
    )
    return Letter.objects.create(item=item, kind=kind, text=text.strip(), sent_at=at)
