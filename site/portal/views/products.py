"""The products of an application: list, add, edit, copy, remove (R78–R84)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView, View

from rules.refusal import Refused
from workflow.models import Item
from workflow.policies.facts import reasons_against_facts
from workflow.policies.submitting import reasons_against_submitting
from workflow.services import drafts

from .. import pointing
from ..forms.products import ProductForm
from .access import OfDraft, OfItem, OfOpenApplication


class Products(OfDraft, TemplateView):
    template_name = "portal/products.html"

    def get_context_data(self, **kwargs):
        found = reasons_against_submitting(self.application, on=self.today)
        items = list(self.application.items.all())
        rows = [(item, pointing.at_fields(found, prefix=f"item-{item.pk}-")) for item in items]
        return super().get_context_data(rows=rows, **kwargs)


class ProductForms(FormView):
    """The product form, new or saved; saving keeps what is there and points at what is missing."""

    template_name = "portal/product.html"
    form_class = ProductForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.instance(), "on": self.today}

    def form_invalid(self, form):
        form.point(pointing.at_fields(reasons_against_facts(form.instance)))
        return super().form_invalid(form)

    def form_valid(self, form):
        try:
            item = self.save(form.facts())
        except Refused as refused:
            return self.refuse(refused, "portal:application", self.application.pk)
        messages.success(self.request, f"已保存“{item}”")
        if self.missing(item):
            return _checked(item)
        return redirect(*self.onward(item))

    def missing(self, item):
        """What is still against ``item``, at its fields: its facts, and its place in a draft."""
        if not self.application.is_draft:
            return pointing.at_fields(reasons_against_facts(item))
        found = reasons_against_submitting(self.application, on=self.today)
        return pointing.at_fields(found, prefix=f"item-{item.pk}-")

    def onward(self, item):
        return "portal:products", self.application.pk


def _checked(item):
    response = redirect("portal:product", item.application_id, item.pk)
    response["Location"] += "?check=1"
    return response


class NewProduct(OfDraft, ProductForms):
    def instance(self):
        return Item(application=self.application)

    def save(self, facts):
        return drafts.add_item(self.application, by=self.request.user, **facts)


class EditProduct(OfItem, OfOpenApplication, ProductForms):
    """In a draft any product; in a submitted paper only one that is being mended."""

    closed = "该产品正在审核，不能修改"

    def is_open(self):
        return self.application.is_draft or drafts.is_being_mended(self.item)

    def instance(self):
        return Item.objects.get(pk=self.item.pk)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if "check" in self.request.GET and not form.is_bound:
            form.point(self.missing(self.item))
        return form

    def save(self, facts):
        return drafts.save_item(self.item, by=self.request.user, **facts)

    def onward(self, item):
        if self.application.is_draft:
            return super().onward(item)
        return "portal:mend", self.application.pk, item.pk


class CopyProduct(OfItem, OfDraft, View):
    """Another row with the same facts, opened for editing."""

    def post(self, request, *args, **kwargs):
        copy = drafts.add_item(self.application, by=request.user, **self.item.facts())
        messages.success(request, f"已复制“{copy}”。请修改产品名称或规格，两行不能完全相同。")
        return redirect("portal:product", self.application.pk, copy.pk)


class RemoveProduct(OfItem, OfDraft, TemplateView):
    template_name = "portal/remove_product.html"

    def post(self, request, *args, **kwargs):
        name = str(self.item)
        try:
            drafts.remove_item(self.item, by=request.user)
        except Refused as refused:
            return self.refuse(refused, "portal:application", self.application.pk)
        messages.success(request, f"已删除“{name}”")
        return redirect("portal:products", self.application.pk)
