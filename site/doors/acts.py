"""One act at a door, always the same way: the form is read, one service acts, what it refuses
stands at the fields, and who succeeded is told so and led on.

Views mix :class:`FormAct` or :class:`ButtonAct` in and give ``act``; no view catches ``Refused``.
"""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic.edit import FormMixin

from rules.refusal import Refused

from .refusals import add_reasons


class _Act:
    """What both kinds share: asking the service, and what comes after."""

    #: Shown when it is done; :meth:`message` may tell more.
    success_message = "已办理"

    def attempt(self, act):
        """Call the service; a door may turn further errors into refusals here."""
        return act()

    def message(self, result):
        """What the person is told when the service returned ``result``; nothing where empty."""
        return self.success_message

    def onward(self, result):
        """The arguments of ``redirect`` for who has succeeded."""
        raise LookupError(f"{type(self).__name__} says nowhere to go")

    def succeed(self, result):
        if text := self.message(result):
            messages.success(self.request, text)
        return redirect(*self.onward(result))


class FormAct(_Act, FormMixin):
    """POST reads ``form_class`` and calls ``act(form)``; 422 with every reason against it."""

    #: Field of the service → field of the form, where people know it by another name.
    field_names = {}
    #: Where reasons stand that name no field; above the form where there is none.
    field_of_the_rest = None

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form):
        try:
            result = self.attempt(partial(self.act, form))
        except Refused as refused:
            return self.refuse_form(form, refused)
        return self.succeed(result)

    def refuse_form(self, form, refused):
        add_reasons(form, refused, field_names=self.field_names, at=self.field_of_the_rest)
        return self.form_invalid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ButtonAct(_Act):
    """POST calls ``act()``, which needs no form; what it refuses is told on the button's page."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            result = self.attempt(self.act)
        except Refused as refused:
            return self.refuse_act(refused)
        return self.succeed(result)

    def refuse_act(self, refused):
        for reason in refused.reasons:
            messages.error(self.request, reason)
        return redirect(*self.back())

    def back(self):
        """Where the button is; one that succeeds leads there too, unless ``onward`` says else."""
        raise LookupError(f"{type(self).__name__} says nowhere to go back to")

    def onward(self, result):
        return self.back()
