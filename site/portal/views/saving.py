"""Forms that lose nothing: half-filled text is kept, two windows are compared, nothing twice."""

import re

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.views.generic import View

from rules.refusal import Refused
from workflow.services import drafts, unsaved

from .access import OfOpenApplication

KEY = re.compile(r"(particulars|commitment|product|benefit)(?:-(new|\d{1,12}))?")
#: Posted with every form, and no part of what was typed.
PLUMBING = {"csrfmiddlewaretoken", "version", "keep", "token", "shown"}


class Kept:
    """A form view whose form is saved with compare-and-set; ``form_key`` names it in its paper.

    The view gives ``row()``, the row as it is saved now, and ``save(form, seen=…)``.
    """

    @cached_property
    def typed(self):
        """What this person typed here and did not save, when the page is opened again."""
        if self.request.method != "GET":
            return None
        return unsaved.kept(self.application, self.form_key, by=self.request.user)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if self.typed is not None:
            form.restore(self.typed.data)
        return form

    def version(self, form):
        """What was saved when the page was first shown; typed text remembers its own."""
        if self.typed is not None and self.typed.data.get("version"):
            return self.typed.data["version"][-1]
        return drafts.version_of(self.row(), form.columns)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        unsaved_url = reverse("portal:unsaved", args=[self.application.pk])
        return {
            **context,
            "form_key": self.form_key,
            "typed": self.typed,
            "version": self.version(context["form"]),
            "keep_url": f"{unsaved_url}?form={self.form_key}",
        }

    def post(self, request, *args, **kwargs):
        if "keep" in request.POST:
            return self.keep()
        return super().post(request, *args, **kwargs)

    def keep(self):
        """保存草稿: as typed, unchecked; the checks come with 保存."""
        try:
            unsaved.keep(self.application, self.form_key, _texts(self.request), **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:application", self.application.pk)
        messages.success(self.request, "已保存草稿。填写的内容原样保留，还没有检查。")
        return redirect("portal:application", self.application.pk)

    def kept_or_compared(self, form):
        """Save; None when it went well, else the page that says what stands against it."""
        try:
            self.saved = self.save(form, seen=self.request.POST.get("version"))
        except drafts.Changed:
            form.compare(self.form_class(**self.form_of_row()))
            context = self.get_context_data(form=form, is_compared=True)
            return self.render_to_response(context, status=409)
        except Refused as refused:
            return self.refuse(refused, "portal:application", self.application.pk)
        unsaved.drop(self.application, self.form_key, by=self.request.user)
        return None

    def form_of_row(self):
        """How to build the form of the row as it is saved now."""
        kwargs = self.get_form_kwargs()
        kwargs = {name: value for name, value in kwargs.items() if name not in ("data", "files")}
        return {**kwargs, "instance": self.row()}


class Unsaved(OfOpenApplication, View):
    """Where a page's script sends what is being typed; ``discard`` forgets it."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form = request.GET.get("form", "")
        known = KEY.fullmatch(form)
        if not known:
            return JsonResponse({"reasons": ["没有这个表单"]}, status=404)
        if "discard" in request.POST:
            unsaved.drop(self.application, form, by=request.user)
            return redirect(self.address(*known.groups()))
        try:
            kept = unsaved.keep(self.application, form, _texts(request), **self.signed)
        except Refused as refused:
            return JsonResponse({"reasons": refused.reasons}, status=409)
        return JsonResponse({"kept_at": f"{localtime(kept.kept_at):%H:%M}"})

    def address(self, page, row):
        """The page of the form."""
        if row == "new":
            return reverse("portal:new_product", args=[self.application.pk])
        row = [row] if row else []
        return reverse(f"portal:{page}", args=[self.application.pk, *row])


def _texts(request):
    """``{field: [text]}`` as typed, and the version of the page it was typed into."""
    posted = request.POST.lists()
    texts = {name: values for name, values in posted if name not in PLUMBING}
    return {**texts, "version": request.POST.getlist("version")}
