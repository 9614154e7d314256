"""The catalogue in the Wagtail admin: registers of products and certificates, photos to keep."""

from django.urls import path, reverse
from django.utils.timezone import localtime
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from catalog.models import Certificate, NationalPublication, Product
from desk.registers.register import Register, RegisterButtons
from rules.official_dates import iso_day

from ..photos import Photos, keeps_photos


@hooks.register("register_admin_urls")
def photo_urls():
    return [path("catalog/products/<int:pk>/photos/", Photos.as_view(), name="product_photos")]


class ProductButtons(RegisterButtons):
    """Beside looking at a product: its photos, for those who keep them."""

    def get_buttons_for_obj(self, obj, exclude=None, **kwargs):
        buttons = super().get_buttons_for_obj(obj, exclude=exclude, **kwargs)
        if keeps_photos(self.request.user):
            url = reverse("product_photos", args=[obj.pk])
            classname = self.finalise_classname(["button-small"])
            photos = {"url": url, "label": "照片", "title": f"{obj}的照片", "classname": classname}
            buttons.append(photos)
        return buttons


class ProductRegister(Register):
    model = Product
    button_helper_class = ProductButtons
    menu_label = "产品"
    menu_icon = "tag"
    menu_order = 20
    list_display = ("name", "sales_spec", "applicant")
    list_select_related = ("applicant",)
    search_fields = ("name", "sales_spec", "applicant__name")
    inspect_view_fields = ("name", "sales_spec", "applicant", "versions", "certificates")


class CertificateRegister(Register):
    """With every event of the entry, for its status is nothing but their sum."""

    model = Certificate
    menu_label = "目录条目"
    menu_icon = "clipboard-list"
    menu_order = 30
    list_display = ("number", "product", "applicant", "status", "listed_on", "valid_until")
    list_filter = ("status", "listed_on")
    list_select_related = ("product", "applicant")
    search_fields = ("number", "product__name", "applicant__name")
    inspect_view_fields = (
        "number",
        "product",
        "applicant",
        "status",
        "listed_on",
        "valid_from",
        "valid_until",
        "district_from",
        "district_until",
        "national_from",
        "national_until",
        "renewal_of",
        "renewal_sought_on",
        "exited_on",
        "ruleset",
        "events",
        "publications",
    )

    def describe(self, row):
        if isinstance(row, NationalPublication):
            state = "，已撤销" if row.withdrawn_at else ""
            return f"{iso_day(row.first_day)} {row.get_kind_display()}（{row.address}{state}）"
        return self._event(row)

    def _event(self, event):
        day = iso_day(localtime(event.effective_at))
        basis = f"，{event.basis_doc_no}" if event.basis_doc_no else ""
        return f"{day} {event.title}（{event.get_reason_display()}{basis}）"


modeladmin_register(ProductRegister)
modeladmin_register(CertificateRegister)
