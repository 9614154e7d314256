"""Who spoke up: shown to who handles it, after saying why, and kept on the record."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from applications.models import Item
from doors.text_forms import TextForm
from publicity import services as publicity
from publicity.models import Objection
from registry.roles import Permission

from .access import DeskForm


class PurposeForm(TextForm):
    purpose = forms.CharField(required=False, max_length=120)


class Disclosure(DeskForm):
    """GET asks for the purpose; POST shows the person.

    ``reveal(purpose)`` is the service's call, ``back`` the address of the page one came from.
    """

    template_name = "desk/disclosure.html"
    tells_of_strangers = True
    header_icon = "lock"

    form_class = PurposeForm

    def act(self, form):
        return self.reveal(form.cleaned_data["purpose"])

    def succeed(self, person):
        name, contact = person
        context = self.get_context_data(name=name or "匿名", contact=contact or "未留")
        return self.render_to_response(context)

    def get_context_data(self, form=None, **kwargs):
        reasons = [reason for errors in form.errors.values() for reason in errors] if form else []
        return super().get_context_data(form=form, reasons=reasons, back=self.back, **kwargs)


class ObjectorView(Disclosure):
    """Who objected to a product; an objection out of the officer's sight does not exist."""

    permission = Permission.INVESTIGATE_OBJECTIONS
    page_title = "查看异议人"

    @cached_property
    def item(self):
        items = Item.objects.scope(self.request.user).select_related("application")
        return get_object_or_404(items, pk=self.objection.entry.item_id)

    @cached_property
    def objection(self):
        objections = Objection.objects.select_related("entry")
        return get_object_or_404(objections, pk=self.kwargs["pk"])

    def reveal(self, purpose):
        return publicity.reveal(self.objection, purpose=purpose, **self.who)

    @property
    def back(self):
        return reverse("desk:application", args=[self.item.application_id])

    def get_page_subtitle(self):
        return self.objection.number

    def get_breadcrumbs_items(self):
        return self.application_crumbs(self.item.application)
