"""The photos of one product in the Wagtail admin: to add, to put first, to take away."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.functional import cached_property

from catalog.models import Product
from catalog.policies import MOST_PHOTOS
from catalog.services import add_photo, lead_with, remove_photo
from registry.permissions import organisations
from registry.roles import Permission

from .access import DeskForm
from .photo_forms import PhotoForm


def keeps_photos(user):
    """Whether ``user`` may change what the public sees of a product."""
    return user.is_superuser or bool(organisations(user, Permission.KEEP_PHOTOS))


class Photos(DeskForm):
    """One product's photos; each button posts what is to be done with which photo."""

    template_name = "catalog/photos.html"
    page_title = "产品照片"
    header_icon = "image"
    form_class = PhotoForm
    success_message = "照片已添加"

    def is_allowed(self):
        return keeps_photos(self.request.user)

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

    def post(self, request, *args, **kwargs):
        act = {"remove": remove_photo, "lead": lead_with}.get(request.POST.get("act"))
        if act is None:
            return super().post(request, *args, **kwargs)
        photo = get_object_or_404(self.product.photos, pk=request.POST.get("photo"))
        act(photo, **self.who)
        messages.success(request, "照片已删除" if act is remove_photo else "已设为首图")
        return redirect(*self.onward(photo))

    def act(self, form):
        picture = form.cleaned_data["picture"]
        return add_photo(
            self.product,
            name=picture.name,
            content=picture.read(),
            alt_text=form.cleaned_data["alt_text"],
            **self.who,
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
