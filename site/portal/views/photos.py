"""The photos of one product: add with words, look at, take back (R78)."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import View

from applications.services import drafts, photos
from files.delivery import deliver
from rules.refusal import Refused

from .. import origins
from ..forms.photos import PhotoForm
from .access import Button, FormPage, OfApplication, OfItem, OfOpenApplication


class Photos(OfItem, OfOpenApplication, FormPage):
    template_name = "portal/photos.html"
    form_class = PhotoForm
    closed = "该产品正在审核，不能修改"
    field_of_the_rest = "file"
    success_message = "已添加照片"

    def is_open(self):
        return self.application.is_draft or drafts.is_being_mended(self.item)

    def parent(self):
        if self.application.is_draft:
            return origins.page("products", self.application.pk)
        return origins.page("mend", self.application.pk, self.item.pk)

    def get_context_data(self, **kwargs):
        photo_rows = self.item.photos.all()
        return super().get_context_data(photos=photo_rows, most=photos.MOST, **kwargs)

    def act(self, form):
        data = form.cleaned_data["file"].read(settings.MATERIAL_MAX_BYTES + 1)
        words = form.cleaned_data["alt_text"]
        return photos.add(self.item, data=data, alt_text=words, **self.signed)

    def onward(self, photo):
        return (self.here(),)


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


class RemovePhoto(OfPhoto, Button):
    success_message = "已删除照片"

    def act(self):
        return photos.remove(self.photo, **self.signed)

    def onward(self, result):
        return "portal:photos", self.application.pk, self.item.pk
