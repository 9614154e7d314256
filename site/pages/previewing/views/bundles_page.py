"""The editors' page of preview bundles, and the reader's list of one."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from doors.acts import ButtonAct, FormAct
from doors.text_forms import TextForm

from ...documents.drafting import may_draft
from ...models import PreviewBundle
from ..addresses import HOURS
from ..bundles import (
    count_opening,
    find_bundle,
    make_bundle,
    offered_to,
    revoke_bundle,
    tokens_of,
)
from .public_doors import secret

MOST_LISTED = 50


class BundleForm(TextForm):
    """For whom, for how long, and which pages."""

    purpose = forms.CharField(
        label="给谁看",
        max_length=60,
        help_text="写明收件的人和用途，例如“分管领导审阅”；记入审计记录",
        error_messages={"required": "请填写给谁看"},
    )
    hours = forms.TypedChoiceField(
        label="有效时间", coerce=int, choices=list(HOURS.items()), initial=168
    )
    pages = forms.TypedMultipleChoiceField(
        label="页面",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择页面"},
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pages"].choices = [
            (page.pk, f"{page.get_admin_display_title()}（{page._meta.verbose_name}）")
            for page in offered
        ]


@method_decorator(never_cache, name="dispatch")
class PreviewBundles(FormAct, WagtailAdminTemplateMixin, View):
    """The bundles of the person who asks, and a new one; its address stands here once."""

    template_name = "pages/admin/preview_bundles.html"
    page_title = "预览集"
    header_icon = "link"
    form_class = BundleForm

    def dispatch(self, request, *args, **kwargs):
        if not may_draft(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def at(self):
        return timezone.now()

    @cached_property
    def offered(self):
        return offered_to(self.request.user)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "offered": self.offered}

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def act(self, form):
        chosen = [page for page in self.offered if page.pk in form.cleaned_data["pages"]]
        facts = {name: form.cleaned_data[name] for name in ("purpose", "hours")}
        return make_bundle(chosen, **facts, by=self.request.user, at=self.at)

    def succeed(self, made):
        bundle, token = made
        url = self.request.build_absolute_uri(reverse("public:preview_bundle", args=[token]))
        form = self.form_class(offered=self.offered)
        return self.render_to_response(self.get_context_data(form=form, made=bundle, url=url))

    def get_context_data(self, **kwargs):
        rows = PreviewBundle.objects.filter(made_by=self.request.user)
        rows = rows.prefetch_related("addresses__page")[:MOST_LISTED]
        return super().get_context_data(rows=rows, at=self.at, **kwargs)


class RevokePreviewBundle(ButtonAct, View):
    """The bundle and every page in it show nothing from now on."""

    success_message = "已撤销，其中的页面不能再打开"

    def act(self):
        bundle = get_object_or_404(PreviewBundle, pk=self.kwargs["pk"])
        return revoke_bundle(bundle, by=self.request.user, at=timezone.now())

    def onward(self, result):
        return ("pages_preview_bundles",)


def preview_bundle(request, token):
    """What a bundle leads to, for whoever holds its address; 410 when it has ended."""
    bundle, bundle_secret = find_bundle(token)
    if bundle is None:
        raise Http404
    at = timezone.now()
    if not bundle.is_open(at):
        return secret(render(request, "pages/preview_ended.html", status=410))
    count_opening(bundle, at)
    pages = tokens_of(bundle, bundle_secret)
    context = {"bundle": bundle, "previewed": pages, "preview": None}
    return secret(render(request, "pages/preview_bundle.html", context))
