"""Products that left the step while somebody wrote: who was first, and what was written."""

from dataclasses import dataclass, field

from workflow.models import Opinion
from workflow.whereabouts import whereabouts

from .access import typed
from .opinion_forms import OpinionForm

PREFIX = "item-"


@dataclass
class UnsignedOpinion:
    """One product that is gone: the reason, and ``[(label, text)]`` that nobody has signed.

    ``is_own``: the very person signed it before; a second press of the button loses nothing.
    """

    item: object
    reason: str
    is_own: bool = False
    words: list = field(default_factory=list)


def unsigned_opinions(request, items, *, kind, node):
    """The ``items`` for which an opinion was sent although they wait at ``node`` no more."""
    by = request.user
    sent = [item for item in items if typed(request.POST, f"{PREFIX}{item.pk}-result")]
    own = set(
        Opinion.objects.filter(item__in=sent, step=kind, signed_by=by).values_list(
            "item", flat=True
        )
    )
    return [
        UnsignedOpinion(
            item,
            whereabouts(item, [node], by=by),
            item.pk in own and not item.is_ended,
            _words(request, item, kind),
        )
        for item in sent
    ]


def _words(request, item, kind):
    """What was typed, under the labels of the form; ticks and choices in words."""
    form = OpinionForm(request.POST, prefix=f"{PREFIX}{item.pk}", step=kind, asks_again=True)
    return [
        (form.fields[name].label, _text(form.fields[name], text)) for name, text in _typed(form)
    ]


def _typed(form):
    return [(name, text) for name, text in form.typed().items() if text.strip()]


def _text(field, text):
    choices = dict(getattr(field, "choices", ()))
    return "是" if text == "on" else choices.get(text, text)
