"""The editors' page of a page's review date."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from doors.acts import FormAct
from doors.text_forms import TextForm

from ..models import ReviewDate
from .setting import set_review


class ReviewDateForm(TextForm):
    """What the look found, and when the next one is due."""

    note = forms.CharField(
        label="复核情况",
        max_length=200,
        help_text="例如“内容、电话、链接均有效”；记入审计记录",
        error_messages={"required": "请写明复核情况"},
    )
    due_on = forms.DateField(
        label="下次复核日期",
        widget=AdminDateInput,
        error_messages={"required": "请填写下次复核日期"},
    )


class ReviewDates(FormAct, WagtailAdminTemplateMixin, View):
    """When the page is to be read again, and the form for who has just read it."""

    template_name = "pages/admin/review_date.html"
    page_title = "复核日期"
    header_icon = "calendar-check"
    form_class = ReviewDateForm
    success_message = "已登记，到期前两周起在首页提示"

    def dispatch(self, request, *args, **kwargs):
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self):
        return get_object_or_404(Page, pk=self.kwargs["key"], depth__gt=1).specific

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def act(self, form):
        who = {"by": self.request.user, "at": timezone.now()}
        return set_review(self.page, **form.cleaned_data, **who)

    def onward(self, review):
        return "pages_review_date", self.page.pk

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        here = {"url": "", "label": self.page_title}
        return [{"url": edit, "label": self.get_page_subtitle()}, here]

    def get_context_data(self, **kwargs):
        review = ReviewDate.objects.filter(page=self.page.pk).select_related("set_by").first()
        return super().get_context_data(object=self.page, review=review, **kwargs)
