"""What cannot be undone is said before it is done: the first press shows it, the second does it.

The first press takes the act for once and takes it back, so what is shown is what will happen: the
letters in their very words, or the notice as the public will read it.
"""

import hashlib
from functools import partial

from django.db import transaction

from rules.refusal import Refused
from workflow.models import Letter

#: What is no part of what a person decided.
NOT_COUNTED = ("csrfmiddlewaretoken", "confirmed", "next", "do")
#: Ends of the names of what the page itself fills in anew: the draft's files, the template chosen.
OF_THE_PAGE = ("-listed", "-dropped", "-template")


def press_digest(data):
    """A digest of all that was typed and ticked: whoever changes a word is shown it anew."""
    names = (each for each in data if each not in NOT_COUNTED and not each.endswith(OF_THE_PAGE))
    typed = sorted((name, data.getlist(name)) for name in names)
    return hashlib.sha256(repr(typed).encode()).hexdigest()


def is_second_press(data):
    """Whether this very form was shown with its consequences before."""
    return data.get("confirmed") == press_digest(data)


def rehearse(act, items):
    """``(what act() returned, [(title, text)] of the letters it would send about items)``.

    Nothing of it stays. Raises :class:`Refused` as the act does.
    """
    letters = Letter.objects.filter(item__in=items).order_by("pk")
    with transaction.atomic():
        earlier = set(letters.values_list("pk", flat=True))
        result = act()
        sent = [
            (letter.get_kind_display(), letter.text)
            for letter in letters.exclude(pk__in=earlier).select_related("item")
        ]
        transaction.set_rollback(True)
    return result, sent


class SecondPress:
    """Mixed in front of a form act: :meth:`consequences` is shown, then asked for once more."""

    #: What the person is told above what is shown.
    warning = "请核对以下内容，再次按下按钮后生效，不能撤销。"

    def wants_second_press(self, form):
        """Whether what this form says cannot be undone."""
        return True

    def consequences(self, form):
        """``{"letters": [(title, text)], …}`` for ``desk/_second_press.html``."""
        raise NotImplementedError

    def form_valid(self, form):
        if not self.wants_second_press(form) or is_second_press(self.request.POST):
            return super().form_valid(form)
        try:
            outcome = self.attempt(partial(self.consequences, form))
        except Refused as refused:
            return self.refuse_form(form, refused)
        return self.show_consequences(outcome, form=form)

    def show_consequences(self, outcome, **context):
        press = {**outcome, "warning": self.warning, "digest": press_digest(self.request.POST)}
        return self.render_to_response(self.get_context_data(press=press, **context))
