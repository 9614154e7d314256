"""A page about one thing, with a form for each act that this officer may do there now."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect

from .access import DeskForm, typed
from .old_pages import DecidesWhatItShowed


@dataclass(frozen=True)
class PageAct:
    """``act(view, **values of the form)`` calls one service; ``is_open(view)`` shows its form.

    ``form(view, data, files)`` makes the form, of a view's thing where it needs one.
    """

    title: str
    form: Callable
    act: Callable
    is_open: Callable
    done: str = "已办理"
    button: str = ""


class ActsPage(DecidesWhatItShowed, DeskForm):
    """POST names one of ``acts`` in ``act``; what is wrong stands in the form of just that act."""

    acts: dict[str, PageAct] = {}

    @property
    def act_name(self):
        return typed(self.request.POST, "act")

    def post(self, request, *args, **kwargs):
        if self.act_name not in self.acts or not self.acts[self.act_name].is_open(self):
            messages.warning(request, "该事项已由他人办理，或者不由您办理。")
            return redirect(self.page_of_act())
        return super().post(request, *args, **kwargs)

    def form_of(self, name, data=None, files=None):
        form = self.acts[name].form(self, data, files)
        form.auto_id = f"id_{name}_%s"
        return form

    def get_form(self, form_class=None):
        return self.form_of(self.act_name, self.request.POST, self.request.FILES)

    def act(self, form):
        return self.acts[self.act_name].act(self, **form.cleaned_data)

    def message(self, result):
        return f"{self.acts[self.act_name].done}。"

    def onward(self, result):
        return (self.page_of_act(),)

    def get_context_data(self, form=None, **kwargs):
        wrong = {self.act_name: form} if form is not None else {}
        forms = [
            (name, act, wrong.get(name) or self.form_of(name))
            for name, act in self.acts.items()
            if act.is_open(self)
        ]
        return super().get_context_data(form=form, acts=forms, **kwargs)
