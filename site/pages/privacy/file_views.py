"""The pages about files that the gate may have mistaken: the list, and a signer's verdict."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from doors.acts import FormAct

from ..moment import asked_at
from .file_lifting import (
    claim_of,
    claimed_things,
    discard_file,
    file_objections,
    lift_of_file,
    lifted_of_file,
    may_lift_files,
)
from .views import LiftForm
from .waiting_claims import WAITS, until

KINDS = {"document": get_document_model, "picture": get_image_model}


def may_bring(user):
    """Whoever may put a file into the library."""
    policy = policy_registry.get_by_type(get_document_model())
    return policy.user_has_permission(user, "add")


def may_see(user):
    """Whoever brings files into the library, and whoever signs."""
    return may_bring(user) or may_lift_files(user)


def verdict_url(thing):
    """Where a signer judges ``thing``."""
    kind = "document" if isinstance(thing, get_document_model()) else "picture"
    return reverse("pages_lift_file", args=[kind, thing.pk])


class ClaimedFiles(WagtailAdminTemplateMixin, TemplateView):
    """Every file that was called mistaken, and the way to bring another."""

    template_name = "pages/admin/claimed_files.html"
    page_title = "误判的文件"
    header_icon = "view"

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [{"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        rows = [
            {
                "thing": thing,
                "claim": claim,
                "standing": standing,
                "url": verdict_url(thing),
                "until": until(claim),
            }
            for thing, claim, standing in claimed_things()
        ]
        more = {"rows": rows, "may_bring": may_bring(self.request.user), "days": WAITS}
        return super().get_context_data(**more, **kwargs)


class FileVerdictForm(LiftForm):
    """The sentences that are mistaken, or none where the file goes."""

    verdict = forms.ChoiceField(
        choices=[("lift", "解除"), ("discard", "删除")], widget=forms.HiddenInput, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sentences"].required = self.data.get("verdict") != "discard"


class LiftFileObjections(FormAct, WagtailAdminTemplateMixin, View):
    """What stands against a file, what was lifted of it, and the form."""

    template_name = "pages/admin/file_lifting.html"
    page_title = "文件的个人信息检查"
    header_icon = "view"
    form_class = FileVerdictForm
    success_message = "已记录"

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if not may_see(user) or (request.method == "POST" and not may_lift_files(user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def thing(self):
        model = KINDS.get(self.kwargs["kind"])
        if model is None:
            raise Http404
        return get_object_or_404(model(), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "sentences": file_objections(self.thing)}

    def act(self, form):
        who = {"by": self.request.user, "at": asked_at(self.request)}
        reason = form.cleaned_data["reason"]
        if form.cleaned_data["verdict"] == "discard":
            return discard_file(self.thing, reason=reason, **who)
        sentences = form.cleaned_data["sentences"]
        return lift_of_file(self.thing, sentences=sentences, reason=reason, **who)

    def onward(self, result):
        return ("pages_claimed_files",)

    def get_page_subtitle(self):
        return self.thing.title

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse("pages_claimed_files"), "label": ClaimedFiles.page_title},
            {"url": "", "label": self.thing.title},
        ]

    def get_context_data(self, **kwargs):
        more = {
            "thing": self.thing,
            "claim": claim_of(self.thing),
            "standing": file_objections(self.thing),
            "lifted": lifted_of_file(self.thing),
            "may_lift": may_lift_files(self.request.user),
            "own_url": verdict_url(self.thing),
        }
        return super().get_context_data(**more, **kwargs)
