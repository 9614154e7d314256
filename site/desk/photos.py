"""The photos of one product in the Wagtail admin: to add, to put first, to take away."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from catalog.models import Product
from catalog.policies import MOST_PHOTOS
from catalog.services import add_photo, lead_with, remove_photo
from registry.permissions import organisations
from registry.roles import Permission
from rules.refusal import Refused

from .photo_forms import PhotoForm


def keeps_photos(user):
    """Whether ``user`` may change what the public sees of a product."""
    return user.is_superuser or bool(organisations(user, Permission.KEEP_PHOTOS))


class Photos(WagtailAdminTemplateMixin, View):
    """One product's photos; each button posts what is to be done with which photo."""

    template_name = "catalog/photos.html"
    page_title = "产品照片"
    header_icon = "image"

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
        return self._show(PhotoForm())

    def post(self, request, *args, **kwargs):
        act = {"remove": remove_photo, "lead": lead_with}.get(request.POST.get("act"))
        if act is None:
            return self._add()
        photo = get_object_or_404(self.product.photos, pk=request.POST.get("photo"))
        act(photo, by=request.user, at=timezone.now())
        messages.success(request, "照片已删除" if act is remove_photo else "已设为首图")
        return self._again()

    def _add(self):
        form = PhotoForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._show(form)
        picture = form.cleaned_data["picture"]
        try:
            add_photo(
                self.product,
                name=picture.name,
                content=picture.read(),
                alt_text=form.cleaned_data["alt_text"],
                by=self.request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.point(refused)
            return self._show(form)
        messages.success(self.request, "照片已添加")
        return self._again()

    def _again(self):
        return redirect(reverse("product_photos", args=[self.product.pk]))

    def _show(self, form):
        photos = self.product.photos.select_related("image").prefetch_related("image__renditions")
        context = {"product": self.product, "photos": photos, "form": form, "most": MOST_PHOTOS}
        return self.render_to_response(self.get_context_data(**context))
