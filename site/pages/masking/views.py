"""The editor's page for making a copy that may be public."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry

from doors.acts import FormAct

from .forms import MaskForm
from .services import mask_file, mask_words


def may_mask(user):
    """Whoever may bring a file into the library."""
    return policy_registry.get_by_type(get_document_model()).user_has_permission(user, "add")


@method_decorator(never_cache, name="dispatch")
class MaskPersons(FormAct, WagtailAdminTemplateMixin, View):
    """The result stands on the answer to the form alone; pasted words are not kept."""

    template_name = "pages/admin/masking.html"
    page_title = "遮盖个人信息"
    header_icon = "view"
    form_class = MaskForm

    def dispatch(self, request, *args, **kwargs):
        if not may_mask(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def act(self, form):
        if form.cleaned_data["text"]:
            return mask_words(form.cleaned_data["text"])
        return mask_file(form.cleaned_data["file"], by=self.request.user, at=timezone.now())

    def succeed(self, result):
        context = self.get_context_data(form=self.form_class(), result=result)
        return self.render_to_response(context)

    def get_breadcrumbs_items(self):
        return [{"url": "", "label": self.page_title}]
