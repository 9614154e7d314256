"""The products of an application: list, add, edit, copy, order, remove (R78–R84)."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from applications.models import Item
from applications.policies.facts import reasons_against_facts
from applications.policies.submitting import reasons_against_submitting
from applications.services import drafts

from .. import demands, origins, reason_links
from ..forms.products import BenefitForm, ProductForm
from .access import Button, ConfirmPage, OfDraft, OfItem, OfOpenApplication
from .unsaved_forms import RecoverableForm


class Products(OfDraft, TemplateView):
    """The table of the paper form: one line for each product."""

    template_name = "portal/products.html"
    is_about_benefit = False

    def get_context_data(self, **kwargs):
        pairs = reasons_against_submitting(self.application, on=self.today)
        items = list(self.application.items.select_related("origin_township"))
        rows = [(item, self.against(item, pairs), uuid.uuid4()) for item in items]
        return super().get_context_data(rows=rows, **kwargs)

    def against(self, item, pairs):
        """The fields of this page that are not yet right, of one product."""
        fields = reason_links.reasons_by_field(pairs, prefix=f"item-{item.pk}-")
        return [name for name in fields if (name in reason_links.BENEFIT) is self.is_about_benefit]


class Benefits(Products):
    """What stands below the table: 带贫减贫机制及成效 of each product."""

    template_name = "portal/benefits.html"
    is_about_benefit = True


#: The value of the button that saves and leads to the page that comes next on the paper.
ONWARD = "onward"


class ProductForms(RecoverableForm, FormView):
    """Half of a product's facts; saving keeps what is there and points at what is missing."""

    template_name = "portal/product.html"
    form_class = ProductForm
    page = "product"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.row(), "on": self.today}

    def form_invalid(self, form):
        for name, value in form.facts().items():
            setattr(form.instance, name, value)
        form.add_saved_reasons(reason_links.reasons_by_field(reasons_against_facts(form.instance)))
        return super().form_invalid(form)

    def form_valid(self, form):
        answer = self.save_or_compare(form)
        if answer is not None:
            return answer
        item = self.saved
        messages.success(self.request, f"已保存“{item}”")
        if self.is_incomplete(item):
            return self.checked(item)
        goes_on = self.application.is_draft and self.request.POST.get("save") == ONWARD
        return redirect(*(self.next_page(item) if goes_on else self.onward(item)))

    def next_page(self, item):
        """Where who fills in one product after the other goes from here: without the lists."""
        return "portal:benefit", self.application.pk, item.pk

    def missing(self, item):
        """What is still against ``item``, at its fields: its facts, and its place in the paper."""
        pairs = reason_links.reasons_against_sending(self.application, on=self.today)
        return reason_links.reasons_by_field(pairs, prefix=f"item-{item.pk}-")

    def is_incomplete(self, item):
        return any(name in self.form_class.of_columns() for name in self.missing(item))

    def checked(self, item):
        """The page of ``item`` with what is missing; a new one has an address of its own now."""
        page = reverse(f"portal:{self.page}", args=[item.application_id, item.pk])
        came = origins.came_from(self.request)
        return redirect(f"{page}?check=1{f'&{came.query}' if came else ''}")

    def onward(self, item):
        return (self.origin.url,)


class NewProduct(OfDraft, ProductForms):
    """A row that is not there yet: its token makes a second click save the same row."""

    @classmethod
    def key_of(cls, numbers):
        return "product-new"

    def parent(self):
        return origins.page("products", self.application.pk)

    def row(self):
        return Item(application=self.application)

    def get_initial(self):
        return {"token": uuid.uuid4()}

    def save(self, form, *, version):
        token = form.cleaned_data["token"]
        return drafts.add_item(self.application, token=token, **self.signed, **form.facts())


class EditProduct(OfItem, OfOpenApplication, ProductForms):
    """In a draft any product; in a submitted paper only one that is being mended."""

    closed = "该产品正在审核，不能修改"
    list_page = "products"

    @classmethod
    def key_of(cls, numbers):
        return f"{cls.page}-{numbers['item']}"

    def is_open(self):
        return self.application.is_draft or drafts.is_being_mended(self.item)

    def row(self):
        return Item.objects.get(pk=self.item.pk)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not self.application.is_draft:
            form.demands = demands.points_by_field(self.item)
        if "check" in self.request.GET and not form.is_bound and not form.is_restored:
            form.add_saved_reasons(self.missing(self.item))
        return form

    def save(self, form, *, version):
        return drafts.save_item(self.item, version=version, **self.signed, **form.facts())

    def parent(self):
        if self.application.is_draft:
            return origins.page(self.list_page, self.application.pk)
        return origins.page("mend", self.application.pk, self.item.pk)


class EditBenefit(EditProduct):
    """The second half; of a draft, what was told of another product can be brought along."""

    template_name = "portal/benefit.html"
    form_class = BenefitForm
    page, list_page = "benefit", "benefits"

    @cached_property
    def neighbour(self):
        """The nearest product before or after this one whose benefit was told, in a draft."""
        others = self.application.items.exclude(pk=self.item.pk).exclude(benefit_text="")
        is_asked = self.application.is_draft and not self.item.benefit_text
        before = others.filter(position__lt=self.item.position).order_by("position").last()
        return (before or others.order_by("position").first()) if is_asked else None

    @cached_property
    def sample(self):
        """That product, where its words are asked for."""
        return self.neighbour if "like" in self.request.GET else None

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {**kwargs, "sample": self.sample} if self.request.method == "GET" else kwargs

    def get_context_data(self, **kwargs):
        return super().get_context_data(neighbour=self.neighbour, sample=self.sample, **kwargs)

    def next_page(self, item):
        return "portal:new_product", self.application.pk


class CopyProduct(OfItem, OfDraft, View):
    """Another row with the same facts, opened for editing."""

    def post(self, request, *args, **kwargs):
        token = token_of(request)
        made = self.application.items.filter(uid=token).first() if token else None
        copy = made or drafts.add_item(
            self.application, token=token, **self.signed, **self.item.facts()
        )
        messages.success(request, f"已复制“{copy}”。请修改产品名称或规格，两行不能完全相同。")
        return redirect("portal:product", self.application.pk, copy.pk)


def token_of(request):
    """The mark of one press of a button, or None where the page gave none."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return None


class MoveProduct(OfItem, OfDraft, Button):
    """One place up (-1) or down (1)."""

    step = 1
    success_message = ""

    def act(self):
        return drafts.move_item(self.item, self.step, **self.signed)

    def onward(self, result):
        products = reverse("portal:products", args=[self.application.pk])
        return (f"{products}#item-{self.item.pk}",)


class RemoveProduct(OfItem, OfDraft, ConfirmPage):
    template_name = "portal/remove_product.html"

    def act(self):
        return drafts.remove_item(self.item, **self.signed)

    def message(self, result):
        return f"已删除“{self.item}”"

    def onward(self, result):
        return "portal:products", self.application.pk
