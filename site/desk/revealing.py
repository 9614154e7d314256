"""Who spoke up: shown to who handles it, after saying why, and kept on the record."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from applications.models import Item
from registry.roles import Permission
from rules.refusal import Refused
from supervision.models import Objection
from supervision.services import publicity

from .access import DeskView, typed


class Revealing(DeskView):
    """GET asks for the purpose; POST shows the person. ``reveal`` is the service's call."""

    template_name = "desk/reveal.html"
    header_icon = "lock"

    def reveal(self, purpose):
        raise NotImplementedError

    @property
    def back(self):
        raise NotImplementedError

    def get(self, request, pk):
        return self.render_to_response(self.get_context_data())

    def post(self, request, pk):
        try:
            name, contact = self.reveal(typed(request.POST, "purpose", 120))
        except Refused as refused:
            context = self.get_context_data(reasons=refused.reasons)
            return self.render_to_response(context, status=422)
        said = {"name": name or "匿名", "contact": contact or "未留"}
        return self.render_to_response(self.get_context_data(**said))

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.back, **kwargs)


class Objector(Revealing):
    """Who objected to a product; an objection out of the officer's sight does not exist."""

    permission = Permission.INVESTIGATE_OBJECTIONS
    page_title = "查看异议人"

    @cached_property
    def item(self):
        seen = Item.objects.scope(self.request.user).select_related("application")
        return get_object_or_404(seen, uid=self.objection.entry.subject)

    @cached_property
    def objection(self):
        known = Objection.objects.select_related("entry")
        return get_object_or_404(known, pk=self.kwargs["pk"])

    def reveal(self, purpose):
        return publicity.reveal(self.objection, purpose=purpose, by=self.request.user, at=self.at)

    @property
    def back(self):
        return reverse("desk:application", args=[self.item.application_id])

    def get_page_subtitle(self):
        return self.objection.number

    def get_breadcrumbs_items(self):
        return self.application_crumbs(self.item.application)
