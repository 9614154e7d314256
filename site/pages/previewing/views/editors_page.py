"""The editor's page of a page's preview addresses."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from doors.acts import ButtonAct, FormAct

from ...models import PreviewAddress
from ..addresses import make_address, may_preview, revoke_address
from ..content import may_have_draft
from ..forms import PreviewForm

MOST_LISTED = 50


@method_decorator(never_cache, name="dispatch")
class PreviewAddresses(FormAct, WagtailAdminTemplateMixin, View):
    """The addresses of one page, and a new one; it stands on the answer to the form alone."""

    template_name = "pages/admin/previews.html"
    page_title = "预览链接"
    header_icon = "link"
    form_class = PreviewForm

    def dispatch(self, request, *args, **kwargs):
        if not may_preview(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self):
        return get_object_or_404(Page, pk=self.kwargs["key"]).specific

    @cached_property
    def at(self):
        return timezone.now()

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def act(self, form):
        return make_address(self.page, **form.cleaned_data, by=self.request.user, at=self.at)

    def succeed(self, made):
        address, token = made
        context = self.get_context_data(form=self.form_class(), made=address, **self._urls(token))
        return self.render_to_response(context)

    def _urls(self, token):
        build = self.request.build_absolute_uri
        return {
            "url": build(reverse("public:preview", args=[token])),
            "api_url": build(reverse("public_api:preview", args=[token])),
        }

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        here = {"url": "", "label": self.page_title}
        return [{"url": edit, "label": self.get_page_subtitle()}, here]

    def get_context_data(self, **kwargs):
        rows = self.page.preview_addresses.select_related("made_by")[:MOST_LISTED]
        more = {"rows": rows, "at": self.at, "may_have_draft": may_have_draft(self.page)}
        return super().get_context_data(object=self.page, **more, **kwargs)


class RevokePreviewAddress(ButtonAct, View):
    """The address shows nothing from now on."""

    success_message = "已撤销，该地址不能再打开"

    @cached_property
    def address(self):
        rows = PreviewAddress.objects.select_related("page")
        return get_object_or_404(rows, pk=self.kwargs["pk"], page=self.kwargs["key"])

    def act(self):
        return revoke_address(self.address, by=self.request.user, at=timezone.now())

    def back(self):
        return "pages_previews", self.address.page_id
