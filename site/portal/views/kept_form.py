"""What was being submitted when a session ended: back in its form, or shown once more.

A form of a paper has a draft store: what came too late is put there, and its page is opened, where
it stands like anything else that was typed and not saved. Other forms are sent on from here.
"""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from records import kept_forms

from ..kept_words import typed_words
from .unsaved_forms import take_over

#: Where the session names what is kept; ``config.sessions`` writes it.
SESSION_KEY = "kept_form"


@method_decorator(never_cache, name="dispatch")
class KeptFormPage(LoginRequiredMixin, TemplateView):
    """The kept form as hidden fields with one button; POST drops it."""

    template_name = "portal/kept_form.html"

    def get(self, request, *args, **kwargs):
        form = self.get_kept_form()
        if form is None:
            return redirect("portal:home")
        page = take_over(form, by=request.user)
        if page is not None:
            kept_forms.forget(form)
            del request.session[SESSION_KEY]
            return redirect(page)
        fields = kept_forms.fields(form)
        return self.render_to_response(
            self.get_context_data(
                path=form.path,
                fields=fields,
                words=typed_words(form.path, fields),
                files=form.files,
                is_kept=True,
            )
        )

    def post(self, request, *args, **kwargs):
        form = self.get_kept_form()
        if form is not None:
            kept_forms.forget(form)
            messages.info(request, "已放弃超时前填写的内容")
        return redirect("portal:home")

    def get_kept_form(self):
        token = self.request.session.get(SESSION_KEY)
        return kept_forms.find(token, by=self.request.user, at=timezone.now())
