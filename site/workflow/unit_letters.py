"""Letters to a unit about its entry in the dishonesty register: no product is needed for them."""

from django.template.loader import render_to_string

from registry.news import send_news
from registry.rulesets import in_force
from rules.periods import local_day

from .models.dishonesty import UnitLetter


def send(entry, kind, *, at, **details):
    """Write the letter ``kind`` of ``entry``; the unit's mail says only that there is one."""
    ruleset = in_force(local_day(at))
    names = {"office": ruleset.office, "publication_basis": ruleset.dishonesty_basis}
    context = {"entry": entry, "at": at, **names, **details}
    text = render_to_string(f"workflow/unit_letters/{kind}.txt", context).strip()
    letter = UnitLetter.objects.create(entry=entry, kind=kind, text=text, sent_at=at)
    send_news(
        entry.applicant,
        f"有一件{letter.get_kind_display()}，请登录阅读",
        key=f"dishonesty:{letter.pk}",
        path=f"dishonesty/{entry.pk}/",
        before=entry.answer_until if kind == "notice" else None,
    )
    return letter
