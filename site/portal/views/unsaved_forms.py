"""Forms that lose nothing: half-filled text is kept, two windows are compared, nothing twice."""

import re

from django.contrib import messages
from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.views.generic import View

from applications.models import Application
from applications.services import drafts, unsaved
from applications.services.drafts import is_editable
from records import kept_forms
from rules.refusal import Refused

from .access import OfOpenApplication

KEY = re.compile(r"(particulars|commitment|product|benefit|mend)(?:-(new|\d{1,12}))?")
#: Posted with every form, and no part of what was typed.
PLUMBING = {"csrfmiddlewaretoken", "version", "keep", "token", "text_digest"}


class RecoverableForm:
    """A form view whose form is saved with compare-and-set; ``form_key`` names it in its paper.

    The view gives ``row()``, the row as it is saved now, ``save(form, version=…)``, and
    ``key_of(kwargs)``, which names its form from the numbers in the address.
    """

    @property
    def form_key(self):
        return self.key_of(self.kwargs)

    @cached_property
    def typed(self):
        """What this person typed here and did not save, when the page is opened again."""
        if self.request.method != "GET":
            return None
        return unsaved.get(self.application, self.form_key, by=self.request.user)

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

    def save_or_compare(self, form):
        """Save; None when it went well, else the page that says what stands against it."""
        try:
            self.saved = self.save(form, version=self.request.POST.get("version"))
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


class UnsavedText(OfOpenApplication, View):
    """Where a page's script sends what is being typed; ``discard`` forgets it."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form = request.GET.get("form", "")
        match = KEY.fullmatch(form)
        if not match:
            return JsonResponse({"reasons": ["没有这个表单"]}, status=404)
        if "discard" in request.POST:
            unsaved.drop(self.application, form, by=request.user)
            return redirect(address_of(self.application, *match.groups()))
        try:
            unsaved_form = unsaved.keep(self.application, form, _texts(request), **self.signed)
        except Refused as refused:
            return JsonResponse({"reasons": refused.reasons}, status=409)
        return JsonResponse({"kept_at": f"{localtime(unsaved_form.kept_at):%H:%M}"})


def take_over(late, *, by):
    """Put what came too late into the draft store of its form; the page to open, or None.

    None where ``late`` came from no form of a paper that ``by`` can still fill in, or where
    something newer is kept there already: then it is shown for itself, and neither is lost.
    """
    target = _form_of(late.path, by=by)
    if target is None:
        return None
    application, form = target
    newer = unsaved.get(application, form, by=by)
    if newer is not None and newer.kept_at > late.kept_at:
        return None
    sent = {}
    for name, value in kept_forms.fields(late):
        sent.setdefault(name, []).append(value)
    try:
        unsaved.keep(application, form, _typed(sent), by=by, at=late.kept_at)
    except Refused:
        return None
    return address_of(application, *KEY.fullmatch(form).groups())


def _form_of(path, *, by):
    """``(application, form)`` of an address of a page of a paper, or of its draft store."""
    here, _, query = path.partition("?")
    try:
        match = resolve(here.removeprefix(get_script_prefix().rstrip("/")))
    except Resolver404:
        return None
    form = _key(match, QueryDict(query))
    if form is None or not KEY.fullmatch(form):
        return None
    mine = Application.objects.scope(by).filter(pk=match.kwargs["application"]).first()
    return (mine, form) if mine is not None and is_editable(mine) else None


def _key(match, query):
    """The form behind an address: as the page's own view names it."""
    if match.view_name == "portal:unsaved":
        return query.get("form", "")
    view = getattr(match.func, "view_class", None)
    if view is None or not issubclass(view, RecoverableForm):
        return None
    return view.key_of(match.kwargs)


def address_of(application, page, row):
    """The page of the form ``page`` of ``row``."""
    if row == "new":
        return reverse("portal:new_product", args=[application.pk])
    row = [row] if row else []
    return reverse(f"portal:{page}", args=[application.pk, *row])


def _texts(request):
    return _typed(dict(request.POST.lists()))


def _typed(sent):
    """``{field: [text]}`` as typed, and the version of the page it was typed into."""
    texts = {name: values for name, values in sent.items() if name not in PLUMBING}
    return {**texts, "version": sent.get("version", [])}
