"""The photos of one product in the Wagtail admin: to add, to put first, to take away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from catalog.models import Product
from catalog.policies import MOST_PHOTOS
from catalog.services import add_photo, lead_with, remove_photo
from doors.acts import FormAct
from registry.permissions import organisations
from registry.roles import Permission

from .photo_forms import PhotoForm


def keeps_photos(user):
    """Whether ``user`` may change what the public sees of a product."""
    return user.is_superuser or bool(organisations(user, Permission.KEEP_PHOTOS))


class Photos(FormAct, WagtailAdminTemplateMixin, View):
    """One product's photos; each button posts what is to be done with which photo."""

    template_name = "catalog/photos.html"
    page_title = "产品照片"
    header_icon = "image"
    form_class = PhotoForm
    success_message = "照片已添加"

    def dispatch(self, request, *args, **kwargs):
        if not keeps_photos(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def product(self):
        products = Product.objects.select_related("applicant")
        return get_object_or_404(products, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.product)

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse_lazy("wagtailadmin_home"), "label": "首页"},
            {"url": reverse_lazy("catalog_product_modeladmin_index"), "label": "产品"},
            {"url": "", "label": self.page_title, "sublabel": str(self.product)},
        ]

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs):
        act = {"remove": remove_photo, "lead": lead_with}.get(request.POST.get("act"))
        if act is None:
            return super().post(request, *args, **kwargs)
        photo = get_object_or_404(self.product.photos, pk=request.POST.get("photo"))
        act(photo, by=request.user, at=timezone.now())
        messages.success(request, "照片已删除" if act is remove_photo else "已设为首图")
        return redirect(*self.onward(photo))

    def act(self, form):
        picture = form.cleaned_data["picture"]
        return add_photo(
            self.product,
            name=picture.name,
            content=picture.read(),
            alt_text=form.cleaned_data["alt_text"],
            by=self.request.user,
            at=timezone.now(),
        )

    def refuse_form(self, form, refused):
        form.point(refused)
        return self.form_invalid(form)

    def onward(self, photo):
        return "product_photos", self.product.pk

    def get_context_data(self, **kwargs):
        photos = self.product.photos.select_related("image").prefetch_related("image__renditions")
        return super().get_context_data(
            product=self.product, photos=photos, most=MOST_PHOTOS, **kwargs
        )
