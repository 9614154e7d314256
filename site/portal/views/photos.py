"""The photos of one product: add with words, look at, take back (R78)."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from applications.services import drafts, photos
from files.delivery import deliver
from rules.refusal import Refused

from ..forms.photos import PhotoForm
from .access import OfApplication, OfItem, OfOpenApplication


class Photos(OfItem, OfOpenApplication, FormView):
    template_name = "portal/photos.html"
    form_class = PhotoForm
    closed = "该产品正在审核，不能修改"

    def is_open(self):
        return self.application.is_draft or drafts.is_being_mended(self.item)

    def get_context_data(self, **kwargs):
        shown = self.item.photos.all()
        return super().get_context_data(photos=shown, most=photos.MOST, **kwargs)

    def form_valid(self, form):
        upload = form.cleaned_data["file"]
        data = upload.read(settings.MATERIAL_MAX_BYTES + 1)
        words = form.cleaned_data["alt_text"]
        try:
            photos.add(self.item, data=data, alt_text=words, **self.signed)
        except Refused as refused:
            form.point(refused.fields or {"file": refused.reasons})
            return self.form_invalid(form)
        messages.success(self.request, "已添加照片")
        return redirect("portal:photos", self.application.pk, self.item.pk)


class OfPhoto(OfItem, OfApplication):
    @cached_property
    def photo(self):
        return get_object_or_404(self.item.photos, pk=self.kwargs["photo"])


class ShowPhoto(OfPhoto, View):
    def get(self, request, *args, **kwargs):
        try:
            return deliver(photos.read(self.photo), self.photo.mime, self.photo.name)
        except Refused as refused:
            raise Http404 from refused


class RemovePhoto(OfPhoto, View):
    def post(self, request, *args, **kwargs):
        try:
            photos.remove(self.photo, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:application", self.application.pk)
        messages.success(request, "已删除照片")
        return redirect("portal:photos", self.application.pk, self.item.pk)
