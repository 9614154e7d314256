"""The signer's page about what the gate for personal data holds against a draft."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from doors.acts import FormAct
from doors.text_forms import TextForm

from ..models import DocumentPage
from ..moment import asked_at
from .gate import reasons_against_words
from .lifting import LONGEST_REASON, lift, lifted_of, may_lift, objections


class LiftForm(TextForm):
    """Which sentences are mistaken, and why."""

    sentences = forms.MultipleChoiceField(
        label="属于误判的意见",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择要解除的检查意见"},
    )
    reason = forms.CharField(
        label="解除的理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：第2行是订货单号，不是手机号码；记入审计记录，审核人、签发人都能看到",
        error_messages={"required": "请写明解除的理由"},
    )

    def __init__(self, *args, sentences, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sentences"].choices = [(each, each) for each in sentences]


class LiftObjections(FormAct, WagtailAdminTemplateMixin, View):
    """What stands against the latest draft, what was lifted of it, and the form."""

    template_name = "pages/admin/lifting.html"
    page_title = "个人信息检查"
    header_icon = "view"
    form_class = LiftForm
    success_message = "已解除；文稿再有任何改动，须重新检查"

    def dispatch(self, request, *args, **kwargs):
        if not may_lift(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self):
        return get_object_or_404(DocumentPage, pk=self.kwargs["key"])

    @cached_property
    def draft(self):
        return self.page.get_latest_revision_as_object()

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "sentences": objections(self.page)}

    def act(self, form):
        return lift(self.page, **form.cleaned_data, by=self.request.user, at=asked_at(self.request))

    def onward(self, result):
        return ("pages_lift", self.page.pk)

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        standing = objections(self.page)
        others = [each for each in reasons_against_words(self.draft) if each not in standing]
        more = {"standing": standing, "others": others, "lifted": lifted_of(self.draft)}
        return super().get_context_data(object=self.page, **more, **kwargs)
